"""Two people at once, with real threads and real rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from estimates import actions
from estimates.enums import EstimateState
from estimates.errors import NotPossibleNow
from estimates.models import Offer, TechnicalEstimate
from tests.estimates.factories import TypeSettingsFactory, commercially_ended, quotable_ticket, started
from tests.helpdesk.factories import UserFactory
from tickets.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 2)


def at_once(*calls):
    """Run ``calls`` in threads that start together; return what each answered, or the code of its refusal."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except NotPossibleNow as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_parallel_ends_are_one_end():
    ticket, by = quotable_ticket(), UserFactory(sales=True)
    started(ticket, by=by)

    answers = at_once(*[lambda: actions.end_technical(ticket, by=by).state] * 4)

    assert sorted(answers) == ["TECHNICAL_NOT_IN_PROGRESS"] * 3 + [EstimateState.ENDED]
    assert Event.objects.filter(kind="estimates.ended").count() == 1


def test_two_parallel_starts_are_one_start():
    ticket, by = quotable_ticket(), UserFactory(agent=True)

    answers = at_once(*[lambda: actions.start_technical(ticket, by=by).state] * 4)

    assert sorted(answers) == ["TECHNICAL_STARTED"] * 3 + [EstimateState.IN_PROGRESS]
    assert TechnicalEstimate.objects.count() == 1


def test_two_parallel_creations_make_one_offer_and_tickets_in_another_order_never_deadlock():
    settings, by = TypeSettingsFactory(), UserFactory(sales=True)
    tickets = [quotable_ticket(settings=settings) for _ in range(3)]
    for ticket in tickets:
        commercially_ended(ticket, by=by)

    answers = at_once(
        lambda: actions.create_offers(tickets, by=by, day=DAY),
        lambda: actions.create_offers(tickets[::-1], by=by, day=DAY),
    )

    codes = sorted(report.code for reports in answers for report in reports)
    assert codes == ["", "", "", "OFFER_EXISTS", "OFFER_EXISTS", "OFFER_EXISTS"]
    assert sorted(Offer.objects.values_list("number", flat=True)) == [1, 2, 3]
