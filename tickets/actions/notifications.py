"""Telling people at the desk: in the app and by mail, as each of them wants it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from helpdesk.models import User
from tickets import mails
from tickets.actions.automatic_mails import send_automatic
from tickets.enums import NEVER_BY_MAIL, Notice
from tickets.models import Notification, NotificationSetting, Ticket
from tickets.querysets import sees_all
from tickets.rules import tellable


@transaction.atomic
def notify(
    ticket: Ticket, kind: Notice, to: Iterable[User], *, data: Mapping[str, object] | None = None, now: datetime
) -> list[Notification]:
    """Tell each of ``to`` who may see the ticket, once, the ways he wants it; return what the app shows."""
    people = tellable(to, ticket, kind)
    settings = {row.user_id: row for row in NotificationSetting.objects.filter(kind=kind, user__in=people)}
    shown = []
    for user in people:
        setting = settings.get(user.pk) or NotificationSetting(user=user, kind=kind)
        notification = Notification(user=user, ticket=ticket, kind=kind, data=dict(data or {}), at=now)
        if setting.in_app:
            notification.save()
            shown.append(notification)
        elif kind == Notice.MENTIONED and not sees_all(user):  # he sees the ticket because he is mentioned
            notification.seen_at = notification.read_at = now
            notification.save()
        if setting.by_mail and kind not in NEVER_BY_MAIL:
            send_automatic(mails.notice(notification))
    return shown


@transaction.atomic
def see(*, by: User, up_to: int, now: datetime) -> int:
    """Note that ``by`` has looked at his news up to one of them, read or not; return how much was new."""
    return Notification.objects.of(by).unseen().filter(pk__lte=up_to).update(seen_at=now)


@transaction.atomic
def read(notification: Notification, *, by: User, now: datetime) -> None:
    """Note that ``by`` has read this news and what came before it of the same ticket; nobody reads the news of others."""
    news = Notification.objects.of(by).unread().about([notification.ticket])
    news.filter(pk__lte=notification.pk).update(read_at=now, seen_at=Coalesce("seen_at", now))


@transaction.atomic
def read_all(*, by: User, now: datetime) -> int:
    """Note that ``by`` has read all his news; return how much there was."""
    return Notification.objects.of(by).unread().update(read_at=now, seen_at=Coalesce("seen_at", now))


@transaction.atomic
def set_notifications(kind: Notice, *, in_app: bool, by_mail: bool, by: User) -> NotificationSetting:
    """Have ``by`` told of ``kind`` the ways he wants from now on."""
    setting, _made = NotificationSetting.objects.update_or_create(
        user=by, kind=kind, defaults={"in_app": in_app, "by_mail": by_mail}
    )
    return setting
