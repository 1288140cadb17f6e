"""What only the desk knows of who wrote a mail, and where automatic answers to our copies belong."""

import pytest

from mail import actions, message_building
from mail.parser import parse
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "is_machine"),
    [("", True), ("Dario <dario@private.example>", False), ("no-reply@x.example", True), ("ours", True)],
)
def test_mail_from_a_mailbox_of_ours_is_a_machines_unless_a_form_names_a_customer(asked, is_machine):
    mailbox = MailboxFactory()
    raw = mail(From=mailbox.address, Reply_To=mailbox.address.replace("@", "+x@") if asked == "ours" else asked)
    inbound = journaled(raw)

    actions.settle(inbound, parse(raw))

    assert (inbound.is_auto, inbound.is_own, inbound.is_machine_made) == (True, True, is_machine)


@pytest.mark.parametrize(("subject", "is_machine"), [("Out of office", True), ("Printer", False)])
def test_envelope_without_a_sender_makes_a_machine_of_somebody_away_alone(subject, is_machine):
    raw = mail(Subject=subject)
    inbound = journaled(raw, envelope_from="<>")

    actions.settle(inbound, parse(raw))

    assert (inbound.is_auto, inbound.is_machine_made) == (True, is_machine)


def test_out_of_office_answer_to_the_return_address_of_a_copy_finds_its_thread():
    thread = ThreadFactory(mailbox__plus_addressing=True)
    copy = actions.enqueue(outgoing(thread=thread)).deliveries.get()
    raw = mail(Subject="Automatic reply: [#1] Mailbox full", Auto_Submitted="auto-replied", Return_Path="<>")
    inbound = journaled(raw, mailbox=thread.mailbox, envelope_to=message_building.envelope_sender(copy))

    is_closed, found = actions.settle(inbound, parse(raw)), actions.route(inbound, parse(raw))

    copy.refresh_from_db()
    assert (is_closed, found.thread, found.matched_by, copy.state) == (False, thread, "return_path", "queued")
