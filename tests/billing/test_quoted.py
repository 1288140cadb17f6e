"""Tickets that are billed by their offer: E12, E14."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import ProposalLineWork
from estimates.models import Offer, OfferLine, OfferType, VatRate
from helpdesk import files
from tests.billing.factories import (
    PayingTicketFactory,
    ServiceFactory,
    amounts,
    euros,
    generate,
    log,
    proposals_of,
    reasons_of,
)
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import SeriesFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def offered(ticket, *, confirmed, **line):
    """An offer of ten hours at 60.00 for ``ticket``, unless its line says otherwise."""
    series = SeriesFactory()
    state = {"state": "confirmed", "confirmed_on": date(2026, 3, 1)} if confirmed else {}
    document = files.store(b"%PDF-1.7 offer")
    sent = {"sent_at": timezone.now(), "pdf": document, "sha256": document.sha256} if confirmed else {}
    offer = Offer.objects.create(
        type=OfferType.objects.create(code="of", name="Offer", series=series),
        series=series,
        year=2026,
        number=1,
        reference="OF-1",
        slug="of-1",
        date=date(2026, 3, 1),
        company=ticket.company,
        party_name="Alfa",
        language="it",
        currency="EUR",
        created_by=UserFactory(sales=True),
        **state,
        **sent,
    )
    offer.links.create(ticket=ticket)
    service = ServiceFactory()
    offer.lines.create(
        position=1,
        ticket=ticket,
        description="Migration",
        service=service,
        unit=service.unit,
        **{"quantity": 10, "unit_price": 60, "net": 600, **line},
        price_source="service",
        vat_rate=VatRate.objects.get(code="22"),
        vat_percent=22,
        vat_category="S",
    )


@pytest.fixture
def ticket():
    made = PayingTicketFactory(billing_criteria="quoted")
    log(made, "02-03-2026", "08:00–15:00")
    log(made, "03-03-2026", "08:00–15:00")
    return made


def test_the_offered_hours_are_billed_and_the_works_are_evidence_e12(ticket):
    offered(ticket, confirmed=True)

    (made,) = proposals_of(generate(ticket))

    assert amounts(made) == euros("600.00", "132.00", "732.00")
    assert sum(part.minutes for part in ProposalLineWork.objects.all()) == 14 * 60


def test_what_was_offered_for_minutes_is_billed_to_the_cent(ticket):
    offered(ticket, confirmed=True, quantity=Decimal("0.6667"), unit_price=200, net=Decimal("133.33"))

    (made,) = proposals_of(generate(ticket))

    assert amounts(made) == euros("133.33", "29.33", "162.66")


def test_by_actual_hours_the_offer_does_not_count_e12(ticket):
    offered(ticket, confirmed=True)
    Ticket.objects.filter(pk=ticket.pk).update(billing_criteria="actual")

    assert amounts(proposals_of(generate(ticket))[0]) == euros("840.00", "184.80", "1024.80")


def test_a_draft_offer_is_no_offer_e14(ticket):
    offered(ticket, confirmed=False)

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_CONFIRMED_OFFER"}
    assert ticket.rate == Decimal(0)


def test_an_offer_to_the_client_before_binds_nobody(ticket):
    offered(ticket, confirmed=True)
    Ticket.objects.filter(pk=ticket.pk).update(company=CompanyFactory(billable=True))

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_CONFIRMED_OFFER"}


def test_an_offer_without_a_line_for_the_ticket_bills_nothing(ticket):
    offered(ticket, confirmed=True)
    OfferLine.objects.update(ticket=PayingTicketFactory())

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_CONFIRMED_OFFER"}
