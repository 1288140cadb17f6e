"""Mails that became messages, read again after the desk has learnt to read."""

from helpdesk.errors import Refusal
from mail import parser_process
from mail.errors import ParserFailed
from tickets import actions
from tickets.enums import MessageWarning
from tickets.intake import content
from tickets.models import Message


def split_again(message: Message) -> bool:
    """Read the mail of ``message`` again, and part new words from quoted ones as it is done today.

    False where nothing changes: the mail is the same, is not there any more, or a person decided what is new in it.
    """
    inbound = message.inbound
    if inbound is None or MessageWarning.FORWARDED in message.warnings or "by_hand" in inbound.decision:
        return False
    try:
        parsed = parser_process.parse_bytes(inbound.raw())
    except (Refusal, ParserFailed):
        return False
    return actions.split_again(message, content.split_quotation(inbound, parsed))
