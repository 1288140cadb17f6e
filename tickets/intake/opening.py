"""Tickets that mails open."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from mail import actions as mail_actions
from mail.models import InboundMail
from mail.parser import ParsedMail, prefixes
from tickets import actions, mails
from tickets.drafts import MessageBody, NewTicket
from tickets.enums import MessageWarning, Source
from tickets.intake import content
from tickets.intake.matching import SUBJECT_TAG, agent_of, customer_of, sender_trust
from tickets.intake.senders import Sender, is_answered_at_home, sender_of
from tickets.models import MailboxRoute, Ticket, TicketType
from tickets.sender_rights import Trust

FLOOD = timedelta(minutes=10)
CASCADE = 3


def flood_or_open(inbound: InboundMail, parsed: ParsedMail, decision: dict[str, object]) -> Ticket:
    """Open a ticket; but of a flood, or of two helpdesks that answer each other, make one ticket (mail.md §5)."""
    sender = sender_of(inbound, parsed)
    newest = _flooded(parsed, sender)
    if newest is None:
        return open_for(inbound, parsed, sender, decision)
    found = sender_trust(inbound.mailbox, parsed)
    odd = (*content.sender_warnings(inbound, parsed, found), MessageWarning.FLOOD)
    taken, is_proven = (
        content.message_body(inbound, parsed),
        found != Trust.FAILED and sender.address == sender.known_by,
    )
    heard = content.incoming_message(
        inbound, parsed, taken, sender, is_unconfirmed=not is_proven, may_reopen=False, odd=odd
    )
    actions.receive(newest, heard)
    mail_actions.mark_processed(inbound, {**decision, "flood": True}, thread=newest.thread)
    return newest


def _flooded(parsed: ParsedMail, sender: Sender) -> Ticket | None:
    """Return the newest ticket of somebody who opened too many lately, or whose subject piles up our own tags.

    The people who write through one form are counted each by himself.
    """
    if not sender.address:
        return None
    since = timezone.now() - (timedelta(days=7) if _is_cascade(parsed) else FLOOD)
    recent = Ticket.objects.live().opened_by_address(sender.answer_to, since=since)
    if not sender.answer_to:
        recent = recent.said_by(sender.address)
    if _is_cascade(parsed) or recent.count() >= settings.MAIL_NEW_TICKETS_LIMIT:
        return recent.for_action().order_by("-created_at").first()
    return None


def _is_cascade(parsed: ParsedMail) -> bool:
    """Tell whether the subject piles up our own tags: two helpdesks are answering each other's answers."""
    return len(SUBJECT_TAG.findall(parsed.subject)) >= CASCADE


def open_for(inbound: InboundMail, parsed: ParsedMail, sender: Sender, decision: dict[str, object]) -> Ticket:
    """Open a ticket for ``sender``; a mail that an agent passes on is the request of whoever wrote it first."""
    found = sender_trust(inbound.mailbox, parsed)
    first = _passed_on(parsed, found)
    is_passed_on = first is not None
    taken = content.message_body(inbound, parsed)
    if is_passed_on:  # the words of the customer stand in what would be folded as a quotation
        taken = replace(taken, html=taken.quoted_html or taken.html, quoted_html="")
    odd = (*content.sender_warnings(inbound, parsed, found), *[MessageWarning.FORWARDED] * is_passed_on)
    thread = mail_actions.start_thread(mailbox=inbound.mailbox, root_message_id=parsed.message_id)
    draft = replace(_draft(inbound, parsed, taken, first or sender), thread=thread)
    ticket = actions.open_ticket(
        draft, by=None, incoming=content.incoming_message(inbound, parsed, taken, sender, odd=odd)
    )
    people = content.new_participants(inbound, parsed, sender, ticket) if found != Trust.FAILED else ()
    if people:
        actions.add_watchers(ticket, people)
    if "linked_to" in decision:
        actions.suspect_reply_to(ticket, Ticket.objects.all().referenced(str(decision["linked_to"])).get())
    mail_actions.mark_processed(inbound, {**decision, "opened": ticket.reference}, thread=thread)
    is_known = parsed.sender_certain and found != Trust.FAILED and is_answered_at_home(inbound, parsed, sender)
    if is_known and not (is_passed_on or _is_cascade(parsed)):
        acknowledge(ticket, inbound)
    return ticket


def _passed_on(parsed: ParsedMail, found: Trust) -> Sender | None:
    """Return who wrote the mail that an agent passes on; nothing when it is none, or the agent may be forged."""
    is_wanted = settings.MAIL_TAKE_FORWARDED_SENDER and found != Trust.FAILED
    if not is_wanted or len(parsed.forwarded_from) != 1 or not agent_of(parsed.from_address):
        return None
    sender = parsed.forwarded_from[0]
    return (
        None if sender.address == parsed.from_address.lower() else Sender(sender.name, sender.address, sender.address)
    )


def _draft(inbound: InboundMail, parsed: ParsedMail, taken: MessageBody, sender: Sender) -> NewTicket:
    contact, company = customer_of(sender.address)
    return NewTicket(
        type=type_for(inbound),
        html=content.text_or_subject(taken, parsed),
        subject=_title(parsed),
        source=Source.MAIL,
        company=company,
        crm_contact=contact if company is None else None,
        requester=contact,
        requester_name=sender.name[:200],
        requester_email=sender.answer_to,
        at=inbound.received_at,
    )


def _title(parsed: ParsedMail) -> str:
    """Return the subject without the prefixes of mail programs; "R: drive is full" has one only in an answer."""
    answers = bool(parsed.in_reply_to or parsed.references or parsed.forwarded_from)
    return prefixes.without(parsed.subject, is_certain=answers) or " ".join(parsed.text.split())[:60]


def type_for(inbound: InboundMail) -> TicketType:
    """Return the type that the mailbox makes, else the first one."""
    return TicketType.objects.first_for(MailboxRoute.objects.filter(mailbox=inbound.mailbox_id))


def acknowledge(ticket: Ticket, inbound: InboundMail) -> None:
    """Tell the sender his ticket's number, unless the gate for automatic mail is shut."""
    if not ticket.type.confirms_receipt:
        return
    actions.send_automatic(mails.acknowledgement(ticket), answering=inbound)
