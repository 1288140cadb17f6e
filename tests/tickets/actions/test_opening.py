from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from helpdesk.models import CompanyProfile
from sla.models import Priority
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import SeverityFactory, TicketFactory, TypeFactory
from tickets import actions
from tickets.drafts import NewTicket
from tickets.enums import Category, DueDefault, Level
from tickets.errors import DescriptionMissing, NotYourTicket, SeesNoTickets, StatusNotOffered
from tickets.models import NumberingCounter, Ticket

pytestmark = pytest.mark.django_db


def test_a_new_ticket_stands_in_the_first_status_of_its_type():
    ticket = TicketFactory()

    assert (ticket.status.code, ticket.status_category) == ("new", Category.NEW)


@pytest.mark.parametrize("html", ["", "   ", "<p></p>", "<script>alert(1)</script>", "<p>&nbsp;</p>"])
def test_n09_a_ticket_without_a_description_is_refused_and_takes_no_number(html):
    ticket_type = TypeFactory()

    with pytest.raises(DescriptionMissing):
        actions.open_ticket(NewTicket(type=ticket_type, html=html), by=None)

    assert NumberingCounter.objects.count() == 0


def test_the_description_is_cleaned_before_it_is_kept():
    ticket = TicketFactory(html='<p onclick="x()">Hello<script>steal()</script> <b>you</b></p>')

    assert ticket.description == "<p>Hello <b>you</b></p>"


def test_n10_who_opens_a_ticket_is_its_first_operator():
    luca = UserFactory(agent=True)

    ticket = TicketFactory(by=luca)

    assert [(p.operator, p.removed_at) for p in ticket.participants.all()] == [(luca, None)]


def test_the_first_assigned_user_of_the_type_comes_before_the_writer():
    ana = UserFactory(agent=True)

    ticket = TicketFactory(type=TypeFactory(first_assigned_user=ana), by=UserFactory(agent=True))

    assert ticket.assignee == ana


@pytest.mark.parametrize("fields", [{"is_agent": True}, {}, {"agent": True, "is_active": False}])
def test_a_first_assigned_user_who_sees_no_tickets_gets_none(fields):
    ticket_type, luca = TypeFactory(first_assigned_user=UserFactory(**fields)), UserFactory(agent=True)

    assert [TicketFactory(type=ticket_type, by=by).assignee for by in (luca, None)] == [luca, None]


def test_no_ticket_is_opened_for_an_owner_who_would_not_see_it():
    with pytest.raises(SeesNoTickets):
        TicketFactory(assignee=UserFactory(is_agent=True), by=UserFactory(agent=True))


def test_a_ticket_opened_by_mail_belongs_to_nobody():
    assert TicketFactory().assignee is None


def test_a_customer_may_not_open_tickets_at_the_desk():
    with pytest.raises(NotYourTicket):
        TicketFactory(by=UserFactory())

    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("urgency", "impact", "code"),
    [
        (Level.VERY_LOW, Level.VERY_LOW, "low"),
        (Level.MEDIUM, Level.MEDIUM, "medium"),
        (Level.HIGH, Level.MEDIUM, "high"),
        (Level.VERY_HIGH, Level.VERY_HIGH, "urgent"),
    ],
)
def test_urgency_and_impact_make_the_priority(urgency, impact, code):
    ticket = TicketFactory(urgency=urgency, impact=impact)

    assert (ticket.priority.code, ticket.priority_is_manual) == (code, False)


def test_a_priority_set_by_hand_comes_before_the_matrix():
    ticket = TicketFactory(priority=Priority.objects.get(code="urgent"))

    assert (ticket.priority.code, ticket.priority_is_manual) == ("urgent", True)


@pytest.mark.parametrize(
    ("contact", "company", "profile", "expected"),
    [("fr", "it", "ro", "fr"), ("", "it", "ro", "it"), ("", "", "ro", "ro")],
)
def test_the_language_is_the_contacts_then_the_companys_then_ours(contact, company, profile, expected):
    CompanyProfile.objects.update_or_create(pk=1, defaults={"language": profile})
    requester = ContactFactory(language=contact, company=CompanyFactory(language=company))

    assert TicketFactory(requester=requester, company=requester.company).language == expected


@pytest.mark.parametrize(
    ("default", "days", "expected"), [(DueDefault.NONE, 5, None), (DueDefault.TODAY, 5, 0), (DueDefault.DAYS, 5, 5)]
)
def test_the_type_proposes_the_due_date(default, days, expected):
    ticket = TicketFactory(type=TypeFactory(due_default=default, due_days=days))

    assert ticket.due_on == (None if expected is None else ticket.created_on + timedelta(days=expected))


def test_a_ticket_by_mail_that_lacks_something_mandatory_is_marked_incomplete():
    ticket_type = TypeFactory(requires_company=True, requires_severity=True)

    lacking = TicketFactory(type=ticket_type)
    complete = TicketFactory(type=ticket_type, company=CompanyFactory(), severity=SeverityFactory())

    assert (lacking.is_incomplete, complete.is_incomplete) == (True, False)


def test_the_clocks_start_with_the_ticket():
    monday = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Rome

    ticket = TicketFactory(at=monday, priority=Priority.objects.get(code="high"))

    assert ticket.next_due_at == monday + timedelta(hours=2)
    assert ticket.next_due_kind == "first_response"


def test_a_type_without_a_first_status_is_refused():
    ticket_type = TypeFactory()
    ticket_type.statuses.update(is_default=False)

    with pytest.raises(StatusNotOffered):
        TicketFactory(type=ticket_type)


def test_the_timeline_begins_with_the_opening():
    luca = UserFactory(agent=True)

    ticket = TicketFactory(by=luca, source="phone")

    assert [(e.kind, e.actor, e.data) for e in ticket.events.all()] == [("tickets.created", luca, {"source": "phone"})]
    assert ticket.events.get().at <= timezone.now()


def test_the_same_key_never_opens_two_tickets():
    ticket_type = TypeFactory()

    draft, agent = NewTicket(type=ticket_type, html="<p>Help</p>", key="k1"), UserFactory(agent=True)

    first, second = (actions.open_ticket(draft, by=agent) for _time in range(2))

    assert (second, NumberingCounter.objects.get(series=ticket_type.series).last_number) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_opens_one_ticket_and_takes_one_number():
    ticket_type = TypeFactory()

    def send(_number):
        try:
            return actions.open_ticket(NewTicket(type=ticket_type, html="<p>Help</p>", key="k1"), by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(send, range(4)))

    assert (len(opened), NumberingCounter.objects.get(series=ticket_type.series).last_number) == (1, 1)
