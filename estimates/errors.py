"""What estimates and offers refuse, and why; the code is what reports and tests read."""

from django.utils.translation import gettext as _

from estimates.enums import Obstacle, OfferMove, OfferState
from helpdesk.errors import NotPermitted, Refusal


class NotYourEstimate(NotPermitted):
    """Only certain people may do this with estimates and offers."""

    def __init__(self) -> None:
        super().__init__(str(Obstacle.NO_PERMISSION.label), Obstacle.NO_PERMISSION.value)


class NotPossibleNow(Refusal):
    """Something is in the way of a command; ``detail`` names what it is about."""

    def __init__(self, obstacle: Obstacle, detail: str = "") -> None:
        super().__init__(f"{obstacle.label} ({detail})" if detail else str(obstacle.label), obstacle.value)


class OfferMoveNotAllowed(Refusal):
    """The life of offers has no such move from this state."""

    def __init__(self, offer: str, state: OfferState, move: OfferMove) -> None:
        reason = _("“%(move)s” is not possible while offer %(offer)s is “%(state)s”.")
        super().__init__(reason % {"move": move.label, "offer": offer, "state": state.label}, "OFFER_MOVE")


class OtherClient(Refusal):
    """The client of a ticket was exchanged after the offer was written to the one before."""

    def __init__(self, offer: str, ticket: str) -> None:
        reason = _(
            "Ticket %(ticket)s has another customer since offer %(offer)s was made. Cancel the offer, or make a new one."
        )
        super().__init__(reason % {"ticket": ticket, "offer": offer}, "OTHER_CLIENT")


class TooLarge(Refusal):
    """More than an offer can hold."""

    def __init__(self) -> None:
        super().__init__(_("The amounts are too large for an offer. Look at quantities and prices."), "TOO_LARGE")


class StaleRows(Refusal):
    """Somebody else saved the rows in the meantime."""

    def __init__(self) -> None:
        reason = _("Somebody changed this estimate since you opened it. Look at the new rows, then enter yours again.")
        super().__init__(reason, "STALE")
