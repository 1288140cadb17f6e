"""Who may say what by mail."""

import pytest

from mail import actions as mail_actions
from tests.crm.factories import CompanyDomainFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import TRUSTING, answered, arrive, opened_by, proven, secret_address, written
from tickets import actions
from tickets.enums import Category, Move, Visibility
from tickets.errors import NotYourTicket
from tickets.models import Event, Note, Notification, Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.guards(14)
def test_an_agents_address_never_becomes_a_public_answer(mailbox):
    agent = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("I am the boss", sender=agent.email, In_Reply_To=ours.message_id))

    assert [n.text for n in Note.objects.visible_to(agent)] == ["I am the boss"]
    assert ticket.messages.count() == 2


def test_a_colleague_may_answer_in_the_thread_but_not_by_a_number_alone(mailbox):
    company = CompanyDomainFactory(domain="alfa.example").company
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Me too", sender="bruno@alfa.example", In_Reply_To=ours.message_id))
    arrive(mailbox, written("And me", sender="carla@alfa.example", subject=f"[#{ticket.reference}]"))

    assert Ticket.objects.get(pk=ticket.pk).company == company
    assert [m.text for m in ticket.messages.all()] == ["It smokes.", "Switch it off", "Me too"]


def test_a_stranger_with_a_reply_address_is_heard_and_hidden_from_customers(mailbox):
    mailbox.plus_addressing = True
    mailbox.save()
    customer = UserFactory()
    ticket = opened_by(mailbox, written())
    address = mail_actions.reply_address(ticket.thread, "rossi@alfa.example")

    arrive(mailbox, written("From my private mail", sender="rossi@home.example"), to=address)

    heard = ticket.messages.last()
    assert (heard.text, heard.is_unconfirmed) == ("From my private mail", True)
    assert not Event.objects.visible_to(customer).filter(message=heard).exists()
    assert heard.event.visibility == Visibility.PUBLIC


def test_whoever_was_removed_is_a_stranger_again_and_is_not_brought_back(mailbox):
    agent = UserFactory(agent=True)
    ticket = opened_by(mailbox, written(to="support@desk.example, eva@beta.example"))
    ours = answered(mailbox, ticket)
    arrive(mailbox, written("Me too", sender="eva@beta.example", In_Reply_To=ours.message_id))
    actions.unwatch(ticket, by=agent, email="eva@beta.example")

    again = arrive(mailbox, written("And again", sender="eva@beta.example", In_Reply_To=ours.message_id))
    arrive(mailbox, written("With Eva", Cc="eva@beta.example", In_Reply_To=ours.message_id))

    assert again.decision["role"] == "stranger"
    assert (Ticket.objects.get(pk=ticket.pk).in_copy, ticket.events.filter(kind="tickets.unwatched").count()) == ((), 1)


