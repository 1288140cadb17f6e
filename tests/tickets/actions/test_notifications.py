"""People at the desk are told in the app and by mail, as each of them wants it."""

import pytest
from django.utils import timezone

from mail.models import OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.enums import NotificationKind
from tickets.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def subjects():
    return list(OutboundMail.objects.values_list("subject", flat=True))


def test_who_is_assigned_is_told_in_the_app_and_by_mail():
    ana, ben = UserFactory(supervisor=True, display_name="Ana"), UserFactory(agent=True)
    ticket = TicketFactory(subject="Printer")

    actions.assign(ticket, ben, by=ana)

    (notification,) = Notification.objects.of(ben).unread().for_list()
    assert (notification.kind, notification.ticket, notification.data) == (
        NotificationKind.ASSIGNED,
        ticket,
        {"by": "Ana"},
    )
    assert subjects() == [f"Assigned to you: [#{ticket.reference}] Printer"]


def test_what_our_own_people_are_told_is_marked_as_bulk_and_what_customers_get_is_not():
    ticket = TicketFactory()
    actions.reply(ticket, Reply(MessageBody(html="<p>Try again</p>")), by=UserFactory(agent=True))

    actions.notify(ticket, NotificationKind.ASSIGNED, [UserFactory(agent=True)], now=timezone.now())

    mails = OutboundMail.objects.order_by("pk").values_list("kind", "bulk", "about")
    assert list(mails) == [("reply", False, ticket.reference), ("notification", True, ticket.reference)]


def test_a_desk_without_a_mailbox_still_tells_in_the_app(mailbox):
    mailbox.delete()
    ana = UserFactory(agent=True)

    actions.notify(TicketFactory(), NotificationKind.ASSIGNED, [ana], now=timezone.now())

    assert Notification.objects.of(ana).count() == 1


def test_who_takes_a_ticket_himself_is_not_told():
    ana = UserFactory(agent=True)

    actions.assign(TicketFactory(), ana, by=ana)

    assert (Notification.objects.count(), subjects()) == (0, [])


@pytest.mark.parametrize(("in_app", "by_mail"), [(True, False), (False, True), (False, False)])
def test_each_is_told_the_ways_he_wants(in_app, by_mail):
    ana = UserFactory(agent=True)
    actions.set_notifications(NotificationKind.ASSIGNED, in_app=True, by_mail=True, by=ana)
    actions.set_notifications(NotificationKind.ASSIGNED, in_app=in_app, by_mail=by_mail, by=ana)

    actions.notify(TicketFactory(), NotificationKind.ASSIGNED, [ana], now=timezone.now())

    assert (Notification.objects.count(), len(subjects())) == (int(in_app), int(by_mail))


def test_nobody_is_told_twice_and_those_who_left_and_customers_never():
    ana = UserFactory(agent=True)
    gone, customer = UserFactory(agent=True, is_active=False), UserFactory()

    actions.notify(TicketFactory(), NotificationKind.BREACHED, [ana, ana, gone, customer], now=timezone.now())

    assert [notification.user for notification in Notification.objects.all()] == [ana]


def test_one_reads_one_s_own_news_and_not_that_of_others():
    ana, ben, now = UserFactory(agent=True), UserFactory(agent=True), timezone.now()
    first, _second = (actions.notify(TicketFactory(), NotificationKind.BREACHED, [ana], now=now)[0] for _ in range(2))
    actions.notify(TicketFactory(), NotificationKind.BREACHED, [ben], now=now)

    actions.read(first, by=ben, now=now)
    after_ben = Notification.objects.of(ana).unread().count()
    actions.read(first, by=ana, now=now)
    after_ana = Notification.objects.of(ana).unread().count()
    count = actions.read_all(by=ana, now=now)

    assert (after_ben, after_ana, count, Notification.objects.unread().count()) == (2, 1, 1, 1)


def test_a_mail_about_a_deadline_says_when_in_the_reader_s_words_and_zone():
    ana = UserFactory(agent=True, language="en", time_zone="Europe/Bucharest")
    data = {"clock": "resolution", "due": "2026-03-02T09:00:00+00:00"}
    ticket = TicketFactory()

    actions.notify(ticket, NotificationKind.BREACH_SOON, [ana], data=data, now=timezone.now())

    (mail,) = OutboundMail.objects.all()
    assert mail.text.splitlines()[0] == f"{ticket.reference}: “Resolution” is due 02/03/2026 11:00."
