"""Jobs of the tickets: mail taken in, missed deadlines found, silent tickets closed, views counted, words indexed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from helpdesk import current_time, scanning
from helpdesk.deferred_text import deferred
from helpdesk.failures import Failures
from helpdesk.models import StoredFile
from mail import alerts
from mail.models import Delivery, InboundMail
from sla import actions as sla_actions
from sla.models import Simulation, SimulationPart
from tickets import actions, intake, ticket_counts, timeline
from tickets.enums import TicketEvent
from tickets.errors import StatusNotOffered
from tickets.models import SearchDocument, Ticket
from tickets.querysets import TicketQuerySet

AT_ONCE = 200
ESCALATED_AT_ONCE = 20  # a level may do a lot, and its ticket is locked meanwhile
INDEXED_AT_ONCE = 500
PATIENCE = timedelta(minutes=2)

Due = Callable[[datetime], TicketQuerySet]

log = logging.getLogger(__name__)


@shared_task
def take_in_mail(inbound_id: int) -> None:
    """Take one journaled mail in; named by the setting MAIL_INTAKE_TASK."""
    intake.process(inbound_id)


@shared_task
@transaction.atomic
def tell_of_failed_mail(delivery_id: int) -> None:
    """Tell the agent of a ticket that a copy of its mail failed for good; named by the setting MAIL_FAILURE_TASK."""
    failed = Delivery.objects.with_mail().filter(pk=delivery_id).first()
    ticket = Ticket.objects.for_action().filter(thread=failed.outbound.thread).first() if failed else None
    if failed and ticket:
        actions.notify_undelivered(ticket, failed.address, failed.explanation, delivery=failed.pk)


@shared_task
def take_in_waiting_mail() -> None:
    """Take in mail whose own task was lost, or whose next try has come."""
    for inbound_id in InboundMail.objects.overdue(current_time.now()).values_list("pk", flat=True)[:AT_ONCE]:
        take_in_mail.delay(inbound_id)


@shared_task
def scan_waiting_files() -> None:
    """Have the scanner look at files that wait for it, those first that it was asked about longest ago."""
    if not settings.MAIL_SCAN:
        return
    for file in StoredFile.objects.to_scan()[:AT_ONCE]:
        try:
            scanning.look_at(file)
        except scanning.ScannerAway as error:
            text = _("The virus scanner does not answer, and files are kept back until it does: %(error)s")
            alerts.raise_alert("scan", deferred(text, error=error))
            return
        except scanning.NotScanned as error:
            log.warning("File %s was not scanned: %s", file, error)
    alerts.settle_alerts("scan")


@shared_task
def find_breaches() -> None:
    """Mark the deadlines that have passed, each once, also after a day of sleep."""
    _sweep(Ticket.objects.breaching, _breach, AT_ONCE)


@shared_task
def escalate() -> None:
    """Carry out the levels of escalation that are due, each once, also after a day of sleep."""
    _sweep(Ticket.objects.escalating, _escalate, ESCALATED_AT_ONCE)


def _sweep(due: Due, do: Callable[[Ticket, datetime], None], at_once: int) -> None:
    """Do all that is due, some at a time. A ticket that fails keeps no other waiting, and fails the job in the end."""
    failures = Failures(log)
    while _sweep_some(due, do, at_once, failures) == at_once:
        continue
    failures.raise_first()


@transaction.atomic
def _sweep_some(due: Due, do: Callable[[Ticket, datetime], None], at_once: int, failures: Failures) -> int:
    """Lock some tickets and do what is due; each is done and noted, or neither, and one that failed is not tried again."""
    now = current_time.now()
    found = due(now).exclude(pk__in=failures.found)[:at_once]
    for ticket in found:
        with failures.apart(ticket.pk, "What is due of %s failed", ticket), transaction.atomic():
            do(ticket, now)
    return len(found)


def _escalate(ticket: Ticket, now: datetime) -> None:
    if ticket.agreement:
        actions.carry_out(ticket, sla_actions.escalate(ticket.agreement, now=now))


def _breach(ticket: Ticket, now: datetime) -> None:
    """Tell of the deadlines that were missed; the ticket is locked before its agreement, as everywhere."""
    for clock in sla_actions.breach(ticket.agreement, now=now) if ticket.agreement else []:
        missed = clock.breached_at or clock.due_at  # the due instant of today may be another
        data = {"clock": clock.kind, "due": missed.isoformat()}
        timeline.record(ticket, TicketEvent.BREACHED, actor=None, data=data)
        Ticket.objects.filter(pk=ticket.pk, breached_at=None).update(breached_at=clock.breached_at)


@shared_task
def close_silent() -> None:
    """Close answered tickets whose customer has been silent for long enough (Dokos: seven days).

    One that cannot be closed, for its type has no status for that, keeps none of the others open.
    """
    now = current_time.now()
    for ticket in Ticket.objects.silent(now).order_by("pk").iterator(AT_ONCE):
        try:
            actions.close_if_silent(ticket, now=now)
        except StatusNotOffered as refusal:
            log.warning("%s stays open: %s", ticket, refusal.reason)


@shared_task
def warn_of_closing() -> None:
    """Tell customers, some days ahead, that their silence will close their ticket."""
    for ticket in Ticket.objects.silent_soon(current_time.now()).for_action().order_by("pk").iterator(AT_ONCE):
        actions.warn_of_closing(ticket)


@shared_task
def refresh_counts() -> None:
    """Count the views for the rail."""
    ticket_counts.refresh(current_time.now())


@shared_task
def index_tickets() -> None:
    """Index some tickets that another version has indexed, or none, so that an update lets nobody wait."""
    for document in SearchDocument.objects.outdated()[:INDEXED_AT_ONCE]:
        actions.index_again(document.ticket)


@shared_task
def simulate_part(part_id: int) -> None:
    """Replay some tickets of a simulation; delivered twice, it is done once; a simulation that is gone needs none."""
    part = (
        SimulationPart.objects.select_related("simulation__policy", "simulation__calendar").filter(pk=part_id).first()
    )
    if part is not None:
        actions.run_part(part)


@shared_task
def resume_simulations() -> None:
    """Take up simulations whose worker died or whose jobs the queue lost."""
    for simulation in Simulation.objects.left_over(current_time.now() - PATIENCE):
        actions.resume_simulation(simulation)
