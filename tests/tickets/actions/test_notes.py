import pytest

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.errors import NothingToSay, NotYourTicket
from tickets.models import Event, Note, Ticket

pytestmark = pytest.mark.django_db


def test_e15_a_confidential_note_exists_for_its_author_alone():
    ticket, ana = TicketFactory(), UserFactory(agent=True)
    others = [UserFactory(agent=True), UserFactory(supervisor=True), UserFactory(superuser=True), UserFactory()]
    note = actions.add_note(ticket, "<p>zanzibar</p>", by=ana, is_confidential=True)

    assert list(Note.objects.visible_to(ana)) == [note]
    assert [list(Note.objects.visible_to(user)) for user in others] == [[]] * 4
    assert [Event.objects.visible_to(user).filter(note=note).exists() for user in others] == [False] * 4
    assert [Ticket.objects.finding("zanzibar", user).exists() for user in [ana, *others]] == [False] * 5


def test_a_confidential_note_does_not_move_the_ticket_up():
    ticket = TicketFactory()

    actions.add_note(ticket, "<p>psst</p>", by=UserFactory(agent=True), is_confidential=True)

    assert Ticket.objects.get(pk=ticket.pk).active_at == ticket.active_at


def test_an_internal_note_is_read_and_found_by_agents_and_not_by_customers():
    ticket, luca, customer = TicketFactory(), UserFactory(agent=True), UserFactory()
    note = actions.add_note(ticket, "<p>zanzibar</p>", by=UserFactory(agent=True))

    assert (list(Note.objects.visible_to(luca)), list(Note.objects.visible_to(customer))) == ([note], [])
    assert Ticket.objects.finding("zanzibar", luca).exists()
    assert not Ticket.objects.finding("zanzibar", customer).exists()


def test_a_note_without_words_is_refused():
    with pytest.raises(NothingToSay):
        actions.add_note(TicketFactory(), "<p></p>", by=UserFactory(agent=True))


def test_a_deleted_note_is_seen_and_found_no_more():
    ana, ticket = UserFactory(agent=True), TicketFactory()
    note = actions.add_note(ticket, "<p>zanzibar</p>", by=ana)

    actions.delete_note(note, by=ana)

    assert list(Note.objects.visible_to(ana)) == []
    assert not Event.objects.visible_to(ana).filter(note=note).exists()
    assert not Ticket.objects.finding("zanzibar", ana).exists()


@pytest.mark.parametrize(
    ("role", "is_confidential", "may"),
    [("agent", False, False), ("supervisor", False, True), ("supervisor", True, False)],
)
def test_who_may_delete_the_note_of_somebody_else(role, is_confidential, may):
    note = actions.add_note(TicketFactory(), "<p>x</p>", by=UserFactory(agent=True), is_confidential=is_confidential)
    other = UserFactory(**{role: True})

    if may:
        assert actions.delete_note(note, by=other).deleted_at is not None
    else:
        with pytest.raises(NotYourTicket):
            actions.delete_note(note, by=other)


def test_the_same_key_never_adds_two_notes():
    ana, ticket = UserFactory(agent=True), TicketFactory()

    first, second = [actions.add_note(ticket, "<p>x</p>", by=ana, key="k1") for _time in range(2)]

    assert (second, Event.objects.filter(note__isnull=False).count()) == (first, 1)
