"""Tickets that mails open."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from helpdesk import current_time
from helpdesk import html as markup
from mail.decision import Decision
from mail.enums import Trust
from mail.models import InboundMail
from mail.reading import Reading, Sender, Words
from tickets import actions, mails
from tickets.drafts import NewTicket
from tickets.enums import MessageWarning, Source
from tickets.intake import content
from tickets.intake.matching import agent_of, customer_of
from tickets.models import MailboxRoute, Ticket, TicketType

FLOOD = timedelta(minutes=10)
CASCADE = 3


def flood_or_open(reading: Reading, decision: Decision, *, suspected: Ticket | None = None) -> Decision:
    """Open a ticket; but of a flood, or of two helpdesks that answer each other, make one ticket (mail.md §5)."""
    newest = _flooded(reading)
    if newest is None:
        ticket = open_for(reading, suspected=suspected)
        return replace(decision, thread_id=ticket.thread_id, opened=ticket.reference)
    is_proven = reading.trust != Trust.FAILED and reading.sender.address == reading.sender.known_by
    heard = content.incoming_message(
        reading,
        content.message_body(reading),
        is_unconfirmed=not is_proven,
        may_reopen=False,
        odd=(MessageWarning.FLOOD,),
    )
    actions.receive(newest, heard)
    return replace(decision, thread_id=newest.thread_id, flood=True)


def _flooded(reading: Reading) -> Ticket | None:
    """Return the newest ticket of somebody who opened too many lately, or whose subject piles up our own tags.

    The people who write through one form are counted each by themselves.
    """
    sender, is_cascade = reading.sender, _is_cascade(reading)
    if not sender.address:
        return None
    since = current_time.now() - (timedelta(days=7) if is_cascade else FLOOD)
    recent = Ticket.objects.live().opened_by_address(sender.answer_to, since=since)
    if not sender.answer_to:
        recent = recent.said_by(sender.address)
    if is_cascade or recent.count() >= settings.MAIL_NEW_TICKETS_LIMIT:
        return recent.for_action().order_by("-created_at").first()
    return None


def _is_cascade(reading: Reading) -> bool:
    """Tell whether the subject piles up our own tags: two helpdesks are answering each other's answers."""
    return len(reading.references) >= CASCADE


def open_for(reading: Reading, *, suspected: Ticket | None = None) -> Ticket:
    """Open a ticket for the sender; a mail that an agent passes on is the request of whoever wrote it first."""
    first = _passed_on_from(reading)
    ticket = _open(reading, first)
    if reading.trust != Trust.FAILED:
        content.let_take_part(ticket, reading)
    if suspected:
        actions.suspect_reply_to(ticket, suspected)
    if first is None and _is_known(reading):
        acknowledge(ticket, reading.inbound)
    return ticket


def _open(reading: Reading, first: Sender | None) -> Ticket:
    words, odd = reading.words, (MessageWarning.FORWARDED,) if first else ()
    if first:  # the words of the customer stand in what would be folded as a quotation
        words = Words(words.quoted or words.new, markup.NOTHING, words.remote_images)
    incoming = content.incoming_message(reading, content.message_body(reading, words), odd=odd)
    return actions.open_ticket(_draft(reading, words, first or reading.sender), by=None, incoming=incoming)


def _is_known(reading: Reading) -> bool:
    """Say whether the sender is who they say, and may be told that the mail has arrived."""
    is_believed = reading.is_sender_certain and reading.trust != Trust.FAILED
    return is_believed and reading.is_answered_at_home and not _is_cascade(reading)


def _passed_on_from(reading: Reading) -> Sender | None:
    """Return who wrote the mail that an agent passes on; nothing when it is none, or the agent may be forged."""
    is_wanted = settings.MAIL_TAKE_FORWARDED_SENDER and reading.trust != Trust.FAILED
    if not is_wanted or reading.passed_on_from is None or not agent_of(reading.from_address):
        return None
    return reading.passed_on_from


def _draft(reading: Reading, words: Words, sender: Sender) -> NewTicket:
    contact, company = customer_of(sender.address)
    return NewTicket(
        type=type_for(reading.inbound),
        html=content.text_or_subject(reading, words.new),
        subject=reading.title,
        source=Source.MAIL,
        company=company,
        crm_contact=contact if company is None else None,
        requester=contact,
        requester_name=sender.name[:200],
        requester_email=sender.answer_to,
        at=reading.inbound.received_at,
    )


def type_for(inbound: InboundMail) -> TicketType:
    """Return the type that the mailbox makes, else the first one."""
    route = MailboxRoute.objects.filter(mailbox=inbound.mailbox_id).select_related("type__series").first()
    return route.type if route else TicketType.objects.first_offered()


def acknowledge(ticket: Ticket, inbound: InboundMail) -> None:
    """Tell the sender the ticket's number, unless the gate for automatic mail is shut."""
    if not ticket.type.confirms_receipt:
        return
    actions.send_automatic(mails.acknowledgement(ticket), answering=inbound)
