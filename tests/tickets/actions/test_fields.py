import pytest

from sla.models import Priority
from tests.crm.factories import CompanyFactory, ContactFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import SeriesFactory, TicketFactory, TypeFactory
from tickets import actions
from tickets.enums import BillingStatus, Category, Level
from tickets.errors import LockedByBilling, NotYourTicket, OtherSeries, StaleForm, StatusNotOffered
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_change_is_told_with_before_and_after():
    ticket = TicketFactory(subject="Old")

    changed = actions.change(ticket, {"subject": "New"}, version=ticket.version, by=UserFactory(agent=True))

    assert changed.events.last().data == {"fields": {"subject": ["Old", "New"]}}


def test_a_change_that_changes_nothing_is_not_told_even_from_a_stale_form():
    ticket = TicketFactory(subject="Same")

    actions.change(ticket, {"subject": "Same"}, version=ticket.version + 7, by=UserFactory(agent=True))

    assert ticket.events.count() == 1


def test_a_form_that_was_overtaken_changes_nothing():
    ticket, agent = TicketFactory(subject="Old"), UserFactory(agent=True)
    actions.change(ticket, {"subject": "Quicker"}, version=ticket.version, by=agent)

    with pytest.raises(StaleForm):
        actions.change(ticket, {"subject": "Slower"}, version=ticket.version, by=agent)

    assert Ticket.objects.get(pk=ticket.pk).subject == "Quicker"


def test_fields_that_are_not_on_the_list_cannot_be_changed_this_way():
    ticket = TicketFactory()

    actions.change(
        ticket, {"status_category": "closed", "reference": "X", "rate": 5}, version=None, by=UserFactory(agent=True)
    )

    assert Ticket.objects.get(pk=ticket.pk).reference == ticket.reference
    assert ticket.events.count() == 1


def test_the_matrix_follows_urgency_until_a_priority_is_chosen_by_hand():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    high = actions.change(ticket, {"urgency": Level.VERY_HIGH}, version=None, by=agent)
    by_hand = actions.change(high, {"priority": Priority.objects.get(code="low")}, version=None, by=agent)

    after = actions.change(by_hand, {"urgency": Level.VERY_LOW}, version=None, by=agent)

    assert (high.priority.code, by_hand.priority.code, after.priority.code) == ("high", "low", "low")


def test_a_more_urgent_priority_brings_the_deadline_nearer():
    ticket = TicketFactory()

    hurried = actions.change(
        ticket, {"priority": Priority.objects.get(code="urgent")}, version=None, by=UserFactory(agent=True)
    )

    assert hurried.next_due_at < ticket.next_due_at


def test_a_newly_chosen_requester_brings_his_address_and_company():
    requester = ContactFactory()

    ticket = actions.change(TicketFactory(), {"requester": requester}, version=None, by=UserFactory(agent=True))

    assert (ticket.requester_email, ticket.company) == (requester.email, requester.company)


def test_what_a_proposal_was_made_of_is_locked():
    ticket = TicketFactory(row={"billing_status": BillingStatus.IN_PROPOSAL})

    with pytest.raises(LockedByBilling):
        actions.change(ticket, {"company": CompanyFactory()}, version=None, by=UserFactory(agent=True))


def test_a_customer_changes_nothing():
    with pytest.raises(NotYourTicket):
        actions.change(TicketFactory(), {"subject": "Mine"}, version=None, by=UserFactory())


def test_a_type_of_the_same_series_keeps_the_number():
    series = SeriesFactory()
    ticket = TicketFactory(type=TypeFactory(series=series))

    moved = actions.change_type(ticket, TypeFactory(series=series), by=UserFactory(agent=True))

    assert moved.reference == ticket.reference


def test_a_type_of_another_series_needs_the_right_to_renumber():
    with pytest.raises(OtherSeries):
        actions.change_type(TicketFactory(), TypeFactory(), by=UserFactory(agent=True))


def test_a_renumbered_ticket_is_still_found_by_its_former_reference():
    ticket = TicketFactory()

    moved = actions.change_type(ticket, TypeFactory(), by=UserFactory(admin=True))

    assert moved.reference != ticket.reference
    assert list(Ticket.objects.referenced(ticket.reference)) == [ticket]


def test_a_type_that_lacks_the_standing_of_the_ticket_is_refused():
    other = TypeFactory(statuses=[("closed", "Closed", Category.OPEN)])

    with pytest.raises(StatusNotOffered):
        actions.change_type(TicketFactory(), other, by=UserFactory(admin=True))


def test_a_new_requester_does_not_push_the_contact_aside_who_stands_for_the_client():
    contact = ContactFactory()
    ticket = TicketFactory(crm_contact=contact, row={"billing_status": BillingStatus.IN_PROPOSAL})

    values = {"requester": ContactFactory()}
    changed = actions.change(ticket, values, version=None, by=UserFactory(agent=True), client_is_meant=True)

    assert (changed.company, changed.crm_contact) == (None, contact)


def test_a_ticket_is_complete_once_what_its_type_demands_is_filled_in():
    ticket = TicketFactory(type=TypeFactory(requires_company=True))

    changed = actions.change(ticket, {"company": CompanyFactory()}, version=None, by=UserFactory(agent=True))

    assert (ticket.is_incomplete, changed.is_incomplete) == (True, False)


def test_an_old_project_of_another_client_keeps_no_referent_from_being_changed():
    ticket = TicketFactory(company=CompanyFactory())
    Ticket.objects.update(project=ProjectFactory(company=CompanyFactory()))
    person = ContactFactory(company=ticket.company)

    changed = actions.change(Ticket.objects.get(), {"referent": person}, version=None, by=UserFactory(agent=True))

    assert changed.referent == person
