"""What a level says is done, told, and never done twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group

from sla import actions as sla_actions
from sla.models import EscalationLevel, Policy, Priority
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions, periodic
from tickets.models import Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=30)


def level(**fields):
    """Let the shipped policy have this one level, half way to the resolution."""
    policy = Policy.objects.default()
    policy.levels.all().delete()
    made = EscalationLevel.objects.create(policy=policy, **{"amount": 50, "tells_owner": False} | fields)
    sla_actions.publish(policy)
    return made


def escalated(at=LATER, **fields) -> Ticket:
    ticket = TicketFactory(at=MONDAY, **fields)
    with time_machine.travel(at):
        periodic.escalate()
        periodic.escalate()
    return Ticket.objects.for_page().get(pk=ticket.pk)


def done(ticket):
    event = ticket.events.get(kind="tickets.escalated")
    return [(step["act"], step["to"], *([step["refused"]] if "refused" in step else [])) for step in event.data["done"]]


def test_the_timeline_says_policy_version_level_and_times():
    level(tells_owner=True)

    ticket = escalated(assignee=UserFactory(agent=True, display_name="Ana"))

    event = ticket.events.get(kind="tickets.escalated")
    assert event.data | {"due": 0, "planned": 0} == {
        "policy": "Standard",
        "version": 2,
        "clock": "resolution",
        "trigger": "share",
        "amount": 50,
        "due": 0,
        "planned": 0,
        "done": [{"act": "notify", "to": "Ana"}],
    }
    assert event.data["planned"] < event.data["due"]


@pytest.mark.parametrize(("amount", "kind"), [(50, "breach_soon"), (100, "breached")])
def test_who_is_told_is_told_whether_it_is_late_yet(amount, kind):
    owner, friend, boss = (UserFactory(agent=True) for _ in range(3))
    ben = UserFactory(supervisor=True)
    level(amount=amount, tells_owner=True, tells_watchers=True, tells_user=boss, tells_group=ben.groups.get())
    ticket = TicketFactory(at=MONDAY, assignee=owner)
    actions.watch(ticket, by=None, user=friend)

    due_at = ticket.agreement.clocks.get(kind="resolution").due_at
    with time_machine.travel(due_at + timedelta(minutes=amount - 95)):
        periodic.escalate()

    told = {(row.user, row.kind) for row in Notification.objects.all()}
    assert told == {(person, kind) for person in (owner, friend, boss, ben)}


def test_one_breach_is_told_once_however_often_and_late_a_level_names_somebody():
    ana, ben = UserFactory(agent=True), UserFactory(supervisor=True)
    level(tells_owner=True, tells_watchers=True, tells_user=ben, tells_group=ben.groups.get())
    late = EscalationLevel.objects.create(policy=Policy.objects.default(), amount=100, tells_owner=True, tells_user=ben)
    sla_actions.publish(late.policy)
    ticket = TicketFactory(at=MONDAY, assignee=ana)
    actions.watch(ticket, by=None, user=ana)

    with time_machine.travel(LATER):
        periodic.escalate()

    told = [(row.user, row.kind) for row in Notification.objects.order_by("user")]
    assert told == [(ana, "breached"), (ben, "breached")]


def test_a_level_reassigns_raises_moves_and_adds_a_watcher():
    network, boss = Group.objects.create(name="Network"), UserFactory(agent=True, display_name="Boss")
    level(gives_to_group=network, raises_priority=True, moves_to="open", adds_watcher=boss)

    ticket = escalated()

    assert (ticket.group, ticket.priority.code, ticket.status_category) == (network, "high", "open")
    assert [watcher.user for watcher in ticket.watchers.all()] == [boss]
    assert done(ticket) == [("assign", "Network"), ("raise", "High"), ("status", "Open"), ("watch", "Boss")]


def test_a_level_gives_the_ticket_to_somebody():
    boss = UserFactory(agent=True)
    level(gives_to_user=boss)

    assert escalated().assignee == boss


def test_what_cannot_be_done_is_told_and_keeps_nothing_else_from_being_done():
    gone, boss = UserFactory(agent=True, is_active=False), UserFactory(agent=True, display_name="Boss")
    level(gives_to_user=gone, raises_priority=True, moves_to="closed", adds_watcher=boss)
    ticket = TicketFactory(at=MONDAY, priority=Priority.objects.get(code="urgent"))
    ticket.type.statuses.filter(category="closed").delete()

    with time_machine.travel(LATER):
        periodic.escalate()

    assert done(ticket) == [
        ("assign", f"user:{gone.pk}", "This person no longer works at the desk."),
        ("raise", "", "The priority is the highest already."),
        ("status", "closed", "Tickets of this type have no such status."),
        ("watch", "Boss"),
    ]


def test_a_watcher_who_is_gone_is_told_and_stops_nothing():
    gone = UserFactory(agent=True)
    made = level(adds_watcher=gone, raises_priority=True)
    ticket = TicketFactory(at=MONDAY)
    made.delete()
    key = gone.pk
    gone.delete()

    with time_machine.travel(LATER):
        periodic.escalate()

    assert done(ticket) == [("raise", "High"), ("watch", f"user:{key}", "This person no longer works at the desk.")]


def test_a_level_that_comes_after_the_deadline_says_that_it_was_missed():
    owner = UserFactory(agent=True)
    level(amount=80, tells_owner=True)

    escalated(assignee=owner)

    assert [row.kind for row in Notification.objects.filter(user=owner, kind__startswith="breach")] == ["breached"]


def test_nothing_is_done_before_its_time_nor_to_what_was_kept():
    level(tells_owner=True)

    early = escalated(at=MONDAY + timedelta(minutes=5))
    kept = TicketFactory(at=MONDAY, closed=True)
    with time_machine.travel(LATER):
        periodic.escalate()

    assert [ticket.events.filter(kind="tickets.escalated").count() for ticket in (early, kept)] == [1, 0]


def test_the_line_in_the_timeline_reads_well(client):
    level(raises_priority=True)
    ticket = escalated()
    client.force_login(UserFactory(agent=True))

    page = client.get(ticket.get_absolute_url()).content.decode()

    assert page.count("“Standard”, version 2: Resolution, 50 % of the target is used up") == 1
    assert page.count("Raise the priority: High") == 1


def test_a_group_that_gets_the_ticket_and_is_told_of_the_deadline_is_told_once():
    ben = UserFactory(supervisor=True)
    group = ben.groups.get()
    level(amount=100, gives_to_group=group, tells_group=group)

    ticket = escalated()

    assert (ticket.group, [news.kind for news in Notification.objects.filter(user=ben)]) == (group, ["breached"])
