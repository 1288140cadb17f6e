"""The form of a new ticket."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.models import Company, Contact, Project
from helpdesk import html as markup
from helpdesk.forms import DayField
from helpdesk.models import OperatorDefaults, User
from sla.models import Priority
from tickets import rules
from tickets.actions import matrix_priority
from tickets.drafts import NewTicket
from tickets.enums import BillingCriteria, BillingPeriod, DueDefault, Level, Source
from tickets.errors import DescriptionMissing
from tickets.forms.composer import Files, MessageForm
from tickets.forms.fields import CategoryField, company_field, contact_field, email_field, offer_visible
from tickets.models import Operation, Severity, TicketCategory, TicketType
from tickets.querysets import seeing_tickets

DEMANDS = {
    "requires_company": "company",
    "requires_subject": "subject",
    "requires_referent": "referent",
    "requires_referent_email": "referent_email",
    "requires_project": "project",
    "requires_severity": "severity",
}
ORDER = [
    *("company", "client_is_meant", "requester", "requester_email", "crm_contact", "referent", "referent_email"),
    *("subject", "body", "uploads"),
    *("type", "category", "operation", "severity", "urgency", "impact", "priority"),
    *("assignee", "due_on", "project", "source", "billing_criteria", "billing_period"),
]  # that of the page, for a summary of errors is read from its top


class NewTicketForm(MessageForm):
    """Everything an agent writes down when a customer asks for something."""

    type = forms.ModelChoiceField(
        TicketType.objects.offered().select_related("series", "first_assigned_user"),
        label=_("Type"),
        to_field_name="code",
        empty_label=None,
    )
    company = company_field()
    client_is_meant = forms.BooleanField(label=_("This customer is intended, and pays"), required=False)
    client_asked = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    crm_contact = contact_field(_("Contact instead of a customer"))
    requester = contact_field(_("Requester"))
    requester_email = email_field(_("Requester's e-mail"))
    referent = contact_field(_("Referent"))
    referent_email = email_field(_("Referent's e-mail"))
    subject = forms.CharField(label=_("Subject"), required=False, max_length=500)
    category = CategoryField(
        TicketCategory.objects.filter(is_active=True).select_related("parent"),
        label=_("Category"),
        required=False,
        empty_label="–",
    )
    operation = forms.ModelChoiceField(
        Operation.objects.none(), label=_("Operation"), required=False, to_field_name="code", empty_label="–"
    )
    severity = forms.ModelChoiceField(
        Severity.objects.filter(is_active=True),
        label=_("Severity"),
        required=False,
        to_field_name="code",
        empty_label="–",
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Level, initial=Level.MEDIUM)
    impact = forms.ChoiceField(label=_("Impact"), choices=Level, initial=Level.MEDIUM)
    priority = forms.ModelChoiceField(
        Priority.objects.active(),
        label=_("Priority"),
        required=False,
        to_field_name="code",
        empty_label=_("From urgency and impact"),
    )
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, to_field_name="code", empty_label="–"
    )
    due_on = DayField(label=_("Due date"), required=False)
    source = forms.ChoiceField(label=_("Source"), choices=Source, initial=Source.PHONE)
    assignee = forms.ModelChoiceField(
        seeing_tickets(), label=_("Owner"), required=False, empty_label=_("As the type says, else me")
    )
    billing_criteria = forms.ChoiceField(
        label=_("Billing criteria"), choices=BillingCriteria, initial=BillingCriteria.ACTUAL
    )
    billing_period = forms.ChoiceField(
        label=_("Billing period"), choices=BillingPeriod, initial=BillingPeriod.ON_DELIVERY
    )

    use_required_attribute = False
    field_order = ORDER

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: Files | None = None,
        *,
        user: User,
        today: date,
        given: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, files, user=user)
        offer_visible(self, user)
        self.today = today
        self.fields["body"].label, self.fields["body"].required = _("Description"), True
        self.initial = {**self.initial, **_defaults(user), **(given or {})}
        self.chosen_type = self._chosen_type()
        if self.chosen_type:
            self.fields["operation"].queryset = Operation.objects.offered_for(self.chosen_type.pk, today)  # type: ignore[attr-defined]
        self.fields["project"].queryset = Project.objects.open_to(self._chosen_client())  # type: ignore[attr-defined]
        for name in ("requester", "crm_contact", "referent"):
            self.fields[name].widget.attrs["data-client"] = "company"
        for flag, name in DEMANDS.items():
            self.fields[name].required = bool(self.chosen_type and getattr(self.chosen_type, flag))
        if not user.has_perm("tickets.assign_ticket"):
            self.fields["assignee"].queryset = seeing_tickets().filter(pk=user.pk)  # type: ignore[attr-defined]

    def _chosen_type(self) -> TicketType | None:
        """Return the type that the form is for: the one sent, else the operator's own, else the first."""
        offered = {ticket_type.code: ticket_type for ticket_type in self.fields["type"].queryset}  # type: ignore[attr-defined]
        wanted = self.data.get("type") or self.initial.get("type")
        return offered.get(str(wanted)) or next(iter(offered.values()), None)

    def _chosen_client(self) -> Company | None:
        """Return the client that the form is for: the one sent, else that of whoever asks."""
        if _chosen(self, "company") or _chosen(self, "crm_contact"):
            return cast("Company | None", _chosen(self, "company"))
        requester = cast("Contact | None", _chosen(self, "requester"))
        return _client_of(requester, str(self["requester_email"].value() or ""))

    def clean(self) -> dict[str, object]:
        """Find out who asks from what is known, and refuse what the type demands and nobody said."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        requester = data.get("requester") or Contact.objects.for_sender(data.get("requester_email", ""))
        self._complete_party(data, requester)
        self._ask_anew(data)
        if data.get("referent"):
            data["referent_email"] = data.get("referent_email") or data["referent"].email
        self._demand_no_more(data)
        self._check_belongings(data.get("project"), data.get("company"), data.get("referent"))
        if data.get("body") and not markup.to_text(markup.clean(self.html)) and not self.stored:
            self.add_error("body", DescriptionMissing().reason)
        return data

    def _complete_party(self, data: dict[str, Any], requester: Contact | None) -> None:
        """Find the client in who asks, or let them stand in the client's place; who was chosen for it is not pushed aside."""
        if not data.get("crm_contact"):
            data["company"] = data.get("company") or _client_of(requester, data.get("requester_email", ""))
        if requester:
            data["requester"] = requester
            data["crm_contact"] = data.get("crm_contact") or (None if data.get("company") else requester)

    def _demand_no_more(self, data: dict[str, Any]) -> None:
        """Take back what was said to be missing and has been found meanwhile."""
        if data.get("company") or data.get("crm_contact"):
            self.errors.pop("company", None)
        if data.get("referent_email"):
            self.errors.pop("referent_email", None)

    def _ask_anew(self, data: dict[str, Any]) -> None:
        """Believe that the client is intended only where it was asked of this client and this requester."""
        chosen = (data.get(name) for name in ("company", "crm_contact", "requester", "requester_email"))
        asked = "|".join(str(getattr(one, "pk", one) or "") for one in chosen)
        data["client_is_meant"] = bool(data.get("client_is_meant")) and data.get("client_asked") == asked
        shown = cast("QueryDict", self.data).copy()
        shown["client_asked"], shown["client_is_meant"] = asked, "on" if data["client_is_meant"] else ""
        self.data = shown

    def _check_belongings(self, project: Project | None, company: Company | None, referent: Contact | None) -> None:
        """Refuse a project or a referent of somebody else."""
        if project and not rules.is_project_of(company, project):
            self.add_error("project", _("This project belongs to another customer."))
        if referent and not rules.is_person_of(company, referent):
            self.add_error("referent", _("This person works for another customer."))

    def draft(self) -> NewTicket:
        """Return the ticket to be opened."""
        names = [field.name for field in fields(NewTicket) if field.name in self.cleaned_data]
        return NewTicket(html=self.html, files=self.stored, **{name: self.cleaned_data[name] for name in names})

    @property
    def demanded(self) -> list[str]:
        """Return what the type demands besides the description, in words."""
        return [str(self.fields[name].label).lower() for name in DEMANDS.values() if self.fields[name].required]

    @property
    def resulting_priority(self) -> Priority:
        """Return the priority that the ticket would get as the form stands."""
        chosen = self["priority"].value()
        found = Priority.objects.active().filter(code=chosen).first() if chosen else None
        return found or matrix_priority(str(self["urgency"].value()), str(self["impact"].value()))

    @property
    def proposed_due(self) -> date | None:
        """Return the due date that the type proposes."""
        if self.chosen_type is None or self.chosen_type.due_default == DueDefault.NONE:
            return None
        return self.today + timedelta(
            days=self.chosen_type.due_days if self.chosen_type.due_default == DueDefault.DAYS else 0
        )


def _chosen(form: NewTicketForm, name: str) -> Model | None:
    """Return what stands in a picker of ``form``, sent or not; nothing for what is none."""
    try:
        return cast("forms.ModelChoiceField[Model]", form.fields[name]).to_python(form[name].value())
    except forms.ValidationError:
        return None


def _client_of(requester: Contact | None, email: str) -> Company | None:
    """Return for whom somebody asks: for the company on their card, else for that of their mail domain."""
    person = requester or (Contact.objects.for_sender(email) if email else None)
    if person or not email:
        return person.company if person else None
    return Company.objects.for_sender(email)


def _defaults(user: User) -> dict[str, object]:
    """Return what new tickets of ``user`` start with (N01)."""
    defaults = (
        OperatorDefaults.objects.filter(operator=user).select_related("ticket_type", "company", "project").first()
    )
    if defaults is None:
        return {}
    found = {
        "type": defaults.ticket_type and defaults.ticket_type.code,
        "company": defaults.company and defaults.company.code,
        "project": defaults.project and defaults.project.code,
    }
    return {name: value for name, value in found.items() if value}
