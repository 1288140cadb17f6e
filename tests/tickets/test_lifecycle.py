from itertools import product

import pytest

from tickets import lifecycle
from tickets.enums import Category, Move
from tickets.errors import MoveNotAllowed

NEW, OPEN, REPLIED, HELD, SOLVED, CLOSED = (
    Category.NEW,
    Category.OPEN,
    Category.REPLIED,
    Category.ON_HOLD,
    Category.RESOLVED,
    Category.CLOSED,
)
TABLE = {
    Move.ACCEPT: {NEW: OPEN},
    Move.REPLY: {NEW: REPLIED, OPEN: REPLIED, REPLIED: REPLIED, HELD: REPLIED},
    Move.HOLD: {NEW: HELD, OPEN: HELD, REPLIED: HELD},
    Move.RESUME: {REPLIED: OPEN, HELD: OPEN},
    Move.RESOLVE: {NEW: SOLVED, OPEN: SOLVED, REPLIED: SOLVED, HELD: SOLVED},
    Move.APPROVE: {SOLVED: CLOSED},
    Move.REFUSE: {SOLVED: OPEN},
    Move.CLOSE: {NEW: CLOSED, OPEN: CLOSED, REPLIED: CLOSED, HELD: CLOSED, SOLVED: CLOSED},
    Move.REOPEN: {SOLVED: OPEN, CLOSED: OPEN},
    Move.CANCEL: {NEW: CLOSED, OPEN: CLOSED, REPLIED: CLOSED, HELD: CLOSED},
}


@pytest.mark.parametrize(("category", "move"), list(product(Category, Move)))
def test_each_move_leads_where_the_table_says_or_is_refused(category, move):
    expected = TABLE[move].get(category)

    if expected is None:
        with pytest.raises(MoveNotAllowed):
            lifecycle.after(category, move)
    else:
        assert lifecycle.after(category, move) == expected


def test_moves_from_a_closed_ticket_are_only_to_reopen_it():
    assert lifecycle.moves_from(Category.CLOSED) == [Move.REOPEN]


def test_every_category_can_be_left():
    assert all(lifecycle.moves_from(category) for category in Category)


def test_a_customer_who_speaks_reopens_everything_that_waited_for_him():
    reached = {c: lifecycle.after(c, m) for c, m in lifecycle.WHEN_CUSTOMER_SPEAKS.items()}

    assert reached == {REPLIED: OPEN, HELD: OPEN, SOLVED: OPEN, CLOSED: OPEN}


@pytest.mark.parametrize(
    ("before", "wanted", "move"),
    [
        (NEW, OPEN, Move.ACCEPT),
        (OPEN, CLOSED, Move.CLOSE),
        (CLOSED, OPEN, Move.REOPEN),
        (CLOSED, REPLIED, None),
        (SOLVED, OPEN, Move.REOPEN),
        (SOLVED, CLOSED, Move.CLOSE),
    ],
)
def test_move_between_two_categories_is_the_plainest_one(before, wanted, move):
    assert lifecycle.move_between(before, wanted) == move


def test_the_diagram_has_an_arrow_for_each_row():
    assert lifecycle.diagram().count("-->") == len(lifecycle.MOVES) + 1
