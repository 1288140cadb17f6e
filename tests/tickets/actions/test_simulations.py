"""Trying a policy out is done once, whatever is sent or done twice, and whoever dies over it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from helpdesk.models import CompanyProfile
from sla.actions import Draft, newest
from sla.models import Policy, Simulation
from tests.tickets.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.periodic import resume_simulations, simulate_part

pytestmark = pytest.mark.django_db


def draft() -> Draft:
    policy, day = Policy.objects.default(), CompanyProfile.current().today()
    return Draft(policy, None, newest(policy).terms, day, day, is_for_all=False)


@pytest.fixture(autouse=True)
def _one_ticket(db):
    """Have a ticket to replay."""
    TicketFactory(closed=True)


def test_the_same_form_sent_twice_is_one_simulation():
    boss, key = UserFactory(supervisor=True), uuid4()

    first, second = (actions.simulate(draft(), by=boss, key=key) for _ in range(2))

    assert first == second
    assert second.parts.count() == 1


def test_a_part_done_twice_is_kept_once():
    simulation = actions.simulate(draft(), by=UserFactory(supervisor=True), key=uuid4())
    part = simulation.parts.get()

    simulate_part(part.pk)
    once = simulation.parts.values().get()
    simulate_part(part.pk)

    assert simulation.parts.values().get() == once


def test_what_a_dead_worker_left_is_taken_up(django_capture_on_commit_callbacks):
    simulation = actions.simulate(draft(), by=UserFactory(supervisor=True), key=uuid4())
    Simulation.objects.update(created_at=timezone.now() - timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        resume_simulations()

    simulation.refresh_from_db()
    assert simulation.is_done
