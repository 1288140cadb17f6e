"""Which parts of a mail are text, and in which charset their senders write."""

from itertools import chain, islice

from mail.parser.charsets import tells
from mail.parser.encoded_words import charsets
from mail.parser.mime import Part

MAX_PARTS = 500
BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/richtext"}
# What programs write in a text of their own; any other kind of text reads as it is (RFC 2046, 4.1.4).
DATA_TYPES = set(
    "text/calendar text/csv text/tab-separated-values text/vcard text/x-vcard text/directory text/css text/javascript "
    "text/xml text/rtf text/rfc822-headers".split()
)


def is_file(part: Part) -> bool:
    """Tell whether ``part`` is a file by its name or by what its sender says."""
    return part.disposition.value == "attachment" or is_named(part)


def is_named(part: Part) -> bool:
    """Tell whether ``part`` has a name."""
    return bool(part.disposition.text("filename") or part.content.text("name"))


def is_words(part: Part) -> bool:
    """Tell whether ``part`` is text of any kind that a person may have written."""
    return part.type.startswith("text/") and part.type not in DATA_TYPES and part.disposition.value != "attachment"


def is_plain_text(part: Part) -> bool:
    """Tell whether ``part`` is text of a usual kind, and no file."""
    return part.type in BODY_TYPES and not is_file(part)


def has_text(part: Part) -> bool:
    """Tell whether there is a text without a name in ``part``."""
    return any(is_plain_text(inner) and inner.body.strip() for inner in islice(part.walk(), MAX_PARTS))


def hint_of(part: Part) -> str:
    """Return the first charset that a mail names, in its headers or for a text: bytes of no charset are likely in it."""
    named = [charset for name in ("subject", "from", "to") for charset in charsets(part.headers.first(name))]
    texts = (inner for inner in islice(part.walk(), MAX_PARTS) if inner.type.startswith("text/"))
    return next(filter(tells, chain(named, (text.content.plain("charset") for text in texts))), "")
