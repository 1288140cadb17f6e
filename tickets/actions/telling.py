"""Telling people what happened: agents in the app and by mail as each likes, customers by mail."""

import re
from collections.abc import Collection

from django.utils import timezone

from helpdesk.models import User
from mail import actions as mail_actions
from mail.models import OutboundMail
from tickets import mail_templates, mails
from tickets.actions.automatic_mails import send_automatic
from tickets.actions.notifications import notify
from tickets.enums import MailEvent, Notice
from tickets.mail_templates import TemplatedMail
from tickets.models import Message, Note, Notification, Ticket

LONGEST = 2000


def tell_owner(message: Message, *, is_reopened: bool) -> None:
    """Tell the ticket's agent that the customer spoke, or that his ticket is open again for it."""
    ticket = message.ticket
    if ticket.assignee is None or not ticket.type.tells_agents:
        return
    data = {"by": message.sender_name or message.sender_email, "words": message.text[:LONGEST]}
    kind = Notice.REOPENED if is_reopened else Notice.REPLIED
    notify(ticket, kind, [ticket.assignee], data=data, now=timezone.now())


def tell_undelivered(ticket: Ticket, who: str, why: str, *, delivery: int | None = None) -> None:
    """Tell the ticket's agent that a mail did not arrive at ``who``, once for each copy (``delivery``)."""
    if ticket.assignee is None or not ticket.type.tells_agents:
        return
    data = {"who": who, "words": why[:LONGEST], "delivery": delivery}
    if delivery is None or not Notification.objects.filter(ticket=ticket).about_copy(delivery).exists():
        notify(ticket, Notice.UNDELIVERED, [ticket.assignee], data=data, now=timezone.now())


def tell_mentioned(note: Note, *, told: Collection[User] = ()) -> None:
    """Tell the agents whose name stands behind an @ in a note, without those who are ``told`` of it anyway."""
    if "@" not in note.text or not note.ticket.type.tells_agents:
        return
    data = {"by": note.author.display_name, "words": note.text[:LONGEST], "note": note.pk}
    people = [user for user in _mentioned(note) if user not in told]
    notify(note.ticket, Notice.MENTIONED, people, data=data, now=timezone.now())


def forget_note(note: Note) -> None:
    """Take the words of ``note`` out of the news and their mails; who was given the ticket with it still knows that."""
    news = Notification.objects.of_note(note)
    news.filter(kind=Notice.MENTIONED).delete()
    for kept in news:
        kept.data["words"] = ""
        kept.save(update_fields=["data"])
    mail_actions.withdraw(OutboundMail.objects.of_key(mails.note_key(note.pk, Notice.MENTIONED)))
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


def tell_closed(ticket: Ticket) -> None:
    """Tell the customer that his ticket is closed, where its type wants that."""
    if ticket.type.tells_closed and ticket.requester_email:
        send_automatic(
            mail_templates.mail_to_customer(
                TemplatedMail(MailEvent.CLOSED, ticket, key=f"closed-{ticket.pk}-{ticket.version}")
            )
        )


def warn_of_closing(ticket: Ticket) -> bool:
    """Tell the customer once that his silence will close the ticket; true when he was told now."""
    said = ticket.last_agent_at
    if said is None or not ticket.requester_email:
        return False
    key = f"will-close-{ticket.pk}-{said:%Y%m%d%H%M%S}"
    return send_automatic(
        mail_templates.mail_to_customer(
            TemplatedMail(MailEvent.WILL_CLOSE, ticket, days=ticket.type.warn_days, key=key)
        )
    )
