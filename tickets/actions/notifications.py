"""Notifying people at the desk, in the app and by mail as each of them wants it; customers get ``customer_mails``."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from helpdesk import current_time
from helpdesk.models import User
from mail import actions as mail_actions
from mail.models import OutboundMail
from tickets import mail_templates, mails
from tickets.actions.automatic_mails import send_automatic
from tickets.enums import NEVER_BY_MAIL, NotificationKind
from tickets.models import Message, Note, Notification, NotificationSetting, Ticket
from tickets.querysets import sees_all
from tickets.rules import tellable

LONGEST = 2000


@transaction.atomic
def notify(
    ticket: Ticket,
    kind: NotificationKind,
    to: Iterable[User],
    *,
    data: Mapping[str, object] | None = None,
    now: datetime,
) -> list[Notification]:
    """Tell each of ``to`` who may see the ticket, once, the ways they want it; return what the app shows."""
    people = tellable(to, ticket, kind)
    settings = {row.user_id: row for row in NotificationSetting.objects.filter(kind=kind, user__in=people)}
    shown = []
    for user in people:
        setting = settings.get(user.pk) or NotificationSetting(user=user, kind=kind)
        notification = Notification(user=user, ticket=ticket, kind=kind, data=dict(data or {}), at=now)
        if setting.in_app:
            notification.save()
            shown.append(notification)
        elif kind == NotificationKind.MENTIONED and not sees_all(
            user
        ):  # they see the ticket because they are mentioned
            notification.seen_at = notification.read_at = now
            notification.save()
        if setting.by_mail and kind not in NEVER_BY_MAIL:
            send_automatic(mails.notice(notification))
    return shown


@transaction.atomic
def see(*, by: User, up_to: int, now: datetime) -> int:
    """Note that ``by`` has looked at their news up to one of them, read or not; return how much was new."""
    return Notification.objects.of(by).unseen().filter(pk__lte=up_to).update(seen_at=now)


@transaction.atomic
def read(notification: Notification, *, by: User, now: datetime) -> None:
    """Note that ``by`` has read this news and what came before it of the same ticket; nobody reads the news of others."""
    news = Notification.objects.of(by).unread().about([notification.ticket])
    news.filter(pk__lte=notification.pk).update(read_at=now, seen_at=Coalesce("seen_at", now))


@transaction.atomic
def read_all(*, by: User, now: datetime) -> int:
    """Note that ``by`` has read all their news; return how much there was."""
    return Notification.objects.of(by).unread().update(read_at=now, seen_at=Coalesce("seen_at", now))


@transaction.atomic
def set_notifications(kind: NotificationKind, *, in_app: bool, by_mail: bool, by: User) -> NotificationSetting:
    """Have ``by`` told of ``kind`` the ways they want from now on."""
    setting, _made = NotificationSetting.objects.update_or_create(
        user=by, kind=kind, defaults={"in_app": in_app, "by_mail": by_mail}
    )
    return setting


def notify_owner(message: Message, *, is_reopened: bool) -> None:
    """Tell the ticket's agent that the customer spoke, or that their ticket is open again for it."""
    ticket = message.ticket
    if ticket.assignee is None or not ticket.type.tells_agents:
        return
    data = {"by": message.sender_name or message.sender_email, "words": message.text[:LONGEST]}
    kind = NotificationKind.REOPENED if is_reopened else NotificationKind.REPLIED
    notify(ticket, kind, [ticket.assignee], data=data, now=current_time.now())


def notify_undelivered(ticket: Ticket, who: str, why: str, *, delivery: int | None = None) -> None:
    """Tell the ticket's agent that a mail did not arrive at ``who``, once for each copy (``delivery``)."""
    if ticket.assignee is None or not ticket.type.tells_agents:
        return
    data = {"who": who, "words": why[:LONGEST], "delivery": delivery}
    if delivery is None or not Notification.objects.filter(ticket=ticket).about_copy(delivery).exists():
        notify(ticket, NotificationKind.UNDELIVERED, [ticket.assignee], data=data, now=current_time.now())


def notify_mentioned(note: Note, *, told: Collection[User] = ()) -> None:
    """Tell the agents whose name stands behind an @ in a note, without those who are ``told`` of it anyway."""
    if "@" not in note.text or not note.ticket.type.tells_agents:
        return
    data = {"by": note.author.display_name, "words": note.text[:LONGEST], "note": note.pk}
    people = [user for user in _mentioned(note) if user not in told]
    notify(note.ticket, NotificationKind.MENTIONED, people, data=data, now=current_time.now())


def forget_note(note: Note) -> None:
    """Take the words of ``note`` out of the news and their mails; who was given the ticket with it still knows that."""
    news = Notification.objects.of_note(note)
    news.filter(kind=NotificationKind.MENTIONED).delete()
    for kept in news:
        kept.data["words"] = ""
        kept.save(update_fields=["data"])
    mail_actions.withdraw(OutboundMail.objects.of_key(mails.note_key(note.pk, NotificationKind.MENTIONED)))
    told = OutboundMail.objects.of_key(mails.note_key(note.pk))
    mail_actions.reword(told, subject=mails.subject_of(note.ticket), text=mail_templates.url_of(note.ticket))


def _mentioned(note: Note) -> list[User]:
    """Return whom ``note`` names; the longest name counts: Ana Pop is not Ana."""
    text, mentioned = note.text.casefold(), []
    for agent in sorted(User.objects.agents(), key=lambda agent: -len(agent.display_name)):
        text, found = re.subn(rf"@{re.escape(agent.display_name.casefold())}(?!\w)", "", text)
        if found and agent != note.author:
            mentioned.append(agent)
    return mentioned
