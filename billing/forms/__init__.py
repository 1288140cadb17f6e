"""What a browser may send to billing."""

from billing.forms.choices import (
    DecisionForm,
    GenerateForm,
    NotesForm,
    ProposalFilterForm,
    RateForm,
    ReadyFilterForm,
)
from billing.forms.work import WorkForm

__all__ = ["DecisionForm", "GenerateForm", "NotesForm", "ProposalFilterForm", "RateForm", "ReadyFilterForm", "WorkForm"]
