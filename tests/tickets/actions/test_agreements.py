"""Bending what was promised takes the right to, and a reason."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from helpdesk.errors import ReasonMissing
from sla import actions as sla_actions
from sla.enums import Kind
from sla.models import Policy
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.sla.factories import CalendarFactory
from tests.tickets.actions.test_clocks import again, policy
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.errors import DeadlineNotPossible, NoAgreement, NotYourTicket

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def last(ticket):
    event = ticket.events.order_by("pk").last()
    return event.kind, event.data.get("reason")


def test_a_chosen_policy_stays_whatever_the_ticket_becomes():
    company, gold = CompanyFactory(), policy()
    policy("Silver", asks={"company": company.pk})
    ticket = TicketFactory(at=MONDAY)

    actions.choose_policy(ticket, gold, reason=" Friend ", by=UserFactory(supervisor=True))
    told = last(ticket)
    actions.change(ticket, {"company": company}, version=None, by=UserFactory(agent=True))

    assert (told, again(ticket).agreement.policy) == (("tickets.policy_changed", "Friend"), gold)
    assert again(ticket).next_due_at == MONDAY + HOUR


def test_a_reset_starts_anew_from_now():
    gold = policy(asks={"source": "other"})
    ticket = TicketFactory(at=MONDAY)

    with time_machine.travel(MONDAY + 5 * HOUR, tick=False):
        actions.reset_agreement(ticket, reason="Wrong start", by=UserFactory(supervisor=True))

    assert again(ticket).next_due_at == MONDAY + 6 * HOUR
    assert (last(ticket), gold.agreements.count()) == (("tickets.agreement_reset", "Wrong start"), 1)


def test_a_deadline_set_by_hand_is_on_the_ticket_and_told():
    ticket = TicketFactory(at=MONDAY)

    with time_machine.travel(MONDAY):
        actions.set_deadline(
            ticket, Kind.FIRST_RESPONSE, MONDAY + HOUR, reason="By word", by=UserFactory(supervisor=True)
        )

    assert again(ticket).next_due_at == MONDAY + HOUR
    assert last(ticket) == ("tickets.deadline_set", "By word")


def test_a_deadline_lies_ahead_and_belongs_to_something_that_runs():
    ticket, ben = TicketFactory(), UserFactory(supervisor=True)

    with pytest.raises(DeadlineNotPossible):
        actions.set_deadline(ticket, Kind.RESOLUTION, MONDAY, reason="Late", by=ben)
    with pytest.raises(NoAgreement):
        actions.set_deadline(ticket, Kind.NEXT_RESPONSE, MONDAY, reason="Late", by=ben)


def bend(name, ticket, reason, by):
    if name == "choose":
        return actions.choose_policy(ticket, Policy.objects.default(), reason=reason, by=by)
    if name == "reset":
        return actions.reset_agreement(ticket, reason=reason, by=by)
    return actions.set_deadline(ticket, Kind.RESOLUTION, MONDAY, reason=reason, by=by)


@pytest.mark.parametrize("name", ["choose", "reset", "set"])
def test_without_the_right_or_a_reason_nothing_is_bent(name):
    ticket = TicketFactory()
    before = ticket.events.count()

    with pytest.raises(NotYourTicket, match="Only supervisors"):
        bend(name, ticket, "Because", UserFactory(agent=True))
    with pytest.raises(ReasonMissing):
        bend(name, ticket, " ", UserFactory(supervisor=True))

    assert ticket.events.count() == before


def test_applying_an_edited_policy_moves_what_runs_by_an_earlier_version_once():
    gold = policy(asks={"source": "other"})
    running, resolved = TicketFactory(at=MONDAY), TicketFactory(at=MONDAY, closed=True)
    sla_actions.set_targets(gold, {(running.priority, Kind.RESOLUTION): 120})
    before = again(running).next_due_at

    counts = [actions.apply_policy(gold, by=UserFactory(admin=True)) for _ in range(2)]

    assert (counts, before, again(running).next_due_at) == ([1, 0], MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert again(resolved).agreement.version.number == 1


def test_the_page_shows_what_would_move_and_moves_it_when_confirmed(client):
    gold = policy(asks={"source": "other"})
    ticket = TicketFactory(at=MONDAY)
    sla_actions.set_targets(gold, {(ticket.priority, Kind.RESOLUTION): 120})
    client.force_login(UserFactory(admin=True))

    page = client.get(f"/policies/{gold.pk}/apply/")
    response = client.post(f"/policies/{gold.pk}/apply/", {"version": page.context["version"].number}, follow=True)

    (row,) = page.context["rows"]
    assert [(shift.old, shift.new) for shift in row[1]] == [(MONDAY + HOUR, MONDAY + 2 * HOUR)]
    assert (response.context["rows"], again(ticket).next_due_at) == ([], MONDAY + 2 * HOUR)


def test_a_version_that_was_not_looked_at_is_not_applied(client):
    gold = policy(asks={"source": "other"})
    ticket = TicketFactory(at=MONDAY)
    sla_actions.set_targets(gold, {(ticket.priority, Kind.RESOLUTION): 120})
    client.force_login(UserFactory(admin=True))

    response = client.post(f"/policies/{gold.pk}/apply/", {"version": 1})

    assert (response.status_code, again(ticket).next_due_at) == (409, MONDAY + HOUR)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_count(client, count, django_assert_max_num_queries):
    gold = policy(asks={"source": "other"}, calendar=CalendarFactory())
    for _ in range(count):
        ticket = TicketFactory(at=MONDAY)
    sla_actions.set_targets(gold, {(ticket.priority, Kind.RESOLUTION): 120})
    client.force_login(UserFactory(admin=True))

    with django_assert_max_num_queries(16):
        client.get(f"/policies/{gold.pk}/apply/")


def test_who_may_not_change_policies_may_not_apply_them(client):
    client.force_login(UserFactory(supervisor=True))

    assert client.get(f"/policies/{Policy.objects.default().pk}/apply/").status_code == 403
