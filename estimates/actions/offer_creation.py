"""Creating offers from tickets (E7, A.8): a preview, and a report that names a reason for every ticket left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from estimates import quotation, ticket_estimates
from estimates.actions.locking import locked_all
from estimates.actions.offer_content import write_offer
from estimates.enums import Command
from estimates.models import Offer
from estimates.price_loading import PriceBook
from estimates.quotation import DraftLine
from estimates.rules import ensure_can, ensure_may
from estimates.ticket_estimates import TicketEstimates
from helpdesk.errors import Refusal
from helpdesk.models import User
from tickets.models import Ticket


@dataclass(frozen=True)
class Quoted:
    """What became, or would become, of one ticket: its lines, or why there are none."""

    estimates: TicketEstimates
    lines: tuple[DraftLine, ...] = ()
    reason: str = ""
    code: str = ""

    @property
    def ticket(self) -> Ticket:
        """Return the ticket."""
        return self.estimates.ticket


@dataclass(frozen=True)
class Report:
    """What became of one ticket: its offer, or why it has none."""

    ticket: Ticket
    offer: Offer | None = None
    reason: str = ""
    code: str = ""


def preview_offers(tickets: Sequence[Ticket], *, by: User, day: date) -> list[Quoted]:
    """Say what offers of ``day`` would hold, and which prices a list changes; write nothing."""
    ensure_may(by, Command.CREATE_OFFERS)
    return _quote_all(ticket_estimates.read_all(tickets), by, day)


@transaction.atomic
def create_offers(tickets: Sequence[Ticket], *, by: User, day: date, by_party: bool = False) -> list[Report]:
    """Make one offer for each ticket that can have one, or for each party; the others are told why not.

    Everything is decided again under the lock, whatever a preview said.
    """
    ensure_may(by, Command.CREATE_OFFERS)
    quoted = _quote_all(locked_all(tickets), by, day)
    groups: dict[tuple[object, ...], list[Quoted]] = {}
    for one in quoted:
        if one.lines:
            groups.setdefault(_group_key(one.estimates, by_party=by_party), []).append(one)
    offers = {}
    for group in groups.values():
        offer = write_offer([(one.estimates, one.lines) for one in group], by=by, day=day)
        offers.update({one.ticket.pk: offer for one in group})
    return [Report(one.ticket, offers.get(one.ticket.pk), one.reason, one.code) for one in quoted]


def _group_key(estimates: TicketEstimates, *, by_party: bool) -> tuple[object, ...]:
    if not by_party:
        return (estimates.ticket.pk,)
    offer_type = estimates.settings.offer_type_id if estimates.settings else None
    return (estimates.ticket.company_id, estimates.ticket.crm_contact_id, estimates.currency, offer_type)


def _quote_all(standings: Sequence[TicketEstimates], by: User, day: date) -> list[Quoted]:
    book = quotation.load_prices(standings)
    return [_quote(one, book, by, day) for one in standings]


def _quote(one: TicketEstimates, book: PriceBook, by: User, day: date) -> Quoted:
    try:
        ensure_can(by, one, Command.CREATE_OFFERS)
        return Quoted(one, tuple(quotation.lines(one, book, day)))
    except Refusal as refusal:
        return Quoted(one, reason=refusal.reason, code=refusal.code)
