"""Mails that events cause: built-in words, or those that administrators wrote for the event and the language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.models import CompanyProfile
from mail.enums import AutoSubmitted, OutboundKind
from mail.outgoing import Outgoing, Recipient
from tickets import placeholders
from tickets.enums import MailEvent
from tickets.models import MailTemplate, Ticket

SALT = "tickets.solution_answer"


@dataclass(frozen=True, slots=True)
class TemplatedMail:
    """An event of a ticket to be told: what was said, by whom, and how many days are left."""

    event: MailEvent
    ticket: Ticket
    words: str = ""
    by: str = ""
    days: int = 0
    key: str | None = None


def mail_to_customer(letter: TemplatedMail) -> Outgoing:
    """Build the mail that tells the requester."""
    ticket = letter.ticket
    with translation.override(ticket.language):
        mail = Outgoing(
            kind=OutboundKind.NOTIFICATION,
            recipients=(Recipient(ticket.requester_email, ticket.requester_name),),
            subject=_subject(ticket),
            thread=ticket.thread,
            about=ticket.reference,
            **_body(letter),  # type: ignore[arg-type]  # text and html
        )
        return apply_template(mail, letter, ticket.language)


def _subject(ticket: Ticket) -> str:
    return f"[#{ticket.reference}] {ticket.title}"


def _body(letter: TemplatedMail) -> dict[str, object]:
    context = {"letter": letter, "ticket": letter.ticket, "lead": _lead(letter), "site_url": settings.SITE_URL}
    return {
        "text": render_to_string("tickets/mail/templated.txt", context),
        "html": render_to_string("tickets/mail/templated.html", context),
        "from_name": CompanyProfile.current().name,
        "auto_submitted": AutoSubmitted.GENERATED,
        "idempotency_key": letter.key,
    }


def _lead(letter: TemplatedMail) -> str:
    """Return the built-in sentence of an event."""
    leads = {
        MailEvent.WILL_CLOSE: _("Your request “%(subject)s” (%(reference)s) will be closed in %(days)s days."),
        MailEvent.CLOSED: _("Your request “%(subject)s” (%(reference)s) is closed."),
    }
    return leads[letter.event] % placeholder_values(letter)


def apply_template(mail: Outgoing, letter: TemplatedMail, language: str) -> Outgoing:
    """Put the words that administrators wrote in place of the built-in ones, where there are any."""
    template = MailTemplate.objects.wording(letter.event, language)
    if template is None:
        return mail
    known = placeholder_values(letter)
    text = placeholders.fill(template.text, known)
    subject = mail.subject
    if template.subject:
        subject = f"[#{letter.ticket.reference}] {placeholders.fill(template.subject, known)}"
    return replace(mail, text=text, html=markup.from_text(text), subject=subject)


def url_of(ticket: Ticket) -> str:
    """Return where the desk shows ``ticket``."""
    return f"{settings.SITE_URL}{ticket.get_absolute_url()}"


def placeholder_values(letter: TemplatedMail) -> Mapping[str, str]:
    """Return what the names in a template stand for."""
    ticket = letter.ticket
    return {
        "reference": ticket.reference,
        "subject": ticket.title,
        "name": ticket.requester_name or ticket.requester_email,
        "company": CompanyProfile.current().name,
        "agent": letter.by,
        "status": ticket.status.customer_label,
        "solution": markup.to_text(markup.clean(ticket.solution)),
        "link": url_of(ticket),
        "approve_link": solution_link(ticket),
        "refuse_link": solution_link(ticket),
        "days": str(letter.days),
        "words": letter.words,
    }


def solution_link(ticket: Ticket) -> str:
    """Return where the requester approves or refuses this solution; it is worth nothing for another one."""
    if ticket.resolved_at is None:
        return ""
    token = signing.dumps([ticket.pk, ticket.resolved_at.isoformat()], salt=SALT)
    return f"{settings.SITE_URL}{reverse('tickets:solution_answer', args=[token])}"
