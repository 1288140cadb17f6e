"""The options of generating, the reason of a decision, the filters of a list."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.drafts import Options
from billing.enums import ProposalState
from billing.querysets import ProposalQuerySet


class GenerateForm(forms.Form):
    """The two check boxes of “Generate invoice proposals”, and the key that makes sending it twice harmless."""

    group_by_customer = forms.BooleanField(
        label=_("Group tickets by customer"),
        required=False,
        help_text=_("One proposal for each customer, with all its tickets; without it, one for each ticket."),
    )
    group_works = forms.BooleanField(
        label=_("Group works"),
        required=False,
        help_text=_("One line for each service of a ticket, with the hours added up; without it, one for each work."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def options(self) -> Options:
        """Return what was ticked."""
        return Options(self.cleaned_data["group_by_customer"], self.cleaned_data["group_works"])


class ReasonForm(forms.Form):
    """Why something is decided; whether it may be empty, the action knows."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposalFilterForm(forms.Form):
    """What the list of proposals is narrowed by."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), *ProposalState.choices]
    )

    def apply(self, proposals: ProposalQuerySet) -> ProposalQuerySet:
        """Narrow ``proposals`` by what was chosen."""
        if self.cleaned_data["q"]:
            proposals = proposals.mentioning(self.cleaned_data["q"].strip())
        if self.cleaned_data["state"]:
            proposals = proposals.in_state(self.cleaned_data["state"])
        return proposals
