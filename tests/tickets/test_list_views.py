"""The allow-lists of the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import list_views
from tickets.models import Ticket


def test_an_order_may_be_turned_round():
    assert list_views.order_of("due") == [("next_due_at", False)]
    assert list_views.order_of("-due") == [("next_due_at", True)]


def test_every_order_is_offered_both_ways():
    assert len(list_views.sort_names()) == 2 * len(list_views.SORTS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "kept"),
    [
        ("mine", {"mine"}),
        ("unassigned", {"nobody's", "answered"}),
        ("waiting", {"answered"}),
        ("all", {"mine", "nobody's", "answered"}),
        ("closed", {"done"}),
        ("any", {"mine", "nobody's", "answered", "done"}),
    ],
)
def test_a_view_keeps_what_it_says(view, kept):
    agent = UserFactory(agent=True)
    TicketFactory(subject="mine", assignee=agent)
    TicketFactory(subject="nobody's")
    TicketFactory(subject="answered", replied=True)
    TicketFactory(subject="done", closed=True)

    found = list_views.VIEWS[view].narrow(Ticket.objects.all(), agent, Ticket.objects.latest("pk").created_at)

    assert {ticket.subject for ticket in found} == kept


@pytest.mark.django_db
def test_due_soon_holds_what_falls_due_within_the_hour_or_did_already():
    now = TicketFactory(subject="later").created_at
    for subject, minutes in [("missed", -5), ("near", 50), ("far", 70)]:
        TicketFactory(subject=subject, row={"next_due_at": now + list_views.SOON * (minutes / 60)})

    found = list_views.VIEWS["soon"].narrow(Ticket.objects.all(), UserFactory(agent=True), now)

    assert {ticket.subject for ticket in found} == {"missed", "near"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "minutes", "state", "kept"),
    [
        ("soon", 30, {"accepted": True}, True),
        ("soon", -30, {"accepted": True}, False),
        ("broken", -30, {"accepted": True}, True),
        ("broken", 30, {"accepted": True}, False),
        ("paused", 30, {"on_hold": True}, True),
        ("paused", 30, {"accepted": True}, False),
    ],
)
def test_the_list_is_filtered_by_how_a_promise_stands(how, minutes, state, kept):
    due = timezone.now() + timedelta(minutes=minutes)
    ticket = TicketFactory(**state, row={"next_due_at": due})

    found = list_views.FILTERS["promise"](Ticket.objects.all(), UserFactory(agent=True), how)

    assert list(found) == ([ticket] if kept else [])
