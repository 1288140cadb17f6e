"""X10: whatever is proposed and taken out again, no minute is lost and none is billed twice."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from billing import actions
from billing.documents import totals_of
from billing.enums import BillingMode
from billing.models import InvoiceProposal, ProposalLine, ProposalLineWork, Work
from tests.billing.factories import PayingTicketFactory, ServiceFactory, generate, log
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TypeFactory
from tickets.models import Ticket

WORKS = st.lists(
    st.tuples(st.integers(1, 200), st.sampled_from(["REM", "ONS", "TRN"]), st.sampled_from(BillingMode)), max_size=4
)
WAYS_OUT = [actions.remove_ticket, actions.suspend_ticket, actions.not_bill_ticket]


def minutes(works):
    return sum(work.billable_minutes for work in works)


def take_out(way, biller):
    """Take the first ticket out of the first draft, the given way."""
    made = InvoiceProposal.objects.in_state("draft").order_by("pk").first()
    if made:
        ticket = made.places.live().order_by("pk").first().ticket
        reason = {} if way is actions.remove_ticket else {"reason": "Because"}
        way(made, ticket, **reason, by=biller)


@pytest.mark.long
class TestConservation(TestCase):
    @given(
        plan=st.lists(st.tuples(st.integers(0, 1), WORKS), min_size=1, max_size=4),
        options=st.tuples(st.booleans(), st.booleans()),
        outs=st.lists(st.sampled_from(WAYS_OUT), max_size=3),
    )
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_minutes_are_conserved(self, plan, options, outs):
        biller, ana, kind = UserFactory(biller=True), UserFactory(agent=True), TypeFactory()
        companies = [CompanyFactory(billable=True) for _ in range(2)]
        services = {
            "REM": ServiceFactory(),
            "ONS": ServiceFactory(code="ONS", unit_price=Decimal("89.99")),
            "TRN": ServiceFactory(code="TRN", unit_price=80, exempt=True),
        }
        for place, works in plan:
            ticket = PayingTicketFactory(type=kind, company=companies[place])
            for length, code, mode in works:
                times = f"08:00–{8 + length // 60:02}:{length % 60:02}"
                log(ticket, times=times, service=services[code], mode=mode, by=ana)

        generate(*Ticket.objects.all(), by=biller, group_by_customer=options[0], group_works=options[1])
        for way in outs:
            take_out(way, biller)

        self.check_invariants()

    def check_invariants(self):
        live = ProposalLineWork.objects.filter(released_at=None)
        assert live.count() == live.values("work").distinct().count()
        assert all(part.minutes == part.work.billable_minutes for part in live)
        assert sum(part.minutes for part in live) + minutes(Work.objects.unbilled()) == minutes(Work.objects.all())
        for ticket in Ticket.objects.all():
            places = ticket.proposal_places.live().count()
            assert places == (ticket.billing_status == "in_proposal")
        for made in InvoiceProposal.objects.all():
            lines = list(ProposalLine.objects.of_proposal(made))
            totals = totals_of(lines)
            assert (made.net, made.vat, made.gross) == (totals.net, totals.vat, totals.gross)
            assert made.net == sum(line.net for line in lines)
            assert (made.state == "cancelled") == (not lines)
