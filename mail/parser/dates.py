"""When a mail says it was written."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mail.parser.headers import Headers


def sent_at(headers: Headers) -> datetime | None:
    """Return the mail's date in UTC: that of Date, else that of the topmost Received; nothing when neither reads."""
    received = headers.first("received").rpartition(b";")[2]
    for raw in (headers.first("date"), received):
        moment = read(raw.decode("utf-8", "replace"))
        if moment:
            return moment
    return None


def read(text: str) -> datetime | None:
    """Return the moment that ``text`` names; without a zone it counts as UTC."""
    try:
        moment = parsedate_to_datetime(text[:200])
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
