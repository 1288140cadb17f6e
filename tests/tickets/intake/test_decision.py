"""What becomes of a mail."""

import os
import signal
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail import parser_process
from mail.errors import ParserInterrupted
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import answered, arrive, opened_by, written
from tickets import intake
from tickets.enums import Category
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.guards(1)
def test_the_same_mail_twice_is_one_ticket(mailbox):
    first, second = (arrive(mailbox, written()) for _ in range(2))

    assert (Ticket.objects.count(), first.status, second.status) == (1, "processed", "ignored")


@pytest.mark.guards(2)
def test_a_mail_without_an_id_is_taken_in_once_by_whatever_route(mailbox):
    raw = mail("It smokes.", Message_ID="")

    arrived = [arrive(mailbox, route + raw) for route in (b"", b"Received: from x by y\n", b"Received: from z by y\n")]

    assert Ticket.objects.get().messages.get().text == "It smokes."
    assert [one.status for one in arrived] == ["processed", "ignored", "ignored"]


@pytest.mark.guards(10)
@pytest.mark.parametrize(
    "headers",
    [
        {"From": ""},
        {"From": "Rossi <not an address>", "To": "<@@>, undisclosed:;", "Cc": "x@"},
        {"Date": ""},
        {"Date": "Sat, 1 Jan 2050 10:00:00 +0000"},
        {"Date": "the day before yesterday"},
        {"Content_Type": "text/plain; charset=x-nothing"},
        {"Subject": ""},
    ],
)
def test_a_mail_with_broken_headers_opens_a_ticket_of_today(mailbox, headers):
    inbound = arrive(mailbox, mail("It smokes.", **headers))

    message = Ticket.objects.get().messages.get()
    assert (inbound.status, message.text, message.at == inbound.received_at) == ("processed", "It smokes.", True)


@pytest.mark.guards(10)
def test_an_answer_dated_2050_is_of_today(mailbox):
    ours = answered(mailbox, opened_by(mailbox, written()))

    inbound = arrive(mailbox, written("Soon", In_Reply_To=ours.message_id, Date="Sat, 1 Jan 2050 10:00:00 +0000"))

    assert Message.objects.get(text="Soon").at == inbound.received_at


def test_taking_a_mail_in_twice_changes_nothing(mailbox):
    inbound = arrive(mailbox, written())

    intake.process(inbound.pk)

    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_a_mail_that_a_busy_machine_kept_from_being_read_loses_no_attempt(mailbox, monkeypatch):
    parser_process.parse_bytes(bytes(written()))
    monkeypatch.setattr(parser_process, "PATIENCE", 0.2)
    os.kill(parser_process.PARSER.child.process.pid, signal.SIGSTOP)

    put_off = arrive(mailbox, written())
    monkeypatch.setattr(parser_process, "PATIENCE", 60)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        intake.process(put_off.pk)

    taken = type(put_off).objects.get(pk=put_off.pk)
    assert (put_off.status, put_off.attempts, put_off.last_error) == ("failed", 0, ParserInterrupted.words)
    assert (taken.status, taken.attempts) == ("processed", 1)


def test_an_out_of_office_is_appended_and_reopens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("I am away", In_Reply_To=ours.message_id, Auto_Submitted="auto-replied"))

    assert [m.is_automatic for m in ticket.messages.all()] == [False, False, True]
    assert Ticket.objects.get().status_category == Category.REPLIED


def test_a_bounce_is_no_ticket(mailbox):
    ours = answered(mailbox, TicketFactory())
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ours.deliveries.get().address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {ours.message_id}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )

    inbound = arrive(mailbox, report.encode())

    assert (inbound.status, Ticket.objects.count()) == ("ignored", 1)
    assert ours.deliveries.get().state == "failed"


@pytest.mark.guards(1)
def test_the_same_mail_to_two_mailboxes_is_one_ticket_that_says_so(mailbox):
    legal = type(mailbox).objects.create(name="Legal", address="legal@desk.example")
    first = arrive(mailbox, written())

    second = arrive(legal, written(), to=legal.address)

    ticket = Ticket.objects.get()
    assert (second.thread, second.duplicate_of, ticket.messages.count()) == (first.thread, first, 1)
    assert ticket.events.get(kind="tickets.also_sent").data == {"to": "legal@desk.example"}


def test_a_mailbox_may_want_a_ticket_of_its_own(mailbox):
    legal = type(mailbox).objects.create(name="Legal", address="legal@desk.example", separate_tickets=True)
    arrive(mailbox, written())

    arrive(legal, written(), to=legal.address)

    assert Ticket.objects.count() == 2


def test_a_message_id_used_again_for_another_mail_is_no_duplicate(mailbox):
    arrive(mailbox, written(message_id="<same@dhl.example>"))

    second = arrive(mailbox, written("Another parcel", message_id="<same@dhl.example>"))

    assert Ticket.objects.count() == 2
    assert second.decision["warnings"] == ["reused_id"]


@pytest.mark.guards(22)
def test_the_sixth_reopening_within_an_hour_is_taken_for_a_loop(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    for number in range(6):
        replied = ticket.type.statuses.get(category=Category.REPLIED)
        Ticket.objects.update(status=replied, status_category=Category.REPLIED)
        arrive(mailbox, written(f"Again {number}", In_Reply_To=ours.message_id))

    assert Ticket.objects.get().status_category == Category.REPLIED
    assert [m.warnings for m in ticket.messages.filter(direction="in")][-2:] == [[], ["loop"]]


def test_a_bounce_is_told_in_its_ticket_and_reopens_nothing(mailbox):
    ticket = TicketFactory()
    ours = answered(mailbox, ticket)
    words = f"550 5.1.1 No such user\n\nMessage-ID: {ours.message_id}"
    report = written(words, sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail")
    report["X-Failed-Recipients"] = ours.deliveries.get().address

    arrive(mailbox, report)

    assert ticket.events.get(kind="tickets.bounced").data["who"] == ours.deliveries.get().address
    assert Ticket.objects.get().status_category == Category.REPLIED
