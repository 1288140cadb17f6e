"""Telling people by mail what happened; every one of these mails passes the gate for automatic mail."""

import re

from helpdesk.models import User
from mail import actions as mail_actions
from mail.errors import NoMailbox
from mail.models import InboundMail
from mail.outgoing import Outgoing
from mail.rules import may_auto_send
from tickets import letters
from tickets.enums import MailEvent
from tickets.letters import Letter
from tickets.models import MailPreference, Message, Note, Ticket

LONGEST = 2000


def tell(mail: Outgoing, *, answering: InboundMail | None = None) -> bool:
    """Put an automatic mail into the outbox if the gate lets it pass; a desk without mail tells nobody."""
    [recipient] = mail.recipients
    if not may_auto_send(recipient.address, thread=mail.thread, kind=mail.kind, answering=answering):
        return False
    try:
        mail_actions.enqueue(mail)
    except NoMailbox:
        return False
    return True


def tell_owner(message: Message, *, is_reopened: bool) -> None:
    """Tell the ticket's agent that the customer spoke, or that his ticket is open again for it."""
    ticket, agent = message.ticket, message.ticket.assignee
    if agent is None or not ticket.type.tells_agents:
        return
    wishes = MailPreference.objects.of(agent)
    wanted = wishes.tells_reopened if is_reopened else wishes.tells_replied
    if wanted:
        event = MailEvent.REOPENED if is_reopened else MailEvent.REPLIED
        letter = Letter(event, ticket, words=message.text[:LONGEST], key=f"told-{message.pk}-{agent.pk}")
        tell(letters.for_agent(letter, agent))


def tell_mentioned(note: Note) -> None:
    """Tell the agents whose name stands behind an @ in a note."""
    if "@" not in note.text or not note.ticket.type.tells_agents:
        return
    text = note.text.casefold()
    for agent in sorted(User.objects.agents(), key=lambda agent: -len(agent.display_name)):
        name = re.escape(agent.display_name.casefold())
        text, found = re.subn(rf"@{name}(?!\w)", "", text)  # the longest name counts: Ana Pop is not Ana
        if found and agent != note.author and MailPreference.objects.of(agent).tells_mentioned:
            author, key = note.author.display_name, f"mentioned-{note.pk}-{agent.pk}"
            letter = Letter(MailEvent.MENTIONED, note.ticket, words=note.text[:LONGEST], by=author, key=key)
            tell(letters.for_agent(letter, agent))


def tell_closed(ticket: Ticket) -> None:
    """Tell the customer that his ticket is closed, where its type wants that."""
    if ticket.type.tells_closed and ticket.requester_email:
        tell(letters.for_customer(Letter(MailEvent.CLOSED, ticket, key=f"closed-{ticket.pk}-{ticket.version}")))


def warn_of_closing(ticket: Ticket) -> bool:
    """Tell the customer once that his silence will close the ticket; true when he was told now."""
    said = ticket.last_agent_at
    if said is None or not ticket.requester_email:
        return False
    key = f"will-close-{ticket.pk}-{said:%Y%m%d%H%M%S}"
    return tell(letters.for_customer(Letter(MailEvent.WILL_CLOSE, ticket, days=ticket.type.warn_days, key=key)))
