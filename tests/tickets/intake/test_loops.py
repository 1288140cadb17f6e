"""Machines that answer each other, floods, and signs that a person may stand behind."""

import pytest

from mail.models import Alert, OutboundMail
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import answered, arrive, opened_by, written
from tickets.enums import Category
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {"subject": "Fuera de la oficina no imprime"},
        {"List_Id": "<users.alfa.example>", "Precedence": "list"},
        {"List_Unsubscribe": "<mailto:x@alfa.example>"},
        {"Precedence": "bulk", "List_Id": "<x.alfa.example>"},
        {"X_Auto_Response_Suppress": "DR, RN, NRN, OOF, AutoReply"},
        {"X_Auto_Response_Suppress": "All"},
        {"Auto_Submitted": "auto-forwarded"},
        {"X_MS_Exchange_Inbox_Rules_Loop": "info@desk.example"},
        {"X_Loop": "desk@other.example"},
        {"X_Amazon_Mail_Relay_Type": "notification", "Feedback_ID": "1:2"},
        {"Return_Path": "<>"},
    ],
)
def test_a_person_behind_a_wish_for_silence_reopens_but_gets_no_automatic_answer(mailbox, headers):
    ticket = TicketFactory(requester_email="rossi@alfa.example")
    ours = answered(mailbox, ticket)

    inbound = arrive(mailbox, written("Still broken", In_Reply_To=ours.message_id, **headers))

    assert (inbound.is_auto, ticket.messages.last().is_automatic) == (True, False)
    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.OPEN
    assert OutboundMail.objects.filter(auto_submitted="auto-replied").count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "auto_reply"},
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>", "subject": "Abwesend: Drucker"},
    ],
)
def test_a_machine_is_appended_and_reopens_nothing(mailbox, headers):
    ticket = TicketFactory(requester_email="rossi@alfa.example")
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("I am away", In_Reply_To=ours.message_id, **headers))

    assert [m.is_automatic for m in ticket.messages.filter(direction="in")] == [True]
    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.REPLIED


@pytest.mark.guards(20)
def test_auto_submitted_no_is_a_person(mailbox):
    arrive(mailbox, written(Auto_Submitted="no"))

    assert OutboundMail.objects.get().auto_submitted == "auto-replied"


@pytest.mark.guards(21)
@pytest.mark.parametrize(
    "sender", ["", "Somebody", "no-reply@alfa.example", "post_master@alfa.example", "support@desk.example"]
)
def test_nobody_is_answered_who_cannot_or_must_not_be(mailbox, sender):
    message = written(sender=sender or "x")

    inbound = arrive(mailbox, message)

    assert (inbound.status, Ticket.objects.count(), OutboundMail.objects.count()) == ("processed", 1, 0)


def test_an_answer_to_an_uncertain_sender_is_not_sent_by_itself(mailbox):
    ticket = opened_by(mailbox, written(sender="Somebody", Reply_To="rossi@alfa.example"))

    assert (ticket.requester_email, OutboundMail.objects.count()) == ("rossi@alfa.example", 0)
    assert ticket.messages.get().warnings == ["uncertain"]


def test_ten_tickets_in_ten_minutes_are_no_flood_and_the_eleventh_mail_is(mailbox):
    for number in range(11):
        arrive(mailbox, written(f"Alarm {number}", subject=f"Alarm {number}"))

    assert (Ticket.objects.count(), Message.objects.count()) == (10, 11)
    assert Message.objects.last().warnings == ["flood"]


def test_a_flood_of_mails_that_name_a_foreign_ticket_is_one_too(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 2
    named = opened_by(mailbox, written())

    for number in range(4):
        arrive(mailbox, written(f"Hi {number}", sender="eve@evil.example", subject=f"[#{named.reference}] {number}"))

    assert Ticket.objects.filter(requester_email="eve@evil.example").count() == 2
    assert named.messages.count() == 1


def test_a_forged_flood_stays_hidden_from_customers(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 1
    type(mailbox).objects.update(trusted_authserv_ids="mx.desk.example")
    ticket = opened_by(mailbox, written())

    arrive(mailbox, written("Pay me", subject="Bill", Authentication_Results="mx.desk.example; dmarc=fail"))

    assert [m.is_unconfirmed for m in ticket.messages.all()] == [False, True]


@pytest.mark.guards(22)
def test_two_tags_in_a_subject_are_no_cascade(mailbox):
    opened_by(mailbox, written())

    arrive(mailbox, written("New", subject="Received - [#A-1] Received - [#A-2]"))

    assert Ticket.objects.count() == 2


@pytest.mark.guards(22)
def test_a_cascade_without_a_ticket_yet_opens_one_and_is_not_answered(mailbox):
    arrive(mailbox, written("You wrote", subject="[#A-1] [#A-2] [#A-3]"))

    assert (Ticket.objects.count(), OutboundMail.objects.count()) == (1, 0)


def test_our_own_mail_coming_back_becomes_nothing(mailbox, settings):
    ours = answered(mailbox, TicketFactory())
    message = written("Switch it off", message_id=ours.message_id, X_Helpdesk_Instance=settings.MAIL_INSTANCE)

    inbound = arrive(mailbox, message)

    assert (inbound.status, inbound.decision["ignored"], Ticket.objects.count()) == ("ignored", "loop", 1)


@pytest.mark.guards(19)
def test_a_bounce_of_a_bounce_is_kept_and_opens_nothing(mailbox):
    report = written("550 5.1.1 No such user", sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail")
    report["Return-Path"] = "<>"

    inbound = arrive(mailbox, report)

    assert (inbound.status, inbound.decision["ignored"]) == ("ignored", "bounce")
    assert (Ticket.objects.count(), OutboundMail.objects.count()) == (0, 0)


@pytest.mark.guards(21)
def test_two_desks_that_answer_every_mail_fall_silent(mailbox):
    answers = 0

    for number in range(30):
        before = OutboundMail.objects.count()
        arrive(mailbox, written(f"We got your mail {number}", subject=f"Ticket {number}", sender="d@other.example"))
        answers += OutboundMail.objects.count() - before

    assert (answers, Ticket.objects.count()) == (5, 10)


@pytest.mark.guards(22)
def test_administrators_are_told_once_that_too_much_is_answered(mailbox, settings):
    settings.MAIL_AUTO_LIMITS = settings.MAIL_AUTO_LIMITS | {"address_hour": 1}

    for number in range(4):
        arrive(mailbox, written(f"Mail {number}", subject=f"Ticket {number}"))

    alert = Alert.objects.get()
    assert (alert.times, "rossi@alfa.example" in alert.text) == (3, True)
