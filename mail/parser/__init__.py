"""Reading any mail at all: pure, without Django, database or network; it never fails on any bytes.

``parse(raw) -> ParsedMail``. The rules are those of real mail, not of the RFCs alone.
"""

from mail.parser.authentication import trusted
from mail.parser.parsed import (
    Address,
    Authentication,
    Bounce,
    Doubt,
    Invitation,
    LeftOut,
    ParsedAttachment,
    ParsedMail,
    TooMuch,
)
from mail.parser.parsing import parse

__all__ = [
    "Address",
    "Authentication",
    "Bounce",
    "Doubt",
    "Invitation",
    "LeftOut",
    "ParsedAttachment",
    "ParsedMail",
    "TooMuch",
    "parse",
    "trusted",
]
