"""Jobs of the tickets: mail taken in, missed deadlines found, silent tickets closed, views counted."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from mail.models import InboundMail
from sla import actions as sla_actions
from sla.models import Simulation, SimulationPart
from tickets import actions, counts, intake, timeline
from tickets.enums import TicketEvent
from tickets.errors import StatusNotOffered
from tickets.models import Ticket

AT_ONCE = 200
ESCALATED_AT_ONCE = 20  # a level may do a lot, and its ticket is locked meanwhile
PATIENCE = timedelta(minutes=2)

log = logging.getLogger(__name__)


@shared_task
def take_in_mail(inbound_id: int) -> None:
    """Take one journaled mail in; named by the setting MAIL_INTAKE_TASK."""
    intake.take_in(inbound_id)


@shared_task
def take_in_waiting_mail() -> None:
    """Take in mail whose own task was lost, or whose next try has come."""
    for inbound_id in InboundMail.objects.overdue(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]:
        take_in_mail.delay(inbound_id)


@shared_task
def find_breaches() -> None:
    """Mark the deadlines that have passed, each once, also after a day of sleep."""
    while _breach_some() == AT_ONCE:
        continue


@shared_task
def escalate() -> None:
    """Carry out the levels of escalation that are due, each once, also after a day of sleep."""
    while _escalate_some() == ESCALATED_AT_ONCE:
        continue


@transaction.atomic
def _escalate_some() -> int:
    """Fire some levels and do what they say, in one transaction: a level is done and noted, or neither."""
    now = timezone.now()
    found = Ticket.objects.escalating(now)[:ESCALATED_AT_ONCE]
    for ticket in found:
        for escalation in sla_actions.escalate(ticket.agreement, now=now) if ticket.agreement else []:
            actions.carry_out(ticket, escalation)
    return len(found)


@transaction.atomic
def _breach_some() -> int:
    """Tell of some missed deadlines; each ticket is locked before its agreement, as everywhere."""
    now = timezone.now()
    found = Ticket.objects.breaching(now)[:AT_ONCE]
    for ticket in found:
        for clock in sla_actions.breach(ticket.agreement, now=now) if ticket.agreement else []:
            data = {"clock": clock.kind, "due": clock.due_at.isoformat()}
            timeline.record(ticket, TicketEvent.BREACHED, actor=None, data=data)
            Ticket.objects.filter(pk=ticket.pk, breached_at=None).update(breached_at=clock.breached_at)
    return len(found)


@shared_task
def close_silent() -> None:
    """Close answered tickets whose customer has been silent for long enough (Dokos: seven days).

    One that cannot be closed, for its type has no status for that, keeps none of the others open.
    """
    now = timezone.now()
    for ticket in Ticket.objects.silent(now).order_by("pk").iterator(AT_ONCE):
        try:
            actions.close_if_silent(ticket, now=now)
        except StatusNotOffered as refusal:
            log.warning("%s stays open: %s", ticket, refusal.reason)


@shared_task
def warn_of_closing() -> None:
    """Tell customers, some days ahead, that their silence will close their ticket."""
    for ticket in Ticket.objects.silent_soon(timezone.now()).for_action().order_by("pk").iterator(AT_ONCE):
        actions.warn_of_closing(ticket)


@shared_task
def refresh_counts() -> None:
    """Count the views for the rail."""
    counts.refresh(timezone.now())


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
    for simulation in Simulation.objects.left_over(timezone.now() - PATIENCE):
        actions.resume_simulation(simulation)
