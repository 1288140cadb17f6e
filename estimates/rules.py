"""Who may do what with estimates and offers; what is in the way besides is asked of ``lifecycle``."""

from collections.abc import Mapping

from estimates import lifecycle
from estimates.enums import Command, Obstacle, OfferMove, OfferState
from estimates.errors import NotPossibleNow, NotYourEstimate, OfferMoveNotAllowed, OtherClient
from estimates.models import Offer
from estimates.ticket_estimates import TicketEstimates
from helpdesk.models import User
from helpdesk.rights import granted

ESTIMATE, SELL, OFFER = "change_technicalestimate", "change_commercialestimate", "add_offer"
RIGHTS: Mapping[Command, str] = {
    Command.START_TECHNICAL: ESTIMATE,
    Command.CHANGE_TECHNICAL: ESTIMATE,
    Command.END_TECHNICAL: ESTIMATE,
    Command.CANCEL_TECHNICAL_END: ESTIMATE,
    Command.DISCARD: "discard_technicalestimate",
    Command.START_COMMERCIAL: SELL,
    Command.CHANGE_COMMERCIAL: SELL,
    Command.END_COMMERCIAL: SELL,
    Command.CANCEL_COMMERCIAL_END: SELL,
    Command.CREATE_OFFERS: OFFER,
}

can_see_estimates = granted("estimates.view_technicalestimate")
can_see_commercial = granted("estimates.view_commercialestimate")
can_see_prices = granted("estimates.view_prices")
_can_change_offers = granted("estimates.change_offer")


def can_see_offers(user: User) -> bool:
    """Say whether ``user`` may see offers; an offer without its prices would be none."""
    return can_see_prices(user) and user.has_perm("estimates.view_offer")


def can_command(user: User, command: Command) -> bool:
    """Say whether ``user`` has the right to ``command``, whatever the estimates say."""
    return user.is_agent and user.has_perm(f"estimates.{RIGHTS[command]}")


def obstacle(user: User, estimates: TicketEstimates, command: Command) -> Obstacle | None:
    """Return what keeps ``user`` from ``command``, or nothing when they may."""
    if not can_command(user, command):
        return Obstacle.NO_PERMISSION
    return lifecycle.obstacle(estimates.facts, command)


def ensure_can(user: User, estimates: TicketEstimates, command: Command) -> None:
    """Refuse unless ``user`` may do ``command`` now."""
    ensure_may(user, command)
    found = lifecycle.obstacle(estimates.facts, command)
    if found:
        raise NotPossibleNow(found)


def ensure_may(user: User, command: Command) -> None:
    """Refuse unless ``user`` has the right to ``command``, whatever the estimates say."""
    if not can_command(user, command):
        raise NotYourEstimate


def can_move_offer(user: User, offer: Offer, move: OfferMove) -> bool:
    """Say whether ``user`` may take ``offer`` through ``move`` now."""
    return _can_change_offers(user) and lifecycle.offer_after(OfferState(offer.state), move) is not None


def ensure_can_move_offer(user: User | None, offer: Offer, move: OfferMove) -> None:
    """Refuse unless ``user`` may take ``offer`` through ``move``; the desk itself (None) may."""
    if user is not None and not _can_change_offers(user):
        raise NotYourEstimate
    if lifecycle.offer_after(OfferState(offer.state), move) is None:
        raise OfferMoveNotAllowed(offer.label, OfferState(offer.state), move)


def ensure_same_client(offer: Offer) -> None:
    """Refuse to bind anybody by an offer whose ticket has got another client since."""
    for ticket in offer.tickets.order_by("pk"):
        if not offer.is_to_client_of(ticket):
            raise OtherClient(offer.label, ticket.reference)
