"""Asking whether a client is meant who does not pay for the company that whoever asks works for."""

from helpdesk.models import User
from tickets import timeline
from tickets.enums import TicketEvent
from tickets.errors import OtherClient
from tickets.models import Ticket
from tickets.rules import asking_company, is_for_another


def confirm_client(ticket: Ticket, *, by: User | None, is_meant: bool) -> None:
    """Refuse a client who does not pay for the requester's company unless they are meant, and tell that they are.

    The desk itself (None) is not asked: it takes both from the same sender.
    """
    if by is None or not is_for_another(ticket):
        return
    who = str(ticket.requester or ticket.requester_name or ticket.requester_email)
    _confirm(ticket, {"who": who, "company": str(asking_company(ticket)), "client": str(ticket.party)}, by, is_meant)


def confirm_taking_over(ticket: Ticket, earlier: Ticket, *, by: User, is_meant: bool) -> None:
    """Refuse to take what was asked for one client over into the ticket ``earlier`` of another, unless it is meant."""
    theirs, ours = ticket.customer, earlier.customer
    if theirs and ours and not ours.shares_payer_with(theirs):
        told = {"who": ticket.reference, "company": str(theirs), "client": str(earlier.party)}
        _confirm(earlier, told, by, is_meant)


def _confirm(ticket: Ticket, told: dict[str, str], by: User, is_meant: bool) -> None:
    if not is_meant:
        raise OtherClient(**told)
    timeline.record(ticket, TicketEvent.CLIENT_CONFIRMED, actor=by, data=told)
