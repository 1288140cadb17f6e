"""Logging, changing and deleting works."""

from datetime import timedelta

from django.db import transaction

from billing import durations, rules
from billing.actions.locking import locked_ticket
from billing.drafts import WorkDraft
from billing.enums import BillingEventKind
from billing.errors import ExplainHours, InTheFuture, StaleWork
from billing.models import ProposalTicket, Work
from helpdesk import current_time, idempotency
from helpdesk.models import User
from helpdesk.querysets import still_there
from tickets import timeline
from tickets.models import Ticket
from tickets.rules import ensure_project_fits


@transaction.atomic
def log_work(ticket: Ticket, draft: WorkDraft, *, by: User, key: object = None) -> Work:
    """Write down that ``by`` worked on ``ticket``; the same ``key`` again returns the work it was first used for.

    Refuse other content under the same key (``KeyUsed``). A reopened ticket that is in a proposal takes new works, for real work must be loggable; its place goes stale.
    """
    rules.ensure_can_log_work(by)
    ticket = locked_ticket(ticket)
    own_key, content = idempotency.scoped_or_none(key, "work", ticket.pk, by.pk), idempotency.fingerprint(draft)
    known = idempotency.earlier(Work.objects.all(), own_key, content)
    if known:
        return known
    rules.ensure_takes_works(ticket)
    work = Work(ticket=ticket, technician=by, created_by=by, key=own_key, fingerprint=content)
    _fill(work, draft, by)
    work.save(force_insert=True)
    _weigh(ticket)
    timeline.record(ticket, BillingEventKind.WORK_LOGGED, actor=by, data=_told(work))
    return work


@transaction.atomic
def change_work(work: Work, draft: WorkDraft, *, by: User, version: int | None = None) -> Work:
    """Write ``work`` anew; refused once a line of a proposal holds it (P10), or past ``version`` (None: any).

    What was logged after the proposal was made, on a ticket that had been reopened, may still be corrected.
    """
    ticket = locked_ticket(work.ticket)
    work = still_there(Work.objects.select_for_update(of=("self",)), work)
    rules.ensure_can_change_work(by, work)
    rules.ensure_work_unlocked(work)
    if version is not None and version != work.version:
        raise StaleWork
    before = _told(work)
    _fill(work, draft, by)
    work.version += 1
    work.save()
    _weigh(ticket)
    timeline.record(ticket, BillingEventKind.WORK_CHANGED, actor=by, data={**_told(work), "before": before})
    return work


@transaction.atomic
def delete_work(work: Work, *, by: User) -> None:
    """Delete ``work``; the timeline keeps what it was. Refused once a line of a proposal holds it (P10)."""
    ticket = locked_ticket(work.ticket)
    work = still_there(Work.objects.select_for_update(of=("self",)), work)
    rules.ensure_can_change_work(by, work)
    rules.ensure_work_unlocked(work)
    told = _told(work)
    work.delete()
    _weigh(ticket)
    timeline.record(ticket, BillingEventKind.WORK_DELETED, actor=by, data=told)


def _weigh(ticket: Ticket) -> None:
    """Note at the proposal of a locked ``ticket``, if it is in one, whether works were added since."""
    place = ProposalTicket.objects.of_ticket(ticket)
    if place:
        place.is_stale = Work.objects.added_since(ticket).exists()
        place.save(update_fields=["is_stale"])


def _fill(work: Work, draft: WorkDraft, by: User) -> None:
    if draft.rate_override != work.rate_override:
        rules.ensure_can_see_amounts(by)
    if draft.project != work.project:
        ensure_project_fits(work.ticket, draft.project)
    typed = draft.typed
    span = durations.span(typed)
    if typed.day > current_time.now().astimezone(typed.zone).date() + timedelta(days=1):
        raise InTheFuture
    billable = span.minutes if draft.billable_minutes is None else draft.billable_minutes
    if billable > span.minutes and not draft.billable_reason.strip():
        raise ExplainHours
    work.work_date, work.time_zone = typed.day, typed.zone.key
    work.start_at, work.end_at, work.break_minutes = span.start_at, span.end_at, typed.break_minutes
    work.minutes, work.billable_minutes = span.minutes, billable
    work.billable_reason, work.billing_mode = draft.billable_reason.strip(), draft.mode
    work.service, work.project = draft.service, draft.project
    work.rate_override = draft.rate_override
    work.description, work.internal_note = draft.description.strip(), draft.internal_note.strip()


def _told(work: Work) -> dict[str, object]:
    """Return what the timeline keeps of a work; the internal note is not among it."""
    return {
        "work": str(work.public_id),
        "day": work.work_date.isoformat(),
        "label": work.hours,
        "minutes": work.minutes,
        "service": str(work.service or ""),
        "description": work.description,
    }
