"""The fields of a ticket, each saved alone."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from crm.forms import PartySelect
from crm.models import Contact, Project
from helpdesk.enums import Language
from helpdesk.forms import DayField
from helpdesk.models import User
from sla.models import Priority
from tickets import rules
from tickets.enums import BillingCriteria, BillingPeriod, Level
from tickets.forms.fields import (
    CategoryField,
    ListedOnce,
    company_field,
    contact_field,
    email_field,
    offer_visible,
)
from tickets.models import Operation, Severity, Ticket, TicketCategory, TicketStatus, TicketType
from tickets.querysets import seeing_tickets


class PropertiesForm(forms.Form):
    """Every field of a ticket that may be changed on its page; only ``only`` is read when it is sent."""

    subject = forms.CharField(label=_("Subject"), required=False, max_length=500)
    priority = forms.ModelChoiceField(
        Priority.objects.active(), label=_("Priority"), to_field_name="code", empty_label=None, widget=ListedOnce
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Level)
    impact = forms.ChoiceField(label=_("Impact"), choices=Level)
    category = CategoryField(
        TicketCategory.objects.filter(is_active=True).select_related("parent"),
        label=_("Category"),
        required=False,
        empty_label="–",
    )
    severity = forms.ModelChoiceField(
        Severity.objects.filter(is_active=True),
        label=_("Severity"),
        required=False,
        to_field_name="code",
        empty_label="–",
    )
    operation = forms.ModelChoiceField(
        Operation.objects.none(), label=_("Operation"), required=False, to_field_name="code", empty_label="–"
    )
    due_on = DayField(label=_("Due date"), required=False)
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, to_field_name="code", empty_label="–"
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    billing_criteria = forms.ChoiceField(label=_("Billing criteria"), choices=BillingCriteria)
    billing_period = forms.ChoiceField(label=_("Billing period"), choices=BillingPeriod)
    company = company_field()
    crm_contact = contact_field(_("Contact instead of a customer"))
    requester = contact_field(_("Requester"))
    requester_name = forms.CharField(label=_("Requester's name"), required=False, max_length=200)
    requester_email = email_field(_("Requester's e-mail"))
    referent = contact_field(_("Referent"))
    referent_email = email_field(_("Referent's e-mail"))
    closing_notes = forms.CharField(
        label=_("Closing notes"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    use_required_attribute = False

    def __init__(
        self, ticket: Ticket, today: date, data: Mapping[str, object] | None = None, *, user: User, only: str = ""
    ) -> None:
        super().__init__(data)
        self.ticket = ticket
        offer_visible(self, user)
        operations = Operation.objects.offered_for(ticket.type_id, today)
        self.fields["operation"].queryset = operations  # type: ignore[attr-defined]
        self.fields["project"].queryset = Project.objects.open_to(ticket.company)  # type: ignore[attr-defined]
        if ticket.company:
            for name in ("crm_contact", "requester", "referent"):
                cast("PartySelect", self.fields[name].widget).offer_only_of(ticket.company)
        if only:
            self.fields = {only: self.fields[only]}
        for name, field in self.fields.items():
            self.initial[name] = field.prepare_value(getattr(ticket, name))
            _keep_current(field, getattr(ticket, name))

    def clean_referent(self) -> Contact | None:
        """Refuse a referent who works for another client."""
        referent: Contact | None = self.cleaned_data["referent"]
        if referent and not rules.is_person_of(self.ticket.company, referent):
            raise forms.ValidationError(_("This person works for another customer."))
        return referent


def _keep_current(field: forms.Field, value: object) -> None:
    """Go on offering what the ticket has, even if it is no longer offered to others (N08)."""
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, Model) and field.queryset is not None:
        offered = field.queryset
        everything = offered.model._default_manager.all()  # noqa: SLF001 -- Django's own documented door
        offered = everything.filter(Q(pk__in=offered.values("pk")) | Q(pk=value.pk))
        field.queryset = offered.select_related("parent") if isinstance(field, CategoryField) else offered


class StatusForm(forms.Form):
    """A status of the ticket's type, with the reason or the solution where one is needed."""

    status = forms.ModelChoiceField(
        TicketStatus.objects.none(), label=_("Status"), to_field_name="code", empty_label=None, widget=ListedOnce
    )
    words = forms.CharField(label=_("Reason"), required=False, max_length=20_000, widget=forms.Textarea)

    use_required_attribute = False

    def __init__(self, ticket: Ticket, today: date, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"status": ticket.status.code})
        self.fields["status"].queryset = ticket.type.statuses.offered_on(today)  # type: ignore[attr-defined]
        _keep_current(self.fields["status"], ticket.status)


class OwnerForm(forms.Form):
    """Whoever the ticket is to belong to; nobody takes it from its owner."""

    assignee = forms.ModelChoiceField(seeing_tickets(), label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, ticket: Ticket, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"assignee": ticket.assignee_id})
        if ticket.assignee_id:  # who has it is shown, whatever they see
            self.fields["assignee"].queryset |= User.objects.filter(pk=ticket.assignee_id)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """A colleague or a group, and what they should know."""

    to = forms.ChoiceField(label=_("Who takes over"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only people of the desk read this."),
    )

    use_required_attribute = False

    def __init__(self, ticket: Ticket, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, auto_id="hand_over_%s")
        self.people = {f"user:{user.pk}": user for user in seeing_tickets() if user.pk != ticket.assignee_id}
        self.groups = {
            f"group:{group.pk}": group for group in Group.objects.filter(user__in=seeing_tickets()).distinct()
        }
        named: list[tuple[object, Mapping[str, Model]]] = [(_("Groups"), self.groups), (_("Colleagues"), self.people)]
        offered = [(label, [(key, str(one)) for key, one in some.items()]) for label, some in named if some]
        self.fields["to"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    @property
    def receiver(self) -> User | Group:
        """Return who was chosen."""
        chosen: str = self.cleaned_data["to"]
        return self.people.get(chosen) or self.groups[chosen]


class TypeForm(forms.Form):
    """Another type for the ticket."""

    type = forms.ModelChoiceField(
        TicketType.objects.offered().select_related("series"),
        label=_("Type"),
        to_field_name="code",
        empty_label=None,
        widget=ListedOnce,
    )


class MoveForm(forms.Form):
    """What a move has to be explained with."""

    words = forms.CharField(
        label=_("Reason"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WatcherForm(forms.Form):
    """Whoever is to be told: an e-mail address, or, left empty, oneself."""

    email = email_field(_("E-mail"))
