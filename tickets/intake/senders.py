"""Who speaks in a mail, and where he wants to be answered."""

from dataclasses import dataclass

from helpdesk.models import User
from mail import actions as mail_actions
from mail.models import InboundMail
from mail.parser import Address, ParsedMail, auto
from tickets.intake.matching import customer_of, sender_trust
from tickets.sender_rights import Trust


@dataclass(frozen=True, slots=True)
class Sender:
    """Name and address of who speaks; ``answer_to`` is empty where nobody would read an answer.

    ``known_by`` is the address by which he may take part in a ticket: never one that Reply-To alone names.
    """

    name: str
    address: str
    answer_to: str
    known_by: str = ""


def sender_of(inbound: InboundMail, parsed: ParsedMail) -> Sender:
    """Return who speaks: the sender, or whom a form names in Reply-To; a person may want his answers elsewhere.

    What a server that we trust calls forged is answered where it claims to come from, and nowhere else.
    """
    asked, sender = mail_actions.asked_for(parsed), parsed.from_address
    known_by = sender if parsed.sender_certain else ""
    is_unread = auto.is_unread(sender) or inbound.is_own
    if asked and (is_unread or inbound.mailbox.trusts_form(sender)):
        return Sender(asked.name, asked.address, asked.address)
    if asked and _is_nobody(parsed, asked) and not _is_somebody(asked.address):  # no stranger becomes whom we know
        return Sender(asked.name or parsed.from_name, asked.address, asked.address, known_by)
    is_believed = sender_trust(inbound.mailbox, parsed) != Trust.FAILED
    answer_to = asked.address if asked and is_believed else sender
    return Sender(parsed.from_name, sender, "" if is_unread else answer_to, known_by)


def _is_nobody(parsed: ParsedMail, asked: Address) -> bool:
    """Say whether the sender, who has answers sent to another domain, is unknown to us: most likely a form."""
    sender = parsed.from_address
    if not parsed.sender_certain or _domain(sender) == _domain(asked.address):
        return False
    return not _is_somebody(sender)


def _is_somebody(address: str) -> bool:
    return any(customer_of(address)) or User.objects.by_email(address) is not None


def is_answered_at_home(inbound: InboundMail, parsed: ParsedMail, writer: Sender) -> bool:
    """Say whether answers go where the mail came from, or where a form that we trust says; a stranger may not be told."""
    is_near = _domain(writer.answer_to) == _domain(parsed.from_address)
    return is_near or inbound.mailbox.trusts_form(parsed.from_address)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
