"""Opening a ticket: numbered, prioritised, assigned, its clocks running, all or nothing."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from crm.models import Contact
from helpdesk import current_time, idempotency
from helpdesk import html as markup
from helpdesk.models import CompanyProfile, User
from mail import actions as mail_actions
from mail.models import Thread
from sla.models import Priority
from tickets import timeline
from tickets.actions import clocks, search_index
from tickets.actions.assignment import join
from tickets.actions.clients import confirm_client
from tickets.actions.messages import write_received
from tickets.actions.notes import add_note
from tickets.actions.numbering import give_number
from tickets.drafts import IncomingMessage, NewTicket
from tickets.enums import DueDefault, TicketEvent
from tickets.errors import DescriptionMissing, StatusNotOffered
from tickets.models import PriorityCell, Ticket, TicketType
from tickets.rules import can_see_tickets, ensure_belongings_fit, ensure_can_open, ensure_sees_tickets


@transaction.atomic
def open_ticket(draft: NewTicket, *, by: User | None, incoming: IncomingMessage | None = None) -> Ticket:
    """Open a ticket; ``by`` is None when a mail opens it. Refuse one without a description (N09).

    ``incoming`` is the mail that opens it, and stands as its first message. The same ``key`` never opens two: who sends
    a form again gets the ticket that it opened, and with other content a refusal (``KeyUsed``).
    """
    if by is not None:
        ensure_can_open(by)
    writer = by.pk if by else draft.requester_email
    key, content = (
        idempotency.scoped_or_none(draft.key, "ticket", writer, draft.follows),
        idempotency.fingerprint(draft),
    )
    earlier = idempotency.earlier(Ticket.objects.for_action(), key, content)
    return earlier or _open(draft, by, incoming, (key, content))


def _open(draft: NewTicket, by: User | None, incoming: IncomingMessage | None, sent: tuple[UUID | None, str]) -> Ticket:
    now, firm = draft.at or current_time.now(), CompanyProfile.current()
    day = now.astimezone(firm.zone).date()
    description = _description(draft)
    ticket = _build(draft, day, now, by)
    ticket.thread = draft.thread or _thread_of(incoming)
    if by is not None:
        ensure_belongings_fit(ticket)
    ticket.key, ticket.fingerprint = sent
    ticket.description, ticket.language = description, draft.language or _language(draft, firm)
    clocks.start(ticket, now)
    give_number(ticket, ticket.type, day)  # late, for until we are done everybody else waits for their number
    ticket.save(force_insert=True)
    if ticket.assignee:
        join(ticket, ticket.assignee)
    timeline.record(ticket, TicketEvent.CREATED, actor=by, data={"source": ticket.source}, at=now)
    confirm_client(ticket, by=by, is_meant=draft.client_is_meant)
    if incoming:
        write_received(ticket, incoming, now)
    search_index.index_ticket(ticket, is_new=True)
    if draft.files and by is not None:
        add_note(ticket, escape(_("Files that came with the request.")), by=by, files=draft.files)
    return ticket


def _description(draft: NewTicket) -> str:
    description = markup.clean(draft.html)
    if not markup.to_text(description) and "<img" not in description:
        raise DescriptionMissing
    return description


def _build(draft: NewTicket, day: date, now: datetime, by: User | None) -> Ticket:
    status = draft.type.statuses.filter(is_default=True).first()
    if status is None:
        reason = _("Tickets of the type “%(type)s” cannot be opened: an administrator has to give it a first status.")
        raise StatusNotOffered(reason % {"type": draft.type}, "NO_FIRST_STATUS")
    return Ticket(
        type=draft.type,
        subject=draft.subject.strip()[:500],
        source=draft.source,
        category=draft.category,
        operation=draft.operation,
        severity=draft.severity,
        urgency=draft.urgency,
        impact=draft.impact,
        priority=draft.priority or matrix_priority(draft.urgency, draft.impact),
        priority_is_manual=draft.priority is not None,
        project=draft.project,
        company=draft.company,
        crm_contact=draft.crm_contact,
        requester=draft.requester,
        requester_name=draft.requester_name or (draft.requester.name if draft.requester else ""),
        requester_email=draft.requester_email or _address_of(draft.requester),
        referent=draft.referent,
        referent_email=draft.referent_email or _address_of(draft.referent),
        status=status,
        status_category=status.category,
        assignee=_owner(draft, by),
        is_incomplete=is_incomplete(draft),
        created_at=now,
        created_on=day,
        created_by=by,
        due_on=draft.due_on or _due(draft.type, day),
        active_at=now,
        last_customer_at=now,
        billing_criteria=draft.billing_criteria,
        billing_period=draft.billing_period,
    )


def _address_of(person: Contact | None) -> str:
    return person.email if person else ""


def _thread_of(incoming: IncomingMessage | None) -> Thread:
    """Begin the conversation, with the mail that opens the ticket as its head."""
    inbound = incoming.inbound if incoming else None
    if inbound is None:
        return mail_actions.start_thread()
    return mail_actions.start_thread(mailbox=inbound.mailbox, root_message_id=inbound.message_id)


def _owner(draft: NewTicket, by: User | None) -> User | None:
    """Return who was chosen, else whom the type says, else the writer; of the latter whoever may see tickets."""
    if draft.assignee:
        ensure_sees_tickets(draft.assignee)
        return draft.assignee
    return next((user for user in (draft.type.first_assigned_user, by) if user and can_see_tickets(user)), None)


def _language(draft: NewTicket, firm: CompanyProfile) -> str:
    """Return the contact's language, else the company's, else the site's (A.3)."""
    person: Contact | None = draft.requester or draft.crm_contact
    if person and person.resolved_language:
        return person.resolved_language
    return draft.company.language if draft.company and draft.company.language else firm.language


def matrix_priority(urgency: str, impact: str) -> Priority:
    """Return what the matrix says of ``urgency`` and ``impact``; a hole in it means the middle priority."""
    cell = PriorityCell.objects.filter(urgency=urgency, impact=impact).select_related("priority").first()
    return cell.priority if cell else Priority.objects.middle()


def _due(ticket_type: TicketType, day: date) -> date | None:
    if ticket_type.due_default == DueDefault.NONE:
        return None
    return day + timedelta(days=ticket_type.due_days if ticket_type.due_default == DueDefault.DAYS else 0)


def is_incomplete(asked: NewTicket | Ticket) -> bool:
    """Say whether something mandatory is missing: mail and portal open the ticket all the same."""
    demanded = [
        (asked.type.requires_company, asked.company or asked.crm_contact),
        (asked.type.requires_subject, asked.subject.strip()),
        (asked.type.requires_referent, asked.referent),
        (asked.type.requires_referent_email, asked.referent_email or (asked.referent and asked.referent.email)),
        (asked.type.requires_project, asked.project),
        (asked.type.requires_severity, asked.severity),
    ]
    return any(is_required and not value for is_required, value in demanded)
