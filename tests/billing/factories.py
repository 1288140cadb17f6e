"""Services, works and proposals as tests want them; works and proposals are made by the real actions."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from billing import actions
from billing.drafts import Options, WorkDraft
from billing.durations import Typed
from billing.models import InvoiceProposal, Work
from estimates.models import Service, UnitOfMeasure, VatRate
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory

ROME = ZoneInfo("Europe/Rome")


class ServiceFactory(DjangoModelFactory):
    """Remote help at 60.00 an hour, 22 %; ``exempt=True`` bears no VAT."""

    class Meta:
        model = Service
        django_get_or_create = ("code",)

    class Params:
        exempt = factory.Trait(vat_rate=factory.LazyFunction(lambda: VatRate.objects.get(code="exempt")))

    code = "REM"
    name = "Remote"
    unit = factory.LazyFunction(lambda: UnitOfMeasure.objects.get(code="h"))
    unit_price = Decimal("60.00")
    vat_rate = factory.LazyFunction(lambda: VatRate.objects.get(code="22"))


class PayingTicketFactory(TicketFactory):
    """A closed ticket of a company that may be billed."""

    company = factory.SubFactory(CompanyFactory, billable=True)
    closed = True


def typed(day="02-03-2026", times="09:00–10:00", break_minutes=0, *, next_day=False, folds=(None, None)):
    """Return what somebody in Rome typed; ``folds`` say which of two equal times he means."""
    number, month, year = map(int, day.split("-"))
    starts, ends = map(time.fromisoformat, times.split("–"))
    return Typed(date(year, month, number), starts, ends, ROME, break_minutes, next_day, *folds)


def work_draft(day="02-03-2026", times="09:00–10:00", *, folds=(None, None), **kwargs):
    """Return a work of an hour of remote help; ``service=None`` has no service."""
    if "service" not in kwargs:
        kwargs["service"] = ServiceFactory()
    return WorkDraft(typed(day, times, folds=folds), **kwargs)


def log(ticket, day="02-03-2026", times="09:00–10:00", *, by=None, **kwargs) -> Work:
    """Log a work through the real action."""
    return actions.log_work(ticket, work_draft(day, times, **kwargs), by=by or UserFactory(agent=True))


def generate(*tickets, by=None, key=None, group_by_customer=False, group_works=False):
    """Make proposals through the real action; returns the batch."""
    options = Options(group_by_customer, group_works)
    return actions.generate(tickets, options, by=by or UserFactory(biller=True), key=key or uuid4())


def proposals_of(batch) -> list[InvoiceProposal]:
    """Return the proposals that a batch made, in the order of their numbers."""
    return list(batch.proposals.order_by("number"))


def proposal(*tickets, **kwargs) -> InvoiceProposal:
    """Make one draft proposal; of a new ticket with one hour when none is given."""
    chosen = tickets or (PayingTicketFactory(),)
    for ticket in chosen:
        if not ticket.works.exists():
            log(ticket)
    return proposals_of(generate(*chosen, group_by_customer=True, **kwargs))[0]


def reasons_of(batch) -> dict[str, str]:
    """Return why each ticket was left out, by its reference."""
    return {row.ticket.reference: row.reason for row in batch.tickets.for_result() if row.reason}


def amounts(made) -> tuple[Decimal, Decimal, Decimal]:
    """Return net, VAT and total."""
    return made.net, made.vat, made.gross


def euros(*texts) -> tuple[Decimal, ...]:
    """Return amounts from texts: ``euros("210.00", "46.20", "256.20")``."""
    return tuple(Decimal(text) for text in texts)
