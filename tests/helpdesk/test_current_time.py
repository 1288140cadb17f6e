"""One clock for all actions, and those who say which moment it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from helpdesk import current_time
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions

LONG_AGO = datetime(2024, 2, 29, 8, 30, tzinfo=UTC)


def test_it_is_now_unless_somebody_says_otherwise():
    before = timezone.now()

    assert before <= current_time.now() <= timezone.now()


def test_a_moment_that_is_given_holds_for_the_block_and_the_innermost_counts():
    told = []

    with current_time.at(LONG_AGO):
        told.append(current_time.now())
        with current_time.at(LONG_AGO + timedelta(days=1)):
            told.append(current_time.now())
        told.append(current_time.now())

    assert told == [LONG_AGO, LONG_AGO + timedelta(days=1), LONG_AGO]
    assert current_time.now() > LONG_AGO + timedelta(days=365)


def test_a_moment_is_over_when_its_block_fails():
    with pytest.raises(ZeroDivisionError), current_time.at(LONG_AGO):
        raise ZeroDivisionError

    assert current_time.now() > LONG_AGO + timedelta(days=365)


def test_other_threads_do_not_live_in_the_past():
    with current_time.at(LONG_AGO), ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(current_time.now).result()

    assert elsewhere > LONG_AGO + timedelta(days=365)


@pytest.mark.django_db
def test_what_actions_write_bears_the_moment_that_was_given():
    with current_time.at(LONG_AGO):
        ticket = TicketFactory()
        actions.assign(ticket, UserFactory(agent=True), by=None)

    assert (ticket.created_at, {event.at for event in ticket.events.all()}) == (LONG_AGO, {LONG_AGO})
