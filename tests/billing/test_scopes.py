"""Proposals, offers and works are seen as far as their tickets are."""

from datetime import date

import pytest

from billing.models import InvoiceProposal, ProposalBatch
from estimates import actions as estimate_actions
from estimates.models import Offer, TechnicalEstimate
from tests.billing.factories import PayingTicketFactory, generate, log, proposal, proposals_of
from tests.estimates.factories import commercially_ended, quotable_ticket, step, technically_ended
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import limited_agent
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.guards(29), pytest.mark.guards(33)]


@pytest.fixture
def biller():
    return limited_agent("own", group="biller")


def give(ticket, user):
    Ticket.objects.filter(pk=ticket.pk).update(assignee=user)


def test_a_proposal_is_seen_by_who_sees_all_its_tickets(client, biller):
    ticket = PayingTicketFactory()
    made = proposal(ticket)
    client.force_login(biller)
    pages = [made.get_absolute_url(), f"{made.get_absolute_url()}pdf/"]

    hidden = [client.get(page).status_code for page in pages]
    give(ticket, biller)

    assert (hidden, client.get(pages[0]).status_code) == ([404, 404], 200)


def test_a_proposal_with_one_foreign_ticket_is_hidden(biller):
    first = PayingTicketFactory()
    second = PayingTicketFactory(company=first.company)
    log(first), log(second)
    [made] = proposals_of(generate(first, second, group_by_customer=True))
    give(first, biller)
    hidden = list(InvoiceProposal.objects.visible_to(biller))
    give(second, biller)

    assert (hidden, list(InvoiceProposal.objects.visible_to(biller))) == ([], [made])


def test_batches_of_others_are_hidden(biller):
    proposal()

    assert list(ProposalBatch.objects.visible_to(biller)) == []
    assert ProposalBatch.objects.visible_to(UserFactory(biller=True)).count() == 1


def test_what_is_ready_to_bill_is_ready_for_who_sees_it(client, biller):
    mine, foreign = PayingTicketFactory(), PayingTicketFactory()
    for ticket in (mine, foreign):
        log(ticket)
    give(mine, biller)
    client.force_login(biller)

    assert [row.pk for row in client.get("/billing/ready/").context["page"].rows] == [mine.pk]


def test_a_work_on_a_foreign_ticket_is_not_found(client, biller):
    work = log(PayingTicketFactory(), by=biller)
    client.force_login(biller)

    assert client.get(f"/works/{work.public_id}/edit/").status_code == 404


def test_offers_and_estimates_of_foreign_tickets_are_hidden():
    seller, sales = limited_agent("own", group="sales"), UserFactory(sales=True)
    ticket = quotable_ticket()
    commercially_ended(ticket, step(10), by=sales)
    estimate_actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))
    technically_ended(quotable_ticket(), step(10), by=sales)

    found = [Offer.objects.visible_to(seller), TechnicalEstimate.objects.waiting_for_sales(seller)]
    hidden = [list(rows) for rows in found]
    give(ticket, seller)

    assert (hidden, Offer.objects.visible_to(seller).count()) == ([[], []], 1)
