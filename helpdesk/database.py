"""What PostgreSQL says when it does not do what it was asked for, in the words of the desk."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError

from helpdesk.errors import ChangedAtOnce, DiskFull, Refusal, TookTooLong

NO_CONNECTION = ("08", "57P", "53300")  # how the codes begin of one that is broken, or ended, or not to be had
REFUSALS: dict[str | None, type[DiskFull | ChangedAtOnce | TookTooLong]] = {
    "53100": DiskFull,
    "40001": ChangedAtOnce,  # a transaction that would not have been alone
    "40P01": ChangedAtOnce,  # a deadlock
    "55P03": ChangedAtOnce,  # a lock that was not to be had in time
    "57014": TookTooLong,
}


def refusal_of(failure: BaseException | None) -> Refusal | None:
    """Return what the desk says instead of ``failure``; nothing where it is no answer of the database to us."""
    kind = REFUSALS.get(_code(failure))
    return kind() if kind and isinstance(failure, OperationalError) else None


def is_away(failure: BaseException | None) -> bool:
    """Say whether ``failure`` is that there is no connection to the database; cursors of the server tell it in psycopg's words."""
    if isinstance(failure, (InterfaceError, psycopg.InterfaceError)):
        return True
    return isinstance(failure, (OperationalError, psycopg.OperationalError)) and (_code(failure) or "08").startswith(
        NO_CONNECTION
    )


def _code(failure: BaseException | None) -> str | None:
    """Return the code (SQLSTATE) with which PostgreSQL answered; where it could not answer, there is none."""
    cause = failure if isinstance(failure, psycopg.Error) else getattr(failure, "__cause__", None)
    return cause.sqlstate if isinstance(cause, psycopg.Error) else None


def refusing(execute: Callable[..., Any], *asked: Any) -> Any:
    """Turn what the database refuses into a refusal of ours, so that a form comes back with what was typed."""
    try:
        return execute(*asked)
    except OperationalError as failure:
        refusal = refusal_of(failure)
        if refusal:
            raise refusal from failure
        raise