def test_an_agents_mail_without_words_is_noted_by_its_subject(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)

    inbound = arrive(mailbox, written("", sender=ana.email, subject="Done", In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.get().text) == ("processed", "Done")


def test_what_a_watching_agent_writes_by_mail_stays_among_agents(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)
    actions.watch(ticket, by=ana, user=ana)

    arrive(mailbox, written("He is difficult.", sender=ana.email, In_Reply_To=outbound.message_id))

    assert (Note.objects.get().text, ticket.messages.filter(direction="in").count()) == ("He is difficult.", 0)


def test_somebody_who_has_left_the_desk_is_an_agent_no_more(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    gone = UserFactory(agent=True, is_active=False)

    inbound = arrive(mailbox, written("It is me.", sender=gone.email, In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.count(), Ticket.objects.count()) == ("processed", 0, 2)


def test_the_mail_of_an_agent_without_rights_is_taken_for_that_of_a_stranger(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)
    ana.groups.clear()

    inbound = arrive(mailbox, written("It is me.", sender=ana.email, In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.count(), Ticket.objects.count()) == ("processed", 0, 2)


def test_an_agents_proven_mail_to_the_secret_address_answers_the_customer(mailbox):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Switch it off", sender=ana.email, **proven()), to=address)

    said = ticket.messages.get(direction="out")
    assert (said.author, said.text, said.source) == (ana, "Switch it off", "mail")
    assert said.outbound.deliveries.get().address == "rossi@alfa.example"


@pytest.mark.guards(14)
@pytest.mark.parametrize("headers", [{}, proven("none"), proven(server="mx.evil.example")])
def test_an_agents_mail_that_nobody_vouches_for_is_a_note(mailbox, headers):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Switch it off", sender=ana.email, **headers), to=address)

    assert (Note.objects.get().text, ticket.messages.filter(direction="out").count()) == ("Switch it off", 0)


@pytest.mark.guards(13)
@pytest.mark.parametrize("token", ["aaaaaaaaaaaaaaaaaaaa", "t1.m1", "", "%"])
def test_a_forged_secret_address_opens_a_ticket_and_answers_nobody(mailbox, token):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Pay Eve", sender=ana.email, **proven()), to=f"support+t-{token}@desk.example")

    assert [(m.text, m.direction) for m in ticket.messages.all()] == [("It smokes.", "in")]
    assert Ticket.objects.exclude(pk=ticket.pk).get().requester_email == ana.email


def test_a_forged_customer_is_hidden_and_reopens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    type(mailbox).objects.update(**TRUSTING)

    arrive(mailbox, written("Pay me", In_Reply_To=ours.message_id, **proven("fail")))

    heard = ticket.messages.last()
    assert (heard.is_unconfirmed, heard.warnings) == (True, ["not_proven"])
    assert Ticket.objects.get().status_category == Category.REPLIED


@pytest.mark.guards(14)
def test_a_mail_in_an_agents_name_that_nothing_proves_says_so_and_tells_nobody(client, mailbox):
    ana, luca = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("@Luca send me the password", sender=ana.email, In_Reply_To=ours.message_id))
    client.force_login(luca)
    page = client.get(ticket.get_absolute_url()).content.decode()

    note = Note.objects.get()
    assert (note.is_claimed, note.inbound.sender, Notification.objects.of(luca).count()) == (True, ana.email, 0)
    assert note.event.actor is None
    assert [f"A mail in the name of {ana.email}" in page, "Not proven" in page] == [True, True]
    assert "Came by mail, and is not proven to be from whom it names." in page


def test_what_is_odd_about_an_agents_mail_stands_at_its_note(mailbox):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    odd = written("Hi", sender=f'"boss@desk.example" <{ana.email}>', In_Reply_To=ours.message_id)
    arrive(mailbox, odd)

    assert Note.objects.get().warnings == ["claimed", "name_is_address"]


def test_a_proven_note_by_mail_is_its_agents_own_and_tells_whom_it_mentions(client, mailbox):
    ana, luca = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING | {"agents_may_answer": False})

    arrive(mailbox, written("@Luca look", sender=ana.email, **proven()), to=address)
    client.force_login(luca)

    note = Note.objects.get()
    assert (note.is_claimed, note.warnings, Notification.objects.of(luca).count()) == (False, [], 1)
    assert "Not proven" not in client.get(ticket.get_absolute_url()).content.decode()


def test_an_unproven_note_is_not_made_confidential_by_whom_it_names(mailbox):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    arrive(mailbox, written("Hush", sender=ana.email, In_Reply_To=ours.message_id))

    with pytest.raises(NotYourTicket):
        actions.set_confidential(Note.objects.get(), is_confidential=True, by=ana)


@pytest.mark.guards(14)
def test_a_request_in_an_agents_name_that_nothing_proves_says_so(mailbox):
    ana = UserFactory(agent=True)

    ticket = opened_by(mailbox, written(sender=ana.email))

    assert ticket.messages.get().warnings == ["claimed"]


def test_what_an_agent_does_by_mail_is_told_from_what_he_clicks(client, mailbox):
    ana = UserFactory(agent=True)
    ticket, other = opened_by(mailbox, written()), TicketFactory()
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING | {"agents_may_command": True})

    inbound = arrive(mailbox, written("#close", sender=ana.email, **proven()), to=address)
    actions.move(other, Move.CLOSE, by=ana)
    client.force_login(ana)

    moved = [Event.objects.get(ticket=one, kind="tickets.moved", actor=ana).data.get("mail") for one in (ticket, other)]
    assert moved == [inbound.pk, None]
    pages = [tight(client.get(one.get_absolute_url()).content.decode()) for one in (ticket, other)]
    assert [f'{ana}</span><span class="text-secondary">by mail' in page for page in pages] == [True, False]


def test_an_agents_answer_by_mail_says_so_and_keeps_what_is_odd(client, mailbox):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Off", sender=f'"boss@desk.example" <{ana.email}>', **proven()), to=address)
    client.force_login(ana)

    assert ticket.messages.get(direction="out").warnings == ["name_is_address"]
    assert "by mail" in client.get(ticket.get_absolute_url()).content.decode()
