from dataclasses import replace
from itertools import product

import pytest

from estimates import lifecycle
from estimates.enums import Command, EstimateState, Obstacle, OfferMove, OfferState
from estimates.lifecycle import Facts

NOT_STARTED, IN_PROGRESS, ENDED = EstimateState.NOT_STARTED, EstimateState.IN_PROGRESS, EstimateState.ENDED
READY = Facts(has_rows=True, has_something_to_sell=True, has_party=True, has_offer_type=True)

# From which pairs of states each command leads on; every other pair of the nine refuses it.
POSSIBLE = {
    Command.START_TECHNICAL: {(NOT_STARTED, commercial) for commercial in EstimateState},
    Command.CHANGE_TECHNICAL: {(IN_PROGRESS, commercial) for commercial in EstimateState},
    Command.END_TECHNICAL: {(IN_PROGRESS, commercial) for commercial in EstimateState},
    Command.CANCEL_TECHNICAL_END: {(ENDED, NOT_STARTED), (ENDED, IN_PROGRESS)},
    Command.DISCARD: {(IN_PROGRESS, NOT_STARTED)},
    Command.START_COMMERCIAL: {(ENDED, NOT_STARTED)},
    Command.CHANGE_COMMERCIAL: {(technical, IN_PROGRESS) for technical in EstimateState},
    Command.END_COMMERCIAL: {(technical, IN_PROGRESS) for technical in EstimateState},
    Command.CANCEL_COMMERCIAL_END: {(technical, ENDED) for technical in EstimateState},
    Command.CREATE_OFFERS: {(technical, ENDED) for technical in EstimateState},
}


@pytest.mark.parametrize("command", Command)
def test_a_command_is_possible_from_its_states_and_no_others(command):
    pairs = set(product(EstimateState, EstimateState))

    found = {
        (technical, commercial)
        for technical, commercial in pairs
        if lifecycle.obstacle(replace(READY, technical=technical, commercial=commercial), command) is None
    }

    assert found == POSSIBLE[command]


@pytest.mark.parametrize(
    ("command", "facts", "obstacle"),
    [
        (Command.START_TECHNICAL, {"technical": IN_PROGRESS}, Obstacle.TECHNICAL_STARTED),
        (Command.CHANGE_TECHNICAL, {"technical": ENDED}, Obstacle.TECHNICAL_NOT_IN_PROGRESS),
        (Command.END_TECHNICAL, {"technical": IN_PROGRESS, "has_rows": False}, Obstacle.NO_ROWS),
        (Command.DISCARD, {"technical": IN_PROGRESS, "commercial": IN_PROGRESS}, Obstacle.COMMERCIAL_STARTED),
        (Command.START_COMMERCIAL, {"technical": IN_PROGRESS}, Obstacle.TECHNICAL_NOT_ENDED),
        (Command.START_COMMERCIAL, {"technical": ENDED, "commercial": ENDED}, Obstacle.COMMERCIAL_STARTED),
        (Command.CANCEL_TECHNICAL_END, {"technical": ENDED, "commercial": ENDED}, Obstacle.CANCEL_COMMERCIAL_FIRST),
        (Command.CANCEL_TECHNICAL_END, {"technical": ENDED, "offer": OfferState.SENT}, Obstacle.OFFER_SENT),
        (Command.CHANGE_COMMERCIAL, {"commercial": ENDED}, Obstacle.COMMERCIAL_NOT_IN_PROGRESS),
        (Command.END_COMMERCIAL, {"commercial": IN_PROGRESS, "is_stale": True}, Obstacle.COMMERCIAL_STALE),
        (Command.END_COMMERCIAL, {"commercial": IN_PROGRESS, "has_something_to_sell": False}, Obstacle.NOTHING_TO_SELL),
        (Command.CANCEL_COMMERCIAL_END, {"commercial": ENDED, "offer": OfferState.DRAFT}, Obstacle.VOID_DRAFT_FIRST),
        (Command.CANCEL_COMMERCIAL_END, {"commercial": ENDED, "offer": OfferState.SENT}, Obstacle.OFFER_SENT),
        (Command.CANCEL_COMMERCIAL_END, {"commercial": ENDED, "offer": OfferState.CONFIRMED}, Obstacle.OFFER_CONFIRMED),
        (Command.CANCEL_COMMERCIAL_END, {"commercial": ENDED, "offer": OfferState.CONVERTED}, Obstacle.OFFER_CONFIRMED),
        (Command.CREATE_OFFERS, {"commercial": IN_PROGRESS}, Obstacle.COMMERCIAL_NOT_ENDED),
        (Command.CREATE_OFFERS, {"commercial": ENDED, "has_party": False}, Obstacle.NO_PARTY),
        (Command.CREATE_OFFERS, {"commercial": ENDED, "has_offer_type": False}, Obstacle.NO_OFFER_TYPE),
        (Command.CREATE_OFFERS, {"commercial": ENDED, "offer": OfferState.DRAFT}, Obstacle.OFFER_EXISTS),
    ],
)
def test_what_is_in_the_way_has_a_name(command, facts, obstacle):
    assert lifecycle.obstacle(replace(READY, **facts), command) == obstacle


@pytest.mark.parametrize("command", Command)
def test_a_closed_ticket_lets_nothing_be_done_but_offers(command):
    pairs = POSSIBLE[command]

    found = {
        lifecycle.obstacle(replace(READY, technical=one, commercial=other, ticket_is_closed=True), command)
        for one, other in pairs
    }

    assert found == ({None} if command == Command.CREATE_OFFERS else {Obstacle.TICKET_CLOSED})


OFFER_LIFE = {
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


@pytest.mark.parametrize(("state", "move"), list(product(OfferState, OfferMove)))
def test_an_offer_moves_as_its_table_says_and_not_otherwise(state, move):
    assert lifecycle.offer_after(state, move) == OFFER_LIFE.get((state, move))


def test_the_moves_of_a_state_come_in_the_order_of_the_words():
    assert lifecycle.moves_of(OfferState.DRAFT) == [OfferMove.SEND, OfferMove.CANCEL]
