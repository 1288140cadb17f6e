"""Who speaks in a mail, how far that is to be believed, and where they want to be answered."""

from crm.models import Company, Contact
from helpdesk.models import User
from mail.enums import Trust
from mail.models import InboundMail, Mailbox
from mail.parser import Address, ParsedMail, auto, trusted
from mail.reading import Sender

MOST_PEOPLE = 40


def trust_in(mailbox: Mailbox, parsed: ParsedMail) -> Trust:
    """Say what the servers that ``mailbox`` trusts found out about the sender."""
    found = trusted(parsed.authentication, mailbox.trusted_checkers)
    if found is None:
        return Trust.NEUTRAL
    if found.has_failed:
        return Trust.FAILED
    return Trust.PASSED if found.has_passed(parsed.from_address) else Trust.NEUTRAL


def asked_for(parsed: ParsedMail) -> Address | None:
    """Return whom Reply-To wants to be answered instead of the sender; never a machine, nor ourselves."""
    others = (entry for entry in parsed.reply_to if entry.address not in {"", parsed.from_address})
    named = [entry for entry in others if not auto.is_unread(entry.address)]
    ours = Mailbox.objects.ours_among(entry.address for entry in named) if named else set()
    return next((entry for entry in named if entry.address not in ours), None)


def sender_of(inbound: InboundMail, parsed: ParsedMail, trust: Trust) -> Sender:
    """Return who speaks: the sender, or whom a form names in Reply-To; a person may want their answers elsewhere.

    What a server that we trust calls forged is answered where it claims to come from, and nowhere else.
    """
    sender, asked = parsed.from_address, asked_for(parsed)
    is_unread = auto.is_unread(sender) or inbound.is_own
    if asked is None:
        return _writer(parsed, "" if is_unread else sender)
    if is_unread or inbound.mailbox.trusts_form(sender):
        return Sender(asked.name, asked.address, asked.address)
    if _is_nobody(parsed, asked) and not _is_somebody(asked.address):  # no stranger becomes whom we know
        return Sender(asked.name or parsed.from_name, asked.address, asked.address, _known_by(parsed))
    return _writer(parsed, sender if trust == Trust.FAILED else asked.address)


def _writer(parsed: ParsedMail, answer_to: str) -> Sender:
    return Sender(parsed.from_name, parsed.from_address, answer_to, _known_by(parsed))


def _known_by(parsed: ParsedMail) -> str:
    return parsed.from_address if parsed.sender_certain else ""


def _is_nobody(parsed: ParsedMail, asked: Address) -> bool:
    """Say whether the sender, who has answers sent to another domain, is unknown to us: most likely a form."""
    sender = parsed.from_address
    if not parsed.sender_certain or _domain(sender) == _domain(asked.address):
        return False
    return not _is_somebody(sender)


def _is_somebody(address: str) -> bool:
    known = (Contact.objects.for_sender, Company.objects.for_sender, User.objects.by_email)
    return any(find(address) for find in known)


def is_answered_at_home(inbound: InboundMail, parsed: ParsedMail, sender: Sender) -> bool:
    """Say whether answers go where the mail came from, or where a form that we trust says; a stranger may not be told."""
    is_near = _domain(sender.answer_to) == _domain(parsed.from_address)
    return is_near or inbound.mailbox.trusts_form(parsed.from_address)


def passed_on_from(parsed: ParsedMail) -> Sender | None:
    """Return who wrote the mail that this one passes on; nothing where nobody can say, or it is the same person."""
    if len(parsed.forwarded_from) != 1:
        return None
    [first] = parsed.forwarded_from
    is_other = first.address != parsed.from_address.lower()
    return Sender(first.name, first.address, first.address) if is_other else None


def people_in(inbound: InboundMail, parsed: ParsedMail, sender: Sender) -> tuple[str, ...]:
    """Return the people in To and Cc: never ourselves, nor whoever writes.

    A machine and a mailing list bring nobody in, and by what addresses a mail came here it came to us.
    """
    if inbound.is_machine_made or inbound.is_from_list:
        return ()
    known = {"", parsed.from_address, sender.address, sender.answer_to, inbound.envelope_to.lower()}
    known |= {*parsed.delivered_to, *inbound.mailbox.addresses}
    named = dict.fromkeys(entry.address.lower() for entry in (*parsed.to, *parsed.cc))
    people = [address for address in named if address not in known and not auto.is_unread(address)][:MOST_PEOPLE]
    ours = Mailbox.objects.ours_among(people) if people else set()
    return tuple(address for address in people if address not in ours)


def shows_another_address(parsed: ParsedMail) -> bool:
    """Say whether the name shown is an address, and not that of the sender."""
    shown = parsed.from_name.lower()
    return "@" in shown and parsed.from_address.lower() not in shown


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
