"""What is indexed, once for each message, and what is not."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from helpdesk import files
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions, fulltext, periodic
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.models import SearchDocument, Ticket

pytestmark = pytest.mark.django_db


def found(text):
    return Ticket.objects.finding(text, UserFactory(agent=True)).exists()


def rows(ticket):
    return list(SearchDocument.objects.filter(ticket=ticket).order_by("pk").values_list("pk", "words"))


def test_a_new_message_leaves_the_words_of_the_others_as_they_are():
    ticket = TicketFactory()
    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>one</p>"), at=timezone.now(), key="1"))
    before = rows(ticket)

    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>two</p>"), at=timezone.now(), key="2"))

    assert rows(ticket)[:2] == before
    assert len(rows(ticket)) == 3


def test_words_of_somebody_unknown_are_found_once_he_is_confirmed():
    ticket = TicketFactory()
    message = actions.receive(
        ticket, IncomingMessage(MessageBody(html="<p>zanzibar</p>"), at=timezone.now(), is_unconfirmed=True)
    )

    before = found("zanzibar")
    actions.confirm_sender(message, by=UserFactory(agent=True))

    assert (before, found("zanzibar")) == (False, True)


def test_a_change_before_a_ticket_is_indexed_leaves_its_messages_to_be_indexed():
    ticket = TicketFactory()
    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>zanzibar</p>"), at=timezone.now()))
    SearchDocument.objects.filter(ticket=ticket, message__isnull=False).delete()
    SearchDocument.objects.filter(ticket=ticket).update(version=0)

    actions.change(ticket, {"subject": "Another"}, version=Ticket.objects.get().version, by=UserFactory(agent=True))
    before = found("zanzibar")
    periodic.index_tickets()

    assert (before, found("zanzibar"), SearchDocument.objects.outdated().exists()) == (False, True, False)


def test_a_file_is_found_by_its_name():
    file = NewFile(file=files.store(b"x"), name="Quote_Zanzibar-2026.txt")
    actions.receive(TicketFactory(), IncomingMessage(MessageBody(html="<p>Here</p>", files=(file,)), at=timezone.now()))

    assert [found("zanzibar"), found("quote_zanzibar-2026.txt")] == [True, True]


def test_a_changed_subject_is_found_and_the_old_one_no_more():
    ticket = TicketFactory(subject="gyroscope")

    actions.change(ticket, {"subject": "zanzibar"}, version=Ticket.objects.get().version, by=UserFactory(agent=True))

    assert (found("gyroscope"), found("zanzibar")) == (False, True)


def test_a_mail_of_nothing_but_different_words_is_indexed():
    words = "/".join(f"{number:x}" for number in range(4096, 40_000))

    ticket = TicketFactory(html=f"<p>{words}</p>")

    assert [found("1001"), found("'; --"), SearchDocument.objects.filter(ticket=ticket).count()] == [True, False, 1]


@pytest.mark.parametrize("text", ["日本語", "\\' \" : & | ! ( )", "a\u0000b".replace("\u0000", ""), "x" * 5000, "²³ ①"])
def test_any_letters_can_be_indexed_and_asked_for(text):
    TicketFactory(html=text, subject="")

    assert found(text) is any(letter.isalnum() for letter in text)


def test_what_another_version_has_indexed_is_indexed_anew_by_the_job():
    ticket = TicketFactory(html="zanzibar")
    actions.add_note(ticket, "<p>gyroscope</p>", by=UserFactory(agent=True))
    SearchDocument.objects.update(version=fulltext.VERSION - 1, words="'old':1")
    before = found("zanzibar gyroscope")

    periodic.index_tickets()

    assert (before, found("zanzibar gyroscope"), found("old")) == (False, True, False)
    assert not SearchDocument.objects.outdated().exists()


@pytest.mark.parametrize(("options", "told"), [({}, ["1\n", "0\n"]), ({"all": True}, ["2\n", "2\n"])])
def test_the_command_indexes_what_is_outdated_or_all(capsys, options, told):
    tickets = [TicketFactory(html="zanzibar"), TicketFactory()]
    SearchDocument.objects.filter(ticket=tickets[0]).update(version=0, words="'old':1")

    body = []
    for _time in range(2):
        call_command("index_tickets", **options)
        body.append(capsys.readouterr().out)

    assert (body, found("zanzibar")) == (told, True)
