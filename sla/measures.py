"""How long the two sides of a conversation let each other wait, by the wall clock. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple


class Message(NamedTuple):
    """Something said in public: by us, or by the customer."""

    at: datetime
    is_ours: bool


def average_response(messages: Sequence[Message]) -> timedelta | None:
    """Return how long a message of the customer waited for the answer that came next, on the average."""
    waits = _gaps(messages, ours_first=False)
    return sum(waits, timedelta()) / len(waits) if waits else None


def waiting_for_the_customer(messages: Sequence[Message]) -> timedelta:
    """Return how long our messages waited, in all, for what the customer said next."""
    return sum(_gaps(messages, ours_first=True), timedelta())


def _gaps(messages: Sequence[Message], *, ours_first: bool) -> list[timedelta]:
    turns = [(one, other) for one, other in pairwise(messages) if one.is_ours != other.is_ours]
    return [other.at - one.at for one, other in turns if one.is_ours is ours_first and other.at > one.at]
