"""What a browser may send to billing."""

from billing.forms.choices import (
    GenerateForm,
    NotesForm,
    ProposalFilterForm,
    RateForm,
    ReadyFilterForm,
    ReasonForm,
)
from billing.forms.work import WorkForm

__all__ = ["GenerateForm", "NotesForm", "ProposalFilterForm", "RateForm", "ReadyFilterForm", "ReasonForm", "WorkForm"]
