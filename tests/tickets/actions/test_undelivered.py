"""Telling the agent that a mail of his ticket did not arrive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import actions as mail_actions
from mail import delivery, smtp
from mail.enums import DeliveryState, OutboundKind
from mail.models import Delivery, OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import outgoing
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import answered, arrive, opened_by, written
from tickets import periodic
from tickets.models import Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
REPORT = "Your message could not be delivered.\n\n<rossi@alfa.example>: 550 5.1.1 User unknown\n"


def told():
    return [(news.kind, news.data["who"]) for news in Notification.objects.all()]


def a_copy(ticket):
    """Return a copy of a mail of ``ticket`` that is on its way."""
    outbound = mail_actions.enqueue(outgoing("rossi@alfa.example", thread=ticket.thread, not_before=timezone.now()))
    lease = timezone.now() + timedelta(minutes=5)
    Delivery.objects.update(state=DeliveryState.SENDING, sent_at=None, lease_until=lease, attempts=1)
    return outbound.deliveries.get()


@pytest.mark.parametrize(
    ("result", "news"),
    [(smtp.Result.REFUSED, [("undelivered", "rossi@alfa.example")]), (smtp.Result.LATER, []), (smtp.Result.SENT, [])],
)
def test_a_copy_that_failed_for_good_is_told(django_capture_on_commit_callbacks, result, news):
    copy = a_copy(TicketFactory(assignee=UserFactory(agent=True)))

    with django_capture_on_commit_callbacks(execute=True):
        delivery.record(copy, smtp.SendResult(result, 550, "No such user"))

    assert told() == news


def test_a_copy_that_was_given_up_for_its_worker_always_died_is_told(django_capture_on_commit_callbacks):
    a_copy(TicketFactory(assignee=UserFactory(agent=True)))
    Delivery.objects.update(deaths=9)

    with django_capture_on_commit_callbacks(execute=True):
        delivery.expire_leases(timezone.now() + timedelta(minutes=6))

    assert told() == [("undelivered", "rossi@alfa.example")]


def test_a_copy_is_told_of_once_and_never_by_mail():
    copy = a_copy(TicketFactory(assignee=UserFactory(agent=True)))

    for _ in range(2):
        periodic.tell_of_failed_mail(copy.pk)

    assert told() == [("undelivered", "rossi@alfa.example")]
    assert not OutboundMail.objects.filter(kind=OutboundKind.NOTIFICATION).exists()


def test_a_delivery_report_is_told_in_the_app(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=UserFactory(agent=True))

    arrive(mailbox, written(REPORT + ours.message_id, sender="MAILER-DAEMON@alfa.example", subject="Undelivered Mail"))

    assert told() == [("undelivered", "rossi@alfa.example")]


def test_a_ticket_of_nobody_tells_nobody():
    periodic.tell_of_failed_mail(a_copy(TicketFactory(assignee=None)).pk)

    assert told() == []
