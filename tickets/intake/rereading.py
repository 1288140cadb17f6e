"""Mails that became messages, read again after the desk has learnt to read."""

from mail import actions as mail_actions
from tickets import actions
from tickets.drafts import MessageBody
from tickets.enums import MessageWarning
from tickets.models import Message


def split_again(message: Message) -> bool:
    """Read the mail of ``message`` again, and part new words from quoted ones as it is done today.

    False where nothing changes: the mail is the same, is not there any more, or a person decided what is new in it.
    """
    inbound = message.inbound
    if inbound is None or MessageWarning.FORWARDED in message.warnings or inbound.decided.by_hand:
        return False
    own = {a.content_id.lower(): a.get_absolute_url() for a in message.attachments.all() if a.content_id}
    words = mail_actions.words_again(inbound, own)
    if words is None:
        return False
    return actions.split_again(message, MessageBody(words.new, words.quoted, remote_images=words.remote_images))
