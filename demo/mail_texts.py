"""Mails of customers as their programs write them, and how they come in."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from demo import message_html, papers
from demo.office import ROME
from mail import actions as mail_actions
from mail.actions.journal import Origin
from mail.models import InboundMail, Mailbox
from tickets import intake

WROTE = {
    "it": "Il giorno {day} {who} ha scritto:",
    "fr": "Le {day}, {who} a écrit :",
    "ro": "În {day}, {who} a scris:",
    "en": "On {day}, {who} wrote:",
}


@dataclass(frozen=True, slots=True)
class DemoMail:
    """A mail to be written; ``quoted`` are the words that it answers, and ``who`` wrote them at ``quoted_at``."""

    key: str
    name: str
    address: str
    subject: str
    text: str
    at: datetime
    language: str
    paper: str = ""
    answers: str = ""
    quoted: str = ""
    who: str = ""
    automatic: bool = False


def write(letter: DemoMail, mailbox: Mailbox) -> bytes:
    """Return ``letter`` as bytes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f'"{letter.name}" <{letter.address}>'
    message["To"] = mailbox.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at.astimezone(ROME))
    message["Message-ID"] = f"<{letter.key}@{letter.address.partition('@')[2]}>"
    if letter.answers:
        message["In-Reply-To"] = message["References"] = letter.answers
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied"
    _fill(message, letter)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{letter.key}-{number}")
    return message.as_bytes()


def _fill(message: EmailMessage, letter: DemoMail) -> None:
    """Put in the words, twice as mail programs do, what is quoted below them, and the paper."""
    shown = bool(letter.paper) and papers.is_picture(letter.paper)
    html = message_html.paragraphs(letter.text) + (
        message_html.picture(papers.content_id(letter.paper)) if shown else ""
    )
    text = letter.text
    if letter.quoted:
        head = WROTE[letter.language].format(day=f"{letter.at:%d/%m/%Y}", who=letter.who)
        text += f"\n\n{head}\n\n" + "\n".join(f"> {line}".rstrip() for line in letter.quoted.splitlines())
        html += f'<p>{head}</p><blockquote type="cite">{message_html.paragraphs(letter.quoted)}</blockquote>'
    message.set_content(text)
    message.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    if letter.paper:
        _enclose(message, letter, shown=shown)


def _enclose(message: EmailMessage, letter: DemoMail, *, shown: bool) -> None:
    main, sub = papers.type_of(letter.paper)
    data, name = papers.read(letter.paper), papers.name_of(letter.paper, letter.language)
    if shown:
        cid = f"<{papers.content_id(letter.paper)}>"
        page = message.get_body(("html",))
        if isinstance(page, EmailMessage):
            page.add_related(data, maintype=main, subtype=sub, cid=cid, filename=name, disposition="inline")
    else:
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)


def arrive(raw: bytes, mailbox: Mailbox, sender: str, at: datetime) -> InboundMail:
    """Journal a mail and take it in, as the fetching job and its worker do."""
    origin = Origin(envelope_from=sender, envelope_to=mailbox.address)
    inbound = mail_actions.journal(mailbox, raw, origin, received_at=at)
    intake.process(inbound.pk)
    inbound.refresh_from_db()
    return inbound
