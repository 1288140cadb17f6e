"""Tickets and what they are set up with, as tests want them; tickets are opened by the real action."""

import factory
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from helpdesk.models import User
from tests.helpdesk.factories import UserFactory
from tickets import actions
from tickets.drafts import NewTicket
from tickets.enums import Category, Move
from tickets.models import (
    NumberingSeries,
    Operation,
    Severity,
    Ticket,
    TicketCategory,
    TicketStatus,
    TicketType,
)

STATUSES = [
    ("new", "New", Category.NEW),
    ("open", "Open", Category.OPEN),
    ("replied", "Replied", Category.REPLIED),
    ("on-hold", "On hold", Category.ON_HOLD),
    ("resolved", "Resolved", Category.RESOLVED),
    ("closed", "Closed", Category.CLOSED),
]


class SeriesFactory(DjangoModelFactory):
    """A yearly numbering series, as ``INT/2026/00001``."""

    class Meta:
        model = NumberingSeries

    code = factory.Sequence("series-{}".format)


class TypeFactory(DjangoModelFactory):
    """A type with a series of its own and one status of each category; other statuses as ``(code, name, category)``."""

    class Meta:
        model = TicketType
        skip_postgeneration_save = True

    code = factory.Sequence("t{}".format)
    name = factory.Sequence("Type {}".format)
    series = factory.SubFactory(SeriesFactory)
    requires_subject = False

    @factory.post_generation
    def statuses(ticket_type, create, extracted, **kwargs):  # noqa: N805 -- factory_boy passes the object
        for place, (code, name, category) in enumerate(extracted or STATUSES):
            StatusFactory(
                type=ticket_type, code=code, name=name, category=category, position=place, is_default=place == 0
            )


class StatusFactory(DjangoModelFactory):
    """A status more."""

    class Meta:
        model = TicketStatus

    code = factory.Sequence("status-{}".format)
    name = factory.Sequence("Status {}".format)
    category = Category.OPEN


class CategoryFactory(DjangoModelFactory):
    """A subject."""

    class Meta:
        model = TicketCategory

    name = factory.Sequence("Subject {}".format)


class SeverityFactory(DjangoModelFactory):
    """A severity."""

    class Meta:
        model = Severity

    code = factory.Sequence("severity-{}".format)
    description = factory.Sequence("Severity {}".format)


class OperationFactory(DjangoModelFactory):
    """An operation of the given ``types``."""

    class Meta:
        model = Operation
        skip_postgeneration_save = True

    code = factory.Sequence("operation-{}".format)
    description = factory.Sequence("Operation {}".format)

    @factory.post_generation
    def types(operation, create, extracted, **kwargs):  # noqa: N805 -- factory_boy passes the object
        operation.types.set(extracted or [])


class TicketFactory(DjangoModelFactory):
    """A new ticket of nobody, opened by the desk itself; every field of ``NewTicket`` may be given, and ``by``.

    ``row`` holds columns to be written as they are, as ``row={"billing_status": "billed"}``.
    """

    class Meta:
        model = Ticket

    class Params:
        accepted = factory.Trait(move=Move.ACCEPT)
        replied = factory.Trait(move=Move.REPLY)
        on_hold = factory.Trait(move=Move.HOLD)
        resolved = factory.Trait(move=Move.RESOLVE)
        closed = factory.Trait(move=Move.CLOSE)

    type = factory.SubFactory(TypeFactory)
    subject = factory.Sequence("Subject {}".format)
    html = "<p>It does not work.</p>"
    requester_name = factory.Sequence("Customer {}".format)
    requester_email = factory.Sequence("customer-{}@example.org".format)

    @classmethod
    def _create(cls, model_class, *args, by=None, move=None, row=None, **kwargs):
        ticket = actions.open_ticket(NewTicket(**kwargs), by=by)
        if move:
            ticket = actions.move(ticket, move, by=None, words_given="<p>Because.</p>")
        if row:
            Ticket.objects.filter(pk=ticket.pk).update(**row)
        return Ticket.objects.for_page().get(pk=ticket.pk)


def limited_agent(scope=None, *, group="agent", **fields):
    """Somebody with the rights of ``group``, except that he sees ``own`` or ``team`` tickets, or none."""
    user = UserFactory(is_agent=True, **fields)
    wanted = Permission.objects.filter(group__name=group).exclude(codename="view_all_tickets")
    user.user_permissions.set(wanted)
    if scope:
        user.user_permissions.add(Permission.objects.get(codename=f"view_{scope}_tickets"))
    return User.objects.get(pk=user.pk)


__all__ = [
    "CategoryFactory",
    "OperationFactory",
    "SeriesFactory",
    "SeverityFactory",
    "StatusFactory",
    "TicketFactory",
    "TypeFactory",
    "UserFactory",
    "limited_agent",
]
