"""A ticket is handed over to a colleague or a group, with a note in the same step."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.enums import NotificationKind
from tickets.errors import HasItAlready, NotYourTicket, SeesNoTickets
from tickets.models import Note, Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def network(db):
    return Group.objects.create(name="Network")


@pytest.fixture
def ana(db):
    return UserFactory(agent=True, display_name="Ana")


def told():
    return [(row.user.display_name, row.kind) for row in Notification.objects.order_by("pk")]


def test_an_agent_hands_a_ticket_to_a_colleague_with_a_note_who_is_told_once(ana):
    ben = UserFactory(agent=True, display_name="Ben")
    ticket = TicketFactory(assignee=ana)

    actions.hand_over(ticket, ben, note="<p>@Ben knows the printer</p>", by=ana)

    assert Ticket.objects.get().assignee == ben
    assert (Note.objects.get().text, Note.objects.get().author) == ("@Ben knows the printer", ana)
    assert [event.kind for event in ticket.events.order_by("pk")][-2:] == ["tickets.handed_over", "tickets.note_added"]
    assert ticket.events.get(kind="tickets.handed_over").data == {"to": "Ben"}
    assert told() == [("Ben", NotificationKind.ASSIGNED)]
    expected = {"by": "Ana", "words": "@Ben knows the printer", "note": Note.objects.get().pk}
    assert Notification.objects.get().data == expected


def test_a_group_that_gets_a_ticket_has_it_without_an_owner_and_its_members_are_told(ana, network):
    ben, eva = (UserFactory(agent=True, display_name=name) for name in ("Ben", "Eva"))
    for user in (ana, ben, eva):
        user.groups.add(network)
    actions.set_notifications(NotificationKind.GROUP_ASSIGNED, in_app=False, by_mail=False, by=eva)

    ticket = actions.hand_over(TicketFactory(assignee=ana), network, by=ana)

    assert (ticket.group, ticket.assignee) == (network, None)
    assert [(p.operator, p.removed_at is None) for p in ticket.participants.all()] == [(ana, False)]
    assert (told(), Note.objects.count()) == ([("Ben", NotificationKind.GROUP_ASSIGNED)], 0)


def test_a_level_of_escalation_that_gives_to_a_group_tells_its_members_too(network):
    ben = UserFactory(agent=True, display_name="Ben")
    ben.groups.add(network)

    actions.assign_group(TicketFactory(), network, by=None)

    assert told() == [("Ben", NotificationKind.GROUP_ASSIGNED)]


def test_whoever_has_the_ticket_cannot_be_handed_it(ana, network):
    ticket = TicketFactory(assignee=ana)
    with pytest.raises(HasItAlready, match="Ana"):
        actions.hand_over(ticket, ana, by=ana)

    ticket = actions.hand_over(ticket, network, by=ana)
    with pytest.raises(HasItAlready, match="Network"):
        actions.hand_over(ticket, network, by=ana)


def test_a_group_takes_back_what_one_of_its_own_had(ana, network):
    ticket = TicketFactory(assignee=ana, row={"group": network})

    ticket = actions.hand_over(ticket, network, by=ana)

    assert (ticket.group, ticket.assignee) == (network, None)


@pytest.mark.parametrize("role", ["agent", "supervisor", "sales", "biller", "admin"])
def test_everybody_at_the_desk_may_until_an_administrator_takes_the_right_away(role):
    by, ben, ticket = UserFactory(**{role: True}), UserFactory(agent=True), TicketFactory()
    actions.hand_over(ticket, ben, by=by)

    Group.objects.get(name=role).permissions.remove(Permission.objects.get(codename="hand_over_ticket"))

    with pytest.raises(NotYourTicket):
        actions.hand_over(ticket, UserFactory(agent=True), by=type(by).objects.get(pk=by.pk))


def test_a_ticket_is_not_handed_to_a_colleague_who_would_not_see_it(ana):
    nico, ticket = UserFactory(is_agent=True, display_name="Nico"), TicketFactory(assignee=ana)

    with pytest.raises(SeesNoTickets, match="Nico sees no tickets"):
        actions.hand_over(ticket, nico, by=ana)

    assert Ticket.objects.get().assignee == ana


def test_a_customer_hands_nothing_over(ana):
    with pytest.raises(NotYourTicket):
        actions.hand_over(TicketFactory(), ana, by=UserFactory())


def test_a_ticket_handed_back_to_its_group_is_news_of_now(ana, network):
    ben = UserFactory(agent=True)
    ben.groups.add(network)
    with time_machine.travel(MONDAY, tick=False):
        TicketFactory(at=MONDAY, assignee=ana)
        Ticket.objects.update(group=network)

    with time_machine.travel(MONDAY + A_DAY, tick=False):
        actions.hand_over(Ticket.objects.get(), network, by=ana)

    assert (Notification.objects.get().at, Ticket.objects.get().active_at) == (MONDAY + A_DAY, MONDAY + A_DAY)
