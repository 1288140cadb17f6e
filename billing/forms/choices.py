"""The options of generating, the reason of a decision, a rate, the notes of a proposal, the filters of a list."""

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from billing.drafts import Options
from billing.enums import ProposalState, Readiness
from billing.models import Work
from billing.querysets import ProposalQuerySet, of_customer
from estimates.forms.choices import QuantityField
from helpdesk.forms import KeyField, ReasonForm, SentOnceForm, WordsField
from tickets.forms.fields import company_field
from tickets.querysets import TicketQuerySet

HIGHEST_RATE = 99_999


def rate_field(label: StrOrPromise) -> QuantityField:
    """Return a field for a price; nothing in it leaves the price to the price list or the service."""
    return QuantityField(label, required=False, places=2, most=HIGHEST_RATE)


class GenerateForm(SentOnceForm, forms.Form):
    """The two check boxes of “Generate invoice proposals”; sent twice, they are one batch."""

    key = KeyField(required=True)

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

    @property
    def options(self) -> Options:
        """Return what was ticked."""
        return Options(self.cleaned_data["group_by_customer"], self.cleaned_data["group_works"])


class DecisionForm(ReasonForm):
    """Why it is decided whether a ticket is billed; whether the reason may be empty, the action knows."""

    def __init__(self, data: object = None, *, auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)  # type: ignore[arg-type]
        self.fields["reason"].required = False


class RateForm(forms.Form):
    """The rate of a ticket; empty, the services' own prices apply."""

    rate = rate_field(_("Rate"))

    def __init__(self, data: object = None, *, rate: Decimal) -> None:
        super().__init__(data, initial={"rate": rate or None}, auto_id="id_rate_%s")  # type: ignore[arg-type]

    @property
    def amount(self) -> Decimal:
        """Return what was typed."""
        return self.cleaned_data["rate"] or Decimal(0)


class NotesForm(forms.Form):
    """What a proposal says below its lines."""

    notes = WordsField(_("Notes"), rows=3, most=4000, help_text=_("The customer reads them below the lines."))


class ReadyFilterForm(forms.Form):
    """Which of the tickets that are to be billed are shown: those that can be, or those that cannot yet; of one customer."""

    show = forms.ChoiceField(required=False, choices=Readiness, widget=forms.HiddenInput)
    company = company_field()
    after = forms.CharField(required=False)
    before = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["company"].label = _("Customer")
        self.fields["company"].empty_label = _("Every customer")  # type: ignore[attr-defined]

    @property
    def readiness(self) -> Readiness:
        """Return which of the two is shown; those that can be billed, unless asked."""
        return Readiness(self.cleaned_data["show"] or Readiness.READY)

    @property
    def is_ready(self) -> bool:
        """Say whether those are shown that can be billed."""
        return self.readiness == Readiness.READY

    def apply(self, tickets: TicketQuerySet) -> TicketQuerySet:
        """Narrow ``tickets`` by what was chosen; of the ready ones, to those that may be."""
        if self.cleaned_data["company"]:
            tickets = of_customer(tickets, self.cleaned_data["company"])
        return Work.objects.worth_judging(tickets) if self.is_ready else tickets


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
