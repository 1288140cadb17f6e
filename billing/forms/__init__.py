"""What a browser may send to billing."""

from billing.forms.choices import GenerateForm, ProposalFilterForm, ReasonForm
from billing.forms.work import WorkForm

__all__ = ["GenerateForm", "ProposalFilterForm", "ReasonForm", "WorkForm"]
