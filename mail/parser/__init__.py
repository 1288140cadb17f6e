"""Reading any mail at all: pure, without Django, database or network; it never fails on any bytes."""

from mail.parser.parsed import Address, Bounce, ParsedAttachment, ParsedMail

__all__ = ["Address", "Bounce", "ParsedAttachment", "ParsedMail"]
