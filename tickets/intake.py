"""What an incoming mail means: a new ticket, an answer in its thread, or nothing for a ticket."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.models import Company, Contact
from helpdesk import files
from helpdesk import html as markup
from helpdesk.models import User
from mail import actions as mail_actions
from mail import sandbox
from mail.enums import MatchedBy, Strength
from mail.errors import ParserFailed
from mail.models import InboundMail
from mail.parser import ParsedMail
from mail.rules import may_auto_send
from tickets import actions, mails, rules
from tickets.authorship import Standing, Verdict, verdict
from tickets.drafts import Heard, NewFile, NewTicket, Said
from tickets.enums import Direction, Source
from tickets.models import MailboxRoute, Ticket, TicketType

SUBJECT_TAG = re.compile(r"\[#([^\]\s]{3,80})\]")
REPLY_PREFIX = re.compile(r"^\s*((re|aw|r|rif|rép|tr|fw|fwd|i|wg|rv)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """The ticket that a mail points at, and what that is worth."""

    ticket: Ticket | None
    matched_by: str
    strength: Strength
    has_token: bool = False


def take_in(inbound_id: int) -> None:
    """Turn one journaled mail into what it means; safe to run twice, at once, or after a crash."""
    inbound = mail_actions.start_attempt(inbound_id)
    if inbound is None:
        return
    try:
        parsed = sandbox.parse(inbound)
    except ParserFailed as failure:
        mail_actions.mark_failed(inbound, str(failure))
        return
    with transaction.atomic():
        decide(inbound, parsed)


def decide(inbound: InboundMail, parsed: ParsedMail) -> Ticket | None:
    """Append to the ticket that the mail belongs to, or open one; note in the journal what was decided and why."""
    inbound = InboundMail.objects.select_for_update(of=("self",)).get(pk=inbound.pk)
    if not inbound.is_waiting or mail_actions.settle(inbound, parsed):
        return None
    match = _match(inbound, parsed)
    if match.ticket is None:
        return _flood_or_open(inbound, parsed, match)
    standing = _standing(match.ticket, parsed.from_address)
    ruling = verdict(standing, match.strength, has_token=match.has_token)
    if ruling == Verdict.OPEN_LINKED or match.ticket.is_past_reopening(timezone.now()):
        return _open(inbound, parsed, {"matched_by": match.matched_by, "linked_to": match.ticket.reference})
    _append(match.ticket, inbound, parsed, ruling)
    decision: dict[str, object] = {"matched_by": match.matched_by, "standing": standing, "verdict": ruling}
    mail_actions.mark_processed(inbound, decision, thread=match.ticket.thread)
    return match.ticket


def _match(inbound: InboundMail, parsed: ParsedMail) -> Match:
    route = mail_actions.route(inbound, parsed)
    if route.thread:
        ticket = Ticket.objects.for_action().filter(thread=route.thread).first()
        if ticket:
            has_token = route.matched_by == MatchedBy.TOKEN
            return Match(ticket, route.matched_by, route.strength, has_token=has_token)
    for reference in SUBJECT_TAG.findall(parsed.subject):
        ticket = Ticket.objects.for_action().referenced(reference).first()
        if ticket:
            return Match(ticket, "subject", Strength.WEAK)
    return Match(None, "", Strength.NONE)


def _standing(ticket: Ticket, address: str) -> Standing:
    """Say what the sender is to ``ticket``, by address alone, never by the name he shows.

    An agent who merely watches is an agent: what he writes by mail is for agents, not for the customer. One
    without the rights of an agent is taken for what his address is otherwise.
    """
    address = address.lower()
    if address and address in {ticket.requester_email.lower(), ticket.referent_email.lower()}:
        return Standing.PARTICIPANT
    user = User.objects.by_email(address)
    if user and user.is_active and rules.can_work_on(user, ticket):
        return Standing.AGENT
    if address and _is_told(ticket, address):
        return Standing.PARTICIPANT
    company = _company_of(address)
    return Standing.COLLEAGUE if company and company == ticket.company else Standing.STRANGER


def _is_told(ticket: Ticket, address: str) -> bool:
    """Say whether ``address`` watches ``ticket``, or was in copy of an answer of ours."""
    if address in {watcher.address.lower() for watcher in ticket.watchers.select_related("user", "contact")}:
        return True
    return ticket.messages.filter(direction=Direction.OUTGOING, cc__contains=[address]).exists()


def _company_of(address: str) -> Company | None:
    contact = Contact.objects.for_sender(address)
    return contact.company if contact else Company.objects.for_sender(address)


def _append(ticket: Ticket, inbound: InboundMail, parsed: ParsedMail, ruling: Verdict) -> None:
    said = _said(parsed)
    agent = User.objects.by_email(parsed.from_address) if ruling == Verdict.NOTE else None
    if agent:
        actions.add_note(ticket, _words(said, parsed), by=agent, files=said.files)
        return
    actions.hear(ticket, _heard(inbound, parsed, said, is_unconfirmed=ruling == Verdict.APPEND_UNCONFIRMED))


def _heard(inbound: InboundMail, parsed: ParsedMail, said: Said, *, is_unconfirmed: bool = False) -> Heard:
    return Heard(
        said=said,
        sender_name=parsed.from_name,
        sender_email=parsed.from_address,
        to=tuple(a.address for a in parsed.to),
        cc=tuple(a.address for a in parsed.cc),
        is_automatic=inbound.is_auto,
        is_unconfirmed=is_unconfirmed,
        inbound=inbound,
        at=inbound.received_at,
    )


def _said(parsed: ParsedMail) -> Said:
    """Take what is new as the words, and the whole mail beside it when it holds more: folded, never deleted."""
    if parsed.html:
        new, whole = parsed.reply_html or parsed.html, parsed.html
    else:
        new, whole = markup.from_text(parsed.reply_text or parsed.text), markup.from_text(parsed.text)
    stored = tuple(
        NewFile(file=files.store(a.data), name=a.name, content_id=a.content_id, is_inline=a.inline)
        for a in parsed.attachments
    )
    return Said(html=new, quoted_html="" if new == whole else whole, files=stored, source=Source.MAIL)


def _flood_or_open(inbound: InboundMail, parsed: ParsedMail, match: Match) -> Ticket:
    """Open a ticket; but a sender who opened too many within minutes adds to his newest open one (mail.md §5)."""
    recent = Ticket.objects.live().opened_by_address(parsed.from_address, since=timezone.now() - timedelta(minutes=10))
    if parsed.from_address and recent.count() >= settings.MAIL_NEW_TICKETS_LIMIT:
        newest = recent.for_action().order_by("-created_at").first()
        if newest:
            actions.hear(newest, _heard(inbound, parsed, _said(parsed)))
            mail_actions.mark_processed(inbound, {"flood": True}, thread=newest.thread)
            return newest
    return _open(inbound, parsed, {"matched_by": match.matched_by})


def _open(inbound: InboundMail, parsed: ParsedMail, decision: dict[str, object]) -> Ticket:
    said = _said(parsed)
    thread = mail_actions.start_thread(mailbox=inbound.mailbox, root_message_id=parsed.message_id)
    ticket = actions.open_ticket(replace(_draft(inbound, parsed, said), thread=thread), by=None)
    actions.hear(ticket, _heard(inbound, parsed, said))
    if "linked_to" in decision:
        actions.link(ticket, str(decision["linked_to"]))
    mail_actions.mark_processed(inbound, {**decision, "opened": ticket.reference}, thread=thread)
    _confirm_receipt(ticket, inbound)
    return ticket


def _draft(inbound: InboundMail, parsed: ParsedMail, said: Said) -> NewTicket:
    contact = Contact.objects.for_sender(parsed.from_address)
    company = _company_of(parsed.from_address)
    return NewTicket(
        type=_type_for(inbound),
        html=_words(said, parsed),
        subject=REPLY_PREFIX.sub("", parsed.subject) or parsed.text.strip()[:60],
        source=Source.MAIL,
        company=company,
        crm_contact=contact if company is None else None,
        requester=contact,
        requester_name=parsed.from_name[:200],
        requester_email=parsed.from_address,
        at=inbound.received_at,
    )


def _words(said: Said, parsed: ParsedMail) -> str:
    """Return what was said, else the subject: a ticket and a note cannot be without words."""
    return said.html if markup.to_text(markup.clean(said.html)) else markup.from_text(parsed.subject or "(no text)")


def _type_for(inbound: InboundMail) -> TicketType:
    route = MailboxRoute.objects.filter(mailbox=inbound.mailbox).select_related("type__series").first()
    return route.type if route else TicketType.objects.offered().select_related("series").earliest("position", "pk")


def _confirm_receipt(ticket: Ticket, inbound: InboundMail) -> None:
    """Tell the sender his ticket's number, unless the gate for automatic mail is shut."""
    if not ticket.type.confirms_receipt:
        return
    if may_auto_send(ticket.requester_email, thread=ticket.thread, answering=inbound):
        mail_actions.enqueue(mails.receipt(ticket))
