"""Writing down who handled whose data."""

import logging

from helpdesk.models import User

log = logging.getLogger("privacy")


def record(what: str, about: str, *, by: User | None) -> None:
    """Write down that ``by``, or the desk itself, did ``what`` with the data of whoever ``about`` stands for."""
    log.info("%s: %s, by %s", what, about, f"user {by.pk}" if by else "the desk")
