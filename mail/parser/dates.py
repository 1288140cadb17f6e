"""When a mail says it was written."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from mail.parser.headers import Headers

# What the standard library does not know of: other clocks by name, months in other languages, other spellings of zones.
ZONES = {
    "cet": "+0100",
    "met": "+0100",
    "mez": "+0100",
    "bst": "+0100",
    "west": "+0100",
    "cest": "+0200",
    "mest": "+0200",
    "mesz": "+0200",
    "eet": "+0200",
    "sast": "+0200",
    "eest": "+0300",
    "msk": "+0300",
    "ist": "+0530",
    "hkt": "+0800",
    "sgt": "+0800",
    "jst": "+0900",
    "kst": "+0900",
    "aest": "+1000",
    "wet": "+0000",
    "utc": "+0000",
}
MONTHS = (
    "jan jän januar janv gen ene янв styczeń ian",
    "feb fév févr februar fev фев",
    "mar mär märz mrz mars mrt maa març мар",
    "apr avr abr avril апр",
    "may mai mag maj mei май мая",
    "jun juin giu juni июн",
    "jul juil lug juli июл iul",
    "aug août ago aoû авг",
    "sep sept set сен",
    "oct okt ott out окт",
    "nov ноя",
    "dec dez dic déc дек",
)
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
BY_NAME = {name: month for names, month in zip(MONTHS, ENGLISH, strict=True) for name in names.split()}
DAY = re.compile(r"\b(\d{1,2})\.?[\s-]+(?:de\s+)?([^\W\d_]{3,10})\.?[\s-]+(?:de\s+)?(\d{4})\b")
OFFSET = re.compile(r"(?:\b(?:GMT|UTC)\s*)?([+-]\d\d?):?(\d\d)\b(?!:)")
HOURS = re.compile(r"(?:\b(?:GMT|UTC)\s*|(?<=\s))([+-])(\d\d?)$")
ZONE = re.compile(r"(?<=\d)\s+\(?([A-Za-z]{3,4})\)?$")
FRACTION = re.compile(r"(?<=:\d\d)\.\d{1,9}\b")
TAG = re.compile(r"<[^<>]{0,100}>|&[a-z]{1,8};")
CLOCK_OFF = timedelta(days=1)


def sent_at(headers: Headers) -> datetime | None:
    """Return the mail's date in UTC: that of Date, else that of the topmost Received; nothing when neither reads."""
    return _of(headers.first("date")) or received_at(headers)


def received_at(headers: Headers) -> datetime | None:
    """Return when the last server took the mail, as it says."""
    return _of(headers.first("received").rpartition(b";")[2])


def is_off(headers: Headers) -> bool:
    """Tell whether the sender's clock is more than a day away from that of the last server."""
    written, taken = _of(headers.first("date")), received_at(headers)
    return bool(written and taken and abs(written - taken) > CLOCK_OFF)


def _of(raw: bytes) -> datetime | None:
    return read(raw.decode("utf-8", "replace"))


def read(text: str) -> datetime | None:
    """Return the moment that ``text`` names; without a zone it counts as UTC."""
    text = " ".join(TAG.sub(" ", text[:200]).split())
    return _rfc(_spelled(text)) or _iso(text)


def _spelled(text: str) -> str:
    """Return a date with its month in English and its zone in digits."""
    text = DAY.sub(lambda m: f"{m[1]} {_month(m[2])} {m[3]}", FRACTION.sub("", text))
    text = HOURS.sub(lambda m: f" {m[1]}{m[2]:0>2}00", text)
    text = OFFSET.sub(lambda m: f" {m[1][0]}{m[1][1:]:0>2}{m[2]}" if ":" in text[: m.start()] else m[0], text)
    return ZONE.sub(lambda m: " " + ZONES.get(m[1].lower(), m[1]), text)


def _month(name: str) -> str:
    """Return a month in English, by as much of its name as is known."""
    pieces = (name.lower()[:length] for length in range(len(name), 2, -1))
    return next((BY_NAME[piece] for piece in pieces if piece in BY_NAME), name)


def _rfc(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
