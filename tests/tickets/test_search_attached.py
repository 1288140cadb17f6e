"""A ticket is found by the words of mails that are attached to its mails."""

import pytest

from mail import actions as mail_actions
from mail import parser_process
from mail.parser import parse
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import journaled
from tests.mail.mails import mail, multipart, part
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.intake import content
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

INNER = mail("Der Lüfter <b>brummt</b>", Subject="=?utf-8?Q?St=C3=B6rung?=", From="Rita <rita@inner.example>")
DEEPER = multipart("mixed", part("text/plain", "middle"), part("message/rfc822", INNER), boundary="deep")
DEEPEST = multipart("mixed", part("message/rfc822", DEEPER), boundary="deepest")


def forwarded(*attached):
    return multipart("mixed", part("text/plain", "See attached"), *(part("message/rfc822", raw) for raw in attached))


@pytest.mark.guards(11)
def test_words_of_an_attached_mail_are_read_beside_the_body():
    parsed = parse(forwarded(INNER))

    assert parsed.text == "See attached"
    assert parsed.attached_text.split() == [
        *("Störung", "Rita", "<rita@inner.example>", "support@desk.example", "Der", "Lüfter", "<b>brummt</b>")
    ]
    assert parser_process.parse_bytes(forwarded(INNER)).attached_text == parsed.attached_text


def test_mails_in_attached_mails_are_read_two_deep():
    found = parse(forwarded(DEEPER)).attached_text

    assert ("middle" in found, "brummt" in found) == (True, True)
    assert "brummt" not in parse(forwarded(DEEPEST)).attached_text


def test_many_attached_mails_are_read_up_to_a_limit():
    parsed = parse(forwarded(*[mail(f"word{number} " + "x" * 10_000) for number in range(30)]))

    assert (len(parsed.attached_text), len(parsed.attachments)) == (100_000, 30)


@pytest.mark.parametrize("words", ["lufter", "störung", "rita@inner.example"])
def test_the_ticket_is_found_by_them(words):
    raw = forwarded(INNER)
    reading = mail_actions.read(journaled(raw), parse(raw))
    message = actions.receive(
        TicketFactory(),
        content.incoming_message(reading, content.message_body(reading)),
    )
    TicketFactory()

    found = Ticket.objects.finding(words, UserFactory(agent=True))

    assert ([ticket.pk for ticket in found], message.text) == ([message.ticket_id], "See attached")
