"""Forms with which the administration makes rows."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.db.models import Model
from django.forms import ChoiceField, DateField, EmailField, Field, IntegerField, ModelChoiceField
from django.urls import reverse

from sla.enums import CUSTOMERS
from sla.models import Priority
from tests.crawling import forms_in
from tests.crm.factories import CompanyFactory
from tests.estimates import factories as estimates
from tests.forms.filled import Filled, agent, key, numbers
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import SeriesFactory, TypeFactory
from tickets.models import PriorityCell

GIVEN: dict[str, Callable[[], dict[str, object]]] = {
    "crm.Asset": lambda: {"company": CompanyFactory().pk},
    "estimates.OfferType": lambda: {"series": SeriesFactory().pk},
    "estimates.TypeSettings": lambda: {
        "ticket_type": TypeFactory().pk,
        "template": estimates.TemplateFactory().pk,
        "offer_type": estimates.OfferTypeFactory().pk,
    },
    "estimates.UnitOfMeasure": lambda: {"minutes": "1"},
    "helpdesk.User": lambda: {"usable_password": "false"},
    "mail.Mailbox": lambda: {"address": f"{key().lower()}@desk.example"},
    "mfa.Authenticator": lambda: {"data": '{"a": 1}', "last_used_at_0": "2026-03-01", "last_used_at_1": "09:00"},
    "sla.Calendar": lambda: {"monday": "08:00-12:00"},
    "sla.Policy": lambda: {
        f"targets-{priority.pk}-{kind}": "8" for priority in Priority.objects.all() for kind in CUSTOMERS
    },
    "socialaccount.SocialAccount": lambda: {"extra_data": '{"a": 1}'},
    "socialaccount.SocialToken": lambda: {
        "account": SocialAccount.objects.create(user=agent(), provider="company", uid=key()).pk,
        "token": "secret",
    },
    "tickets.MailTemplate": lambda: {"text": "We are on it."},
    "tickets.MailboxRoute": lambda: {"mailbox": MailboxFactory().pk, "type": TypeFactory().pk},
    "tickets.PriorityCell": lambda: {"urgency": 1, "impact": without_cell(1, 1)},
    "sla.Priority": lambda: {"rank": 5_000 + next(numbers)},  # those that come with the desk have small ones
    "tickets.TicketType": lambda: {"series": SeriesFactory().pk, "is_active": ""},
}


def without_cell(urgency: int, impact: int) -> int:
    """Take a field out of the matrix, which is full; return its ``impact``."""
    PriorityCell.objects.filter(urgency=urgency, impact=impact).delete()
    return impact


def addable() -> Iterator[type[Model]]:
    """Yield the tables in which the administration makes rows by hand."""
    by = agent()
    for model in admin.site._registry:
        if Filled(by, "").client().get(add_address(model)).status_code == HTTPStatus.OK:
            yield model


def add_address(model: type[Model]) -> str:
    """Return where the administration makes a row."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def of_administration(model: type[Model]) -> Filled:
    """Fill in the form with which the administration makes a row: what is on the page, and what is required."""
    by, address = agent(), add_address(model)
    page = Filled(by, address).client().get(address)
    [shown] = [values for _target, values in forms_in(page.content) if "key" in values]
    fields = page.context["adminform"].form.fields
    required = {name: guess(field) for name, field in fields.items() if field.required and not shown.get(name)}
    kept = {name: value for name, value in shown.items() if value is not None}
    return Filled(by, address, kept | required | GIVEN.get(model._meta.label, dict)())


def guess(field: Field) -> object:
    """Return something that ``field`` takes."""
    if isinstance(field, ModelChoiceField):
        return getattr(field.queryset.first(), "pk", "")
    if isinstance(field, ChoiceField):
        return next(value for value, _label in field.choices if value)
    if isinstance(field, EmailField):
        return f"{key()}@x.example"
    if isinstance(field, DateField):
        return "2026-03-01"
    if isinstance(field, IntegerField):
        return next(numbers)
    return key()
