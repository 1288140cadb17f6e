"""The lives of estimates and offers as tables; nothing else decides what may follow (A.6, A.8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from estimates.enums import BINDING, Command, EstimateState, Obstacle, OfferMove, OfferState


@dataclass(frozen=True)
class Facts:
    """What decides about a command: where both estimates of a ticket stand, and what surrounds them."""

    technical: EstimateState = EstimateState.NOT_STARTED
    commercial: EstimateState = EstimateState.NOT_STARTED
    offer: OfferState | None = None  # the live one
    is_stale: bool = False
    ticket_is_closed: bool = False
    has_rows: bool = False
    has_something_to_sell: bool = False
    has_party: bool = False
    has_offer_type: bool = False


NOT_STARTED, IN_PROGRESS, ENDED = EstimateState.NOT_STARTED, EstimateState.IN_PROGRESS, EstimateState.ENDED

TECHNICAL: dict[tuple[EstimateState, Command], EstimateState] = {
    (NOT_STARTED, Command.START_TECHNICAL): IN_PROGRESS,
    (IN_PROGRESS, Command.CHANGE_TECHNICAL): IN_PROGRESS,
    (IN_PROGRESS, Command.END_TECHNICAL): ENDED,
    (IN_PROGRESS, Command.DISCARD): NOT_STARTED,
    (ENDED, Command.CANCEL_TECHNICAL_END): IN_PROGRESS,
}
COMMERCIAL: dict[tuple[EstimateState, Command], EstimateState] = {
    (NOT_STARTED, Command.START_COMMERCIAL): IN_PROGRESS,
    (IN_PROGRESS, Command.CHANGE_COMMERCIAL): IN_PROGRESS,
    (IN_PROGRESS, Command.END_COMMERCIAL): ENDED,
    (ENDED, Command.CANCEL_COMMERCIAL_END): IN_PROGRESS,
    (ENDED, Command.CREATE_OFFERS): ENDED,
}

# What is in the way when an estimate is not where its command begins.
ELSEWHERE_TECHNICAL: dict[EstimateState, Obstacle] = {
    NOT_STARTED: Obstacle.TECHNICAL_STARTED,
    IN_PROGRESS: Obstacle.TECHNICAL_NOT_IN_PROGRESS,
    ENDED: Obstacle.TECHNICAL_NOT_ENDED,
}
ELSEWHERE_COMMERCIAL: dict[EstimateState, Obstacle] = {
    NOT_STARTED: Obstacle.COMMERCIAL_STARTED,
    IN_PROGRESS: Obstacle.COMMERCIAL_NOT_IN_PROGRESS,
    ENDED: Obstacle.COMMERCIAL_NOT_ENDED,
}

Guard = tuple[Callable[[Facts], bool], Obstacle]

CLOSED: Guard = (lambda facts: facts.ticket_is_closed, Obstacle.TICKET_CLOSED)
UNOFFERED: tuple[Guard, ...] = (
    (lambda facts: facts.offer in BINDING, Obstacle.OFFER_CONFIRMED),
    (lambda facts: facts.offer == OfferState.SENT, Obstacle.OFFER_SENT),
    (lambda facts: facts.offer == OfferState.DRAFT, Obstacle.VOID_DRAFT_FIRST),
)
GUARDS: Mapping[Command, tuple[Guard, ...]] = {
    Command.END_TECHNICAL: ((lambda facts: not facts.has_rows, Obstacle.NO_ROWS),),
    Command.DISCARD: ((lambda facts: facts.commercial != NOT_STARTED, Obstacle.COMMERCIAL_STARTED),),
    Command.CANCEL_TECHNICAL_END: (
        (lambda facts: facts.commercial == ENDED, Obstacle.CANCEL_COMMERCIAL_FIRST),
        *UNOFFERED,
    ),
    Command.START_COMMERCIAL: ((lambda facts: facts.technical != ENDED, Obstacle.TECHNICAL_NOT_ENDED),),
    Command.END_COMMERCIAL: (
        (lambda facts: facts.is_stale, Obstacle.COMMERCIAL_STALE),
        (lambda facts: not facts.has_something_to_sell, Obstacle.NOTHING_TO_SELL),
    ),
    Command.CANCEL_COMMERCIAL_END: UNOFFERED,
    Command.CREATE_OFFERS: (
        (lambda facts: not facts.has_party, Obstacle.NO_PARTY),
        (lambda facts: not facts.has_offer_type, Obstacle.NO_OFFER_TYPE),
        (lambda facts: facts.offer is not None, Obstacle.OFFER_EXISTS),
    ),
}


def obstacle(facts: Facts, command: Command) -> Obstacle | None:
    """Return the first thing that is in the way of ``command``, or nothing when it is possible."""
    guards = [*([] if command == Command.CREATE_OFFERS else [CLOSED]), *GUARDS.get(command, ())]
    return _elsewhere(facts, command) or _first(guards, facts)


def begins_here(facts: Facts, command: Command) -> bool:
    """Say whether the estimate of ``command`` stands where it begins, whatever else is in the way."""
    return _elsewhere(facts, command) is None


def _elsewhere(facts: Facts, command: Command) -> Obstacle | None:
    for table, state, obstacles in (
        (TECHNICAL, facts.technical, ELSEWHERE_TECHNICAL),
        (COMMERCIAL, facts.commercial, ELSEWHERE_COMMERCIAL),
    ):
        begins = next((before for before, known in table if known == command), None)
        if begins is not None:
            return None if begins == state else obstacles[begins]
    raise KeyError(command)


def _first(guards: list[Guard], facts: Facts) -> Obstacle | None:
    return next((reason for is_in_the_way, reason in guards if is_in_the_way(facts)), None)


OFFER_MOVES: dict[tuple[OfferState, OfferMove], OfferState] = {
    (OfferState.DRAFT, OfferMove.SEND): OfferState.SENT,
    (OfferState.DRAFT, OfferMove.CANCEL): OfferState.CANCELLED,
    (OfferState.SENT, OfferMove.CONFIRM): OfferState.CONFIRMED,
    (OfferState.SENT, OfferMove.REJECT): OfferState.REJECTED,
    (OfferState.SENT, OfferMove.EXPIRE): OfferState.EXPIRED,
    (OfferState.SENT, OfferMove.CANCEL): OfferState.CANCELLED,
    (OfferState.SENT, OfferMove.SUPERSEDE): OfferState.SUPERSEDED,
    (OfferState.REJECTED, OfferMove.SUPERSEDE): OfferState.SUPERSEDED,
    (OfferState.EXPIRED, OfferMove.SUPERSEDE): OfferState.SUPERSEDED,
    (OfferState.CONFIRMED, OfferMove.CONVERT): OfferState.CONVERTED,
}


def offer_after(state: OfferState, move: OfferMove) -> OfferState | None:
    """Return where ``move`` leads an offer, or nothing where it leads nowhere."""
    return OFFER_MOVES.get((state, move))


def moves_of(state: OfferState) -> list[OfferMove]:
    """Return what may be done to an offer, in the order of the words."""
    return [move for move in OfferMove if (state, move) in OFFER_MOVES]
