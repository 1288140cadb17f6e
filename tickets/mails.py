"""The mails about a ticket: built here, sent by the outbox."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from helpdesk import current_time
from helpdesk import html as markup
from helpdesk.models import CompanyProfile, User
from mail.enums import AutoSubmitted, OutboundKind, RecipientKind
from mail.outgoing import Outgoing, OutgoingFile, Recipient
from tickets.enums import Direction, MailEvent, NotificationKind
from tickets.mail_templates import TemplatedMail, apply_template, solution_link, url_of
from tickets.models import Attachment, MailPreference, Message, Notification, Ticket


def subject_of(ticket: Ticket) -> str:
    """Return the subject of every mail about ``ticket``; the same prefix each time, for mail programs thread by it."""
    return f"[#{ticket.reference}] {ticket.title}"


def answer(message: Message) -> Outgoing:
    """Build the mail of an agent's answer: their words, the signature, and what the customer said last."""
    ticket = message.ticket
    with translation.override(ticket.language):
        quoted = _last_heard(ticket)
        context = {
            "message": message,
            "quoted": quoted,
            "quoted_html": markup.without_images(quoted.html) if quoted else "",
            "signature": _signature(message.author, ticket),
        }
        html = render_to_string("tickets/mail/reply.html", context)
        text = render_to_string("tickets/mail/reply.txt", context)
        sender = _sender(message.author)
    return Outgoing(
        kind=OutboundKind.REPLY,
        recipients=(
            *(Recipient(address) for address in message.recipients),
            *(Recipient(address, kind=RecipientKind.CC) for address in message.cc),
        ),
        subject=subject_of(ticket),
        text=text,
        html=html,
        thread=ticket.thread,
        from_name=sender,
        files=tuple(_file(attachment) for attachment in message.attachments.all()),
        language=ticket.language,
        link=url_of(ticket),
        about=ticket.reference,
        idempotency_key=f"message-{message.pk}",
        not_before=_undo_until(message.author),
    )


def solution(ticket: Ticket, *, by: User) -> Outgoing:
    """Build the mail that brings the customer a solution that was not sent as an answer."""
    mail = _solution(ticket, by, solution_link(ticket))
    mail = replace(
        mail,
        recipients=(Recipient(ticket.requester_email, ticket.requester_name),),
        idempotency_key=f"solution-{ticket.pk}-{ticket.version}",
    )
    return apply_template(mail, TemplatedMail(MailEvent.RESOLVED, ticket, by=str(by)), ticket.language)


def solution_for_others(ticket: Ticket, *, by: User) -> Outgoing:
    """Build the mail that brings a solution to whoever else takes part; to judge it is the customer's right alone."""
    return replace(
        _solution(ticket, by),
        recipients=tuple(Recipient(address) for address in ticket.in_copy),
        idempotency_key=f"solution-{ticket.pk}-{ticket.version}-others",
    )


def _solution(ticket: Ticket, by: User, link: str = "") -> Outgoing:
    """Return the mail of a solution, addressed to nobody yet."""
    with translation.override(ticket.language):
        words = {"html": markup.clean(ticket.solution), "text": markup.to_text(ticket.solution)}
        context = {"ticket": ticket, "signature": _signature(by, ticket), "solution_link": link, **words}
        html = render_to_string("tickets/mail/solution.html", context)
        text = render_to_string("tickets/mail/solution.txt", context)
        sender = _sender(by)
    return Outgoing(
        kind=OutboundKind.REPLY,
        recipients=(),
        subject=subject_of(ticket),
        text=text,
        html=html,
        thread=ticket.thread,
        from_name=sender,
        about=ticket.reference,
    )


def acknowledgement(ticket: Ticket) -> Outgoing:
    """Build the automatic answer that tells a customer their ticket's number."""
    company = CompanyProfile.current()
    with translation.override(ticket.language):
        context = {"ticket": ticket, "company": company}
        html = render_to_string("tickets/mail/acknowledgement.html", context)
        text = render_to_string("tickets/mail/acknowledgement.txt", context)
        mail = Outgoing(
            kind=OutboundKind.AUTO,
            recipients=(Recipient(ticket.requester_email, ticket.requester_name),),
            subject=subject_of(ticket),
            text=text,
            html=html,
            thread=ticket.thread,
            from_name=company.name,
            auto_submitted=AutoSubmitted.REPLIED,
            idempotency_key=f"receipt-{ticket.pk}",
            about=ticket.reference,
        )
        return apply_template(mail, TemplatedMail(MailEvent.RECEIVED, ticket), ticket.language)


def notice(notification: Notification) -> Outgoing:
    """Build the mail that tells somebody at the desk the same as the app does."""
    ticket, to = notification.ticket, notification.user
    with translation.override(to.language), timezone.override(to.zone):
        line = render_to_string(notification.template_name, {"notification": notification}).strip()
        words, by = (str(notification.data.get(fact, "")) for fact in ("words", "by"))
        context = {"ticket": ticket, "line": line, "words": words, "site_url": settings.SITE_URL}
        mail = Outgoing(
            kind=OutboundKind.NOTIFICATION,
            recipients=(Recipient(to.email, to.display_name),),
            subject=f"{NotificationKind(notification.kind).label}: {subject_of(ticket)}",
            text=render_to_string("tickets/mail/notification.txt", context),
            html=render_to_string("tickets/mail/notification.html", context),
            mailbox=ticket.thread.mailbox,
            from_name=CompanyProfile.current().name,
            auto_submitted=AutoSubmitted.GENERATED,
            about=ticket.reference,
            bulk=True,
            idempotency_key=_key_of(notification),
        )
        if notification.kind not in MailEvent.values:
            return mail
        return apply_template(
            mail, TemplatedMail(MailEvent(notification.kind), ticket, words=words, by=by), to.language
        )


def note_key(note: int, kind: str = "") -> str:
    """Return how the keys begin of all mails that told of a note, or of those that told one ``kind`` of news."""
    return f"note-{note}-{kind}-" if kind else f"note-{note}-"


def _key_of(notification: Notification) -> str | None:
    """Return the key by which news of a note are found, should the note be taken away; other news need none."""
    note = notification.data.get("note")
    if note is None:
        return None
    return f"{note_key(note, notification.kind)}{notification.user_id}-{notification.at:%Y%m%d%H%M%S%f}"


def _undo_until(author: User | None) -> datetime | None:
    """Return until when an answer waits, for its writer may take it back; nothing where they want no such time."""
    seconds = MailPreference.objects.of(author).undo_seconds if author else 0
    return current_time.now() + timedelta(seconds=seconds) if seconds else None


def _sender(agent: User | None) -> str:
    return _("%(agent)s via %(company)s") % {"agent": agent, "company": CompanyProfile.current()}


def _signature(agent: User | None, ticket: Ticket) -> str:
    """Return the agent's own signature, and that of the mailbox under it."""
    mailbox = ticket.thread.mailbox
    return "\n".join(filter(None, [agent.signature if agent else "", mailbox.signature if mailbox else ""]))


def _last_heard(ticket: Ticket) -> Message | None:
    heard = ticket.messages.filter(direction=Direction.INCOMING, is_unconfirmed=False)
    return heard.order_by("-at", "-pk").first()


def _file(attachment: Attachment) -> OutgoingFile:
    return OutgoingFile(
        file=attachment.file,
        name=attachment.name,
        content_id=attachment.content_id,
        inline=attachment.is_inline and bool(attachment.content_id),
    )
