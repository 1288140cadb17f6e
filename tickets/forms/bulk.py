"""Tickets chosen in the list, and what is to be done with all of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.models import User
from sla.models import Priority
from tickets.enums import Move
from tickets.models import Ticket
from tickets.querysets import seeing_tickets

MOST = 200


class ChosenForm(forms.Form):
    """Tickets by their slugs."""

    ticket = forms.ModelMultipleChoiceField(
        Ticket.objects.none(),
        to_field_name="slug",
        error_messages={"required": _("Tick at least one ticket in the list first.")},
    )

    def __init__(self, data: object, *, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["ticket"].queryset = Ticket.objects.visible_to(user).for_list()  # type: ignore[attr-defined]

    def clean_ticket(self) -> list[Ticket]:
        """Refuse more at once than one page holds some of."""
        tickets = list(self.cleaned_data["ticket"])
        if len(tickets) > MOST:
            raise forms.ValidationError(_("Choose at most %(most)s tickets at once."), params={"most": MOST})
        return tickets


class AssignManyForm(ChosenForm):
    """Whoever all of them go to."""

    assignee = forms.ModelChoiceField(seeing_tickets(), label=_("Owner"), empty_label="–")


class MoveManyForm(ChosenForm):
    """One move for all of them."""

    move = forms.ChoiceField(label=_("Move"), choices=Move)
    words = forms.CharField(label=_("Reason or solution"), required=False, max_length=20_000)


class PrioritiseManyForm(ChosenForm):
    """One priority for all of them."""

    priority = forms.ModelChoiceField(Priority.objects.active(), label=_("Priority"), to_field_name="code")
