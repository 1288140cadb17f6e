"""The decision about one mail."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from helpdesk.models import User
from mail import actions as mail_actions
from mail import parser_process
from mail.enums import Ignored, Strength
from mail.errors import ParserFailed, ParserInterrupted
from mail.models import InboundMail
from mail.parser import ParsedMail
from tickets import actions, timeline
from tickets.enums import MessageWarning, TicketEvent
from tickets.intake import agent_mails, content, matching
from tickets.intake.matching import Match
from tickets.intake.opening import flood_or_open
from tickets.intake.senders import Sender, sender_of
from tickets.models import Ticket
from tickets.sender_rights import SenderRole, Trust, Verdict, verdict

REOPENINGS_AN_HOUR = 5


def process(inbound_id: int) -> None:
    """Turn one journaled mail into what it means; safe to run twice, at once, or after a crash."""
    inbound = mail_actions.start_attempt(inbound_id)
    if inbound is None:
        return
    try:
        parsed = parser_process.parse(inbound)
    except ParserInterrupted as interruption:
        mail_actions.give_back(inbound, str(interruption))
        return
    except ParserFailed as failure:
        mail_actions.mark_failed(inbound, str(failure))
        return
    with transaction.atomic(), timeline.came_by_mail(inbound):
        decide(inbound, parsed)


def decide(inbound: InboundMail, parsed: ParsedMail) -> Ticket | None:
    """Append to the ticket that the mail belongs to, or open one; note in the journal what was decided and why."""
    locked = InboundMail.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=inbound.pk)
    if not locked.is_waiting:
        return None
    if mail_actions.settle(locked, parsed):
        _tell_of_bounce(locked)
        return None
    shared = _share(locked)
    if shared:
        return shared
    match = matching.find_ticket(locked, parsed)
    if match.ticket is None:
        return flood_or_open(locked, parsed, {"matched_by": ""})
    return _answer(locked, parsed, match, match.ticket)


def _tell_of_bounce(inbound: InboundMail) -> None:
    """Tell in the ticket that a mail of ours came back; nobody is answered and nothing reopens."""
    if inbound.decision.get("ignored") != Ignored.BOUNCE or inbound.thread is None:
        return
    ticket = Ticket.objects.filter(thread=inbound.thread).first()
    if ticket and inbound.decision.get("kind") in {"hard", "complaint"}:
        data = {"who": inbound.decision["recipient"], "why": inbound.decision.get("why", "")}
        timeline.record(ticket, TicketEvent.BOUNCED, actor=None, data=data)
        actions.notify_undelivered(ticket, str(data["who"]), str(data["why"]))


def _share(inbound: InboundMail) -> Ticket | None:
    """Note at the ticket of the same mail to another mailbox that it also came here; nothing when there is none."""
    twin = mail_actions.twin_of(inbound)
    thread = twin and twin.thread and mail_actions.final(twin.thread)
    ticket = Ticket.objects.filter(thread=thread).first() if thread else None
    if twin is None or ticket is None:
        return None
    timeline.record(ticket, TicketEvent.ALSO_SENT, actor=None, data={"to": inbound.mailbox.address})
    inbound.duplicate_of = twin
    mail_actions.mark_processed(inbound, {"matched_by": "twin", "also_sent_to": ticket.reference}, thread=ticket.thread)
    return ticket


def _answer(inbound: InboundMail, parsed: ParsedMail, match: Match, ticket: Ticket) -> Ticket:
    """Append what answers ``ticket`` as its sender may, or open a ticket of his own."""
    trust, sender = matching.sender_trust(inbound.mailbox, parsed), sender_of(inbound, parsed)
    role = matching.sender_role(ticket, sender.known_by, match.strength)
    may_answer = match.has_token and inbound.mailbox.agents_may_answer
    ruling = verdict(role, match.strength, trust, has_token=match.has_token, agents_may_answer=may_answer)
    decision: dict[str, object] = {"matched_by": match.matched_by, "role": role, "trust": trust}
    if match.clash:
        decision["clash"] = match.clash
    if ruling == Verdict.OPEN_LINKED or ticket.is_past_reopening(timezone.now()):
        return flood_or_open(inbound, parsed, {**decision, "linked_to": ticket.reference})
    agent = User.objects.by_email(parsed.from_address)
    if ruling in {Verdict.NOTE, Verdict.ANSWER} and agent:
        is_proven = match.has_token and trust == Trust.PASSED
        odd = content.sender_warnings(inbound, parsed, trust)
        agent_mails.take(ticket, inbound, parsed, ruling, is_proven=is_proven, by=agent, odd=odd)
    else:
        _append(ticket, inbound, parsed, sender, ruling)
    _let_follow(ticket, inbound, parsed, sender, ruling)
    if ruling == Verdict.APPEND and role == SenderRole.COLLEAGUE and match.strength == Strength.STRONG:
        actions.add_watchers(ticket, (sender.known_by,))
    mail_actions.mark_processed(inbound, {**decision, "verdict": ruling}, thread=ticket.thread)
    return ticket


def _let_follow(ticket: Ticket, inbound: InboundMail, parsed: ParsedMail, sender: Sender, ruling: Verdict) -> None:
    """Have everybody in To and Cc take part, where who asks, or a proven agent, has written to them."""
    if ruling == Verdict.ANSWER or (ruling == Verdict.APPEND and matching.is_asking(ticket, sender.known_by)):
        people = content.new_participants(inbound, parsed, sender, ticket)
        if people:
            actions.add_watchers(ticket, people)


def _append(ticket: Ticket, inbound: InboundMail, parsed: ParsedMail, sender: Sender, ruling: Verdict) -> None:
    taken = content.message_body(inbound, parsed)
    is_unconfirmed = ruling == Verdict.APPEND_UNCONFIRMED
    loops = _loops(ticket)
    odd = content.sender_warnings(inbound, parsed, matching.sender_trust(inbound.mailbox, parsed))
    heard = content.incoming_message(
        inbound,
        parsed,
        taken,
        sender,
        is_unconfirmed=is_unconfirmed,
        may_reopen=not loops,
        odd=(*odd, *[MessageWarning.LOOP] * loops),
    )
    actions.receive(ticket, heard)


def _loops(ticket: Ticket) -> bool:
    """Say whether mail has reopened ``ticket`` so often within an hour that two machines may be at it."""
    since = timezone.now() - timedelta(hours=1)
    return ticket.events.reopened_by_mail(since).count() >= REOPENINGS_AN_HOUR
