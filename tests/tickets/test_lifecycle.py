from itertools import product

import pytest

from tickets import lifecycle
from tickets.enums import Category, Move
from tickets.errors import MoveNotAllowed

N, O, R, H, S, C = (Category.NEW, Category.OPEN, Category.REPLIED, Category.ON_HOLD, Category.RESOLVED, Category.CLOSED)
TABLE = {
    Move.ACCEPT: {N: O},
    Move.REPLY: {N: R, O: R, R: R, H: R},
    Move.HOLD: {N: H, O: H, R: H},
    Move.RESUME: {R: O, H: O},
    Move.RESOLVE: {N: S, O: S, R: S, H: S},
    Move.APPROVE: {S: C},
    Move.REFUSE: {S: O},
    Move.CLOSE: {N: C, O: C, R: C, H: C, S: C},
    Move.REOPEN: {S: O, C: O},
    Move.CANCEL: {N: C, O: C, R: C, H: C},
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

    assert reached == {R: O, H: O, S: O, C: O}


@pytest.mark.parametrize(
    ("before", "wanted", "move"), [(N, O, Move.ACCEPT), (O, C, Move.CLOSE), (C, O, Move.REOPEN), (C, R, None)]
)
def test_move_between_two_categories_is_the_plainest_one(before, wanted, move):
    assert lifecycle.move_between(before, wanted) == move


def test_the_diagram_has_an_arrow_for_each_row():
    assert lifecycle.diagram().count("-->") == len(lifecycle.MOVES) + 1
