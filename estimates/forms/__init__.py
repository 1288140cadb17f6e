"""What a browser may send, and what it becomes."""

from estimates.forms.commercial import LineForm, VersionForm, commercial_draft, line_forms
from estimates.forms.offers import ConfirmForm, CreateForm, LetterForm, OfferFilterForm
from estimates.forms.technical import HeaderForm, StepForm, step_forms, technical_draft

__all__ = [
    "ConfirmForm",
    "CreateForm",
    "HeaderForm",
    "LetterForm",
    "LineForm",
    "OfferFilterForm",
    "StepForm",
    "VersionForm",
    "commercial_draft",
    "line_forms",
    "step_forms",
    "technical_draft",
]
