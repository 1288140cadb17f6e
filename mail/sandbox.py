"""Parsing in a child process with little memory and little time, for mail may be hostile (mail.md §3)."""

from mail.models import InboundMail
from mail.parser import ParsedMail


def parse(inbound: InboundMail) -> ParsedMail:
    """Return what ``inbound`` says; raise ``ParserFailed`` when the child was killed, at once or three times over."""
    raise NotImplementedError
