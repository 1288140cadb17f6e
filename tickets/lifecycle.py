"""The life of a ticket as a table; nothing else decides what may follow."""

from tickets.enums import Category, Move
from tickets.errors import MoveNotAllowed

MOVES: dict[tuple[Category, Move], Category] = {
    (Category.NEW, Move.ACCEPT): Category.OPEN,
    (Category.NEW, Move.REPLY): Category.REPLIED,
    (Category.NEW, Move.HOLD): Category.ON_HOLD,
    (Category.NEW, Move.RESOLVE): Category.RESOLVED,
    (Category.NEW, Move.CLOSE): Category.CLOSED,
    (Category.NEW, Move.CANCEL): Category.CLOSED,
    (Category.OPEN, Move.REPLY): Category.REPLIED,
    (Category.OPEN, Move.HOLD): Category.ON_HOLD,
    (Category.OPEN, Move.RESOLVE): Category.RESOLVED,
    (Category.OPEN, Move.CLOSE): Category.CLOSED,
    (Category.OPEN, Move.CANCEL): Category.CLOSED,
    (Category.REPLIED, Move.REPLY): Category.REPLIED,
    (Category.REPLIED, Move.RESUME): Category.OPEN,
    (Category.REPLIED, Move.HOLD): Category.ON_HOLD,
    (Category.REPLIED, Move.RESOLVE): Category.RESOLVED,
    (Category.REPLIED, Move.CLOSE): Category.CLOSED,
    (Category.REPLIED, Move.CANCEL): Category.CLOSED,
    (Category.ON_HOLD, Move.REPLY): Category.REPLIED,
    (Category.ON_HOLD, Move.RESUME): Category.OPEN,
    (Category.ON_HOLD, Move.RESOLVE): Category.RESOLVED,
    (Category.ON_HOLD, Move.CLOSE): Category.CLOSED,
    (Category.ON_HOLD, Move.CANCEL): Category.CLOSED,
    (Category.RESOLVED, Move.APPROVE): Category.CLOSED,
    (Category.RESOLVED, Move.REFUSE): Category.OPEN,
    (Category.RESOLVED, Move.CLOSE): Category.CLOSED,
    (Category.RESOLVED, Move.REOPEN): Category.OPEN,
    (Category.CLOSED, Move.REOPEN): Category.OPEN,
}

NEEDS_REASON = frozenset({Move.HOLD, Move.REFUSE, Move.CANCEL})
BY_CUSTOMERS = frozenset({Move.APPROVE, Move.REFUSE})
WHEN_CUSTOMER_SPEAKS: dict[Category, Move] = {
    Category.REPLIED: Move.RESUME,
    Category.ON_HOLD: Move.RESUME,
    Category.RESOLVED: Move.REOPEN,
    Category.CLOSED: Move.REOPEN,
}


def after(category: Category, move: Move) -> Category:
    """Return where ``move`` leads from ``category``; raises ``MoveNotAllowed`` when it leads nowhere."""
    try:
        return MOVES[category, move]
    except KeyError:
        raise MoveNotAllowed(category, move) from None


def moves_from(category: Category) -> list[Move]:
    """Return what may be done from ``category``, in the order of the words."""
    return [move for move in Move if (category, move) in MOVES]


def move_between(before: Category, wanted: Category) -> Move | None:
    """Return the plainest move of the desk that leads from ``before`` to ``wanted``, if there is one."""
    ours = (move for move in Move if move not in BY_CUSTOMERS)
    return next((move for move in ours if MOVES.get((before, move)) == wanted), None)


def diagram() -> str:
    """Return the table as a Mermaid diagram, for ``docs/lifecycle.md``."""
    arrows = [f"    {before} --> {after} : {move}" for (before, move), after in MOVES.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> new", *arrows])
