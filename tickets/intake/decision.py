"""The decision about one mail: mail reads it, this says what it means."""

from dataclasses import replace
from datetime import timedelta

from helpdesk import current_time
from helpdesk.models import User
from mail import actions as mail_actions
from mail.decision import Decision
from mail.enums import Strength, Trust
from mail.reading import Reading, Returned
from tickets import actions, timeline
from tickets.enums import MessageWarning, TicketEvent
from tickets.intake import agent_mails, content, matching
from tickets.intake.matching import Match
from tickets.intake.opening import flood_or_open
from tickets.models import Ticket
from tickets.sender_rights import SenderRole, Verdict, verdict

REOPENINGS_AN_HOUR = 5


def process(inbound_id: int) -> None:
    """Turn one journaled mail into what it means; safe to run twice, at once, or after a crash."""
    mail_actions.attempt(inbound_id, decide=decide, tell_of_return=tell_of_return)


def decide(reading: Reading) -> Decision:
    """Append to the ticket that the mail belongs to, or open one; say what was decided and why."""
    with timeline.came_by_mail(reading.inbound):
        shared = _share(reading)
        if shared:
            return shared
        match = matching.find_ticket(reading)
        if match.ticket is None:
            return flood_or_open(reading, Decision())
        return _answer(reading, match, match.ticket)


def tell_of_return(returned: Returned) -> None:
    """Tell in the ticket that a mail of ours came back; nobody is answered and nothing reopens."""
    ticket = Ticket.objects.filter(thread=returned.thread).first()
    if ticket:
        data = {"who": returned.recipient, "why": returned.why}
        timeline.record(ticket, TicketEvent.BOUNCED, actor=None, data=data)
        actions.notify_undelivered(ticket, returned.recipient, returned.why)


def _share(reading: Reading) -> Decision | None:
    """Note at the ticket of the same mail to another mailbox that it also came here; nothing when there is none."""
    thread = reading.shared_with
    ticket = Ticket.objects.filter(thread=thread).first() if thread else None
    if ticket is None:
        return None
    timeline.record(ticket, TicketEvent.ALSO_SENT, actor=None, data={"to": reading.inbound.mailbox.address})
    return Decision(thread_id=ticket.thread_id, matched_by="twin", also_sent_to=ticket.reference)


def _answer(reading: Reading, match: Match, ticket: Ticket) -> Decision:
    """Append what answers ``ticket`` as its sender may, or open a ticket of their own.

    Everybody in To and Cc takes part where who asks, or a proven agent, has written to them.
    """
    role = matching.sender_role(ticket, reading.sender.known_by, match.strength)
    ruling = _ruling(reading, match, role)
    decision = Decision(matched_by=match.matched_by, role=role, trust=reading.trust, clash=match.clash)
    if ruling == Verdict.OPEN_LINKED or ticket.is_past_reopening(current_time.now()):
        return flood_or_open(reading, replace(decision, linked_to=ticket.reference), suspected=ticket)
    asks = matching.is_asking(ticket, reading.sender.known_by)  # before the mail itself is one of the ticket's
    _write(ticket, reading, match, ruling)
    if ruling == Verdict.ANSWER or (ruling == Verdict.APPEND and asks):
        content.let_take_part(ticket, reading)
    if ruling == Verdict.APPEND and role == SenderRole.COLLEAGUE and match.strength == Strength.STRONG:
        actions.add_watchers(ticket, (reading.sender.known_by,))
    return replace(decision, thread_id=ticket.thread_id, verdict=ruling)


def _ruling(reading: Reading, match: Match, role: SenderRole) -> Verdict:
    may_answer = match.has_token and reading.inbound.mailbox.agents_may_answer
    return verdict(role, match.strength, reading.trust, has_token=match.has_token, agents_may_answer=may_answer)


def _write(ticket: Ticket, reading: Reading, match: Match, ruling: Verdict) -> None:
    """Write down what an agent says to colleagues or customers, else what a customer says."""
    is_agents = ruling in {Verdict.NOTE, Verdict.ANSWER}
    agent = User.objects.by_email(reading.from_address) if is_agents else None
    if agent:
        is_proven = match.has_token and reading.trust == Trust.PASSED
        agent_mails.take(ticket, reading, ruling, is_proven=is_proven, by=agent)
    else:
        _append(ticket, reading, ruling)


def _append(ticket: Ticket, reading: Reading, ruling: Verdict) -> None:
    loops = _loops(ticket)
    heard = content.incoming_message(
        reading,
        content.message_body(reading),
        is_unconfirmed=ruling == Verdict.APPEND_UNCONFIRMED,
        may_reopen=not loops,
        odd=(MessageWarning.LOOP,) * loops,
    )
    actions.receive(ticket, heard)


def _loops(ticket: Ticket) -> bool:
    """Say whether mail has reopened ``ticket`` so often within an hour that two machines may be at it."""
    since = current_time.now() - timedelta(hours=1)
    return ticket.events.reopened_by_mail(since).count() >= REOPENINGS_AN_HOUR
