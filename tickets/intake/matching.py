"""Which ticket a mail points at, and who its sender is to that ticket."""

from dataclasses import dataclass

from crm.models import Company, Contact
from helpdesk.models import User
from mail.enums import Strength
from mail.reading import Reading
from tickets import rules
from tickets.models import Ticket
from tickets.sender_rights import SenderRole


@dataclass(frozen=True, slots=True)
class Match:
    """The ticket that a mail points at, what that is worth, and the ticket that its subject names against it."""

    ticket: Ticket | None
    matched_by: str
    strength: Strength
    has_token: bool = False
    clash: str = ""


def find_ticket(reading: Reading) -> Match:
    """Return the ticket by what cannot be guessed, else by the number in the subject."""
    named, route = _named(reading.references), reading.route
    ticket = Ticket.objects.for_action().filter(thread=route.thread).first() if route.thread else None
    if ticket:
        clash = named.reference if named and named != ticket else ""
        return Match(ticket, route.matched_by, route.strength, has_token=route.has_token, clash=clash)
    return Match(named, "subject", Strength.WEAK) if named else Match(None, "", Strength.NONE)


def _named(references: tuple[str, ...]) -> Ticket | None:
    """Return the ticket of the first known one of ``references``; of a merged one, where it went."""
    for reference in references:
        ticket = Ticket.objects.for_action().select_related("thread").referenced(reference).first()
        if ticket and ticket.thread.merged_into_id:
            return Ticket.objects.for_action().filter(thread=ticket.thread.merged_into_id).first()
        if ticket:
            return ticket
    return None


def sender_role(ticket: Ticket, address: str, strength: Strength) -> SenderRole:
    """Say what the sender is to ``ticket``, by address alone, never by the name they show.

    An agent who merely watches is an agent: what they write by mail is for agents, not for the customer. One
    without the rights of an agent is taken for what their address is otherwise. To have written before counts where more
    than a number leads here: anybody can put a number into a form.
    """
    if not address:
        return SenderRole.STRANGER
    if is_asking(ticket, address):
        return SenderRole.PARTICIPANT
    user = User.objects.by_email(address)
    if user and user.is_active and rules.can_work_on(user, ticket):
        return SenderRole.AGENT
    if _takes_part(ticket, address, strength):
        return SenderRole.PARTICIPANT
    _contact, company = customer_of(address)
    return SenderRole.COLLEAGUE if company and company == ticket.company else SenderRole.STRANGER


def is_asking(ticket: Ticket, address: str) -> bool:
    """Say whether ``address`` is that of who asks, or of whom they named to be asked; they may bring others in.

    Who wants to be answered elsewhere still writes from where they asked first.
    """
    if address.lower() in {"", ticket.requester_email.lower(), ticket.referent_email.lower()}:
        return address != ""
    return ticket.messages.opened_from(address.lower()).exists()


def _takes_part(ticket: Ticket, address: str, strength: Strength) -> bool:
    """Say whether ``address`` watches ``ticket``, was in copy of an answer of ours, or has spoken; since being removed."""
    if address in {watcher.address.lower() for watcher in ticket.watchers.select_related("user", "contact")}:
        return True
    removal = ticket.events.removals([address]).first()
    said = ticket.messages.since(removal.at) if removal else ticket.messages.all()
    return said.told(address).exists() or (strength != Strength.WEAK and said.said_by(address).exists())


def customer_of(address: str) -> tuple[Contact | None, Company | None]:
    """Return who writes from ``address``, and for which company: the contact's own, else that of the domain."""
    contact = Contact.objects.for_sender(address)
    return contact, contact.company if contact else Company.objects.for_sender(address)


def agent_of(address: str) -> User | None:
    """Return the agent with this ``address`` who may work on tickets."""
    user = User.objects.by_email(address.lower())
    may = user and user.is_active and user.is_agent and user.has_perm("tickets.change_ticket")
    return user if may else None
