"""Deleting what is older than we want to keep it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q

from billing.models import BillingEvent
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.erasure import erasing
from helpdesk.models import User
from mail.models import InboundMail, OutboundAttachment, OutboundMail, Thread
from privacy.actions.releasing import drop_attachments, drop_raw_inbound, drop_raw_outbound
from privacy.aging import old_tickets, orphans, unused_logins
from privacy.rules import ensure_can_handle_data
from sla.models import Agreement
from tickets.models import Attachment, Event, Message, Note, Ticket

LOT = 50


def would_purge(now: datetime, days: int) -> dict[str, int]:
    """Return how many tickets, contacts and logins a purge would delete; change nothing."""
    found = {"tickets": old_tickets(now, days), "contacts": orphans(now, days), "logins": unused_logins(now, days)}
    return {name: rows.count() for name, rows in found.items()}


def purge(now: datetime, days: int, *, by: User | None) -> dict[str, int]:
    """Delete tickets closed more than ``days`` days before ``now``, then people whom nothing needs any more.

    In lots, each a transaction of its own; what is in the way of one row stops no other. 0 days delete nothing.
    """
    ensure_can_handle_data(by)
    if days <= 0:
        return {}
    tickets = list(old_tickets(now, days).values_list("pk", flat=True))
    for lot in batched(tickets, LOT):
        _delete_tickets(lot)
    people = {"contacts": orphans(now, days), "logins": unused_logins(now, days)}
    counts = {"tickets": len(tickets), **{name: sum(map(_deleted, rows)) for name, rows in people.items()}}
    if any(counts.values()):
        details: dict[str, Any] = {"days": days, **counts}
        audit.record(AuditKind.PURGED, by=by, **details)
    return counts


def _delete_tickets(keys: Iterable[int]) -> None:
    """Delete tickets with all that hangs on them: words, history, files, clocks, mails."""
    with erasing():
        tickets = Ticket.objects.locked(keys)
        wanted = [one.pk for one in tickets]
        threads, agreements = ([getattr(one, f"{name}_id") for one in tickets] for name in ("thread", "agreement"))
        drop_attachments(Attachment.objects.filter(Q(message__ticket__in=wanted) | Q(note__ticket__in=wanted)))
        for model in (BillingEvent, Event, Message, Note):
            model._default_manager.filter(ticket__in=wanted).delete()
        Ticket.objects.filter(pk__in=wanted).delete()
        Agreement.objects.filter(pk__in=agreements).delete()
        _delete_mails(threads)


def _delete_mails(threads: list[int]) -> None:
    """Delete conversations; one into which another was led stays as a mere sign to where it went."""
    inbound = InboundMail.objects.filter(thread__in=threads)
    outbound = OutboundMail.objects.filter(thread__in=threads)
    drop_raw_inbound(inbound)
    drop_raw_outbound(outbound)
    OutboundAttachment.objects.filter(outbound__in=outbound).delete()
    inbound.delete()
    outbound.delete()
    Thread.objects.filter(pk__in=threads, merged_from=None).delete()


def _deleted(row: object) -> bool:
    """Delete one row; false where something needs it after all."""
    try:
        with transaction.atomic():
            row.delete()  # type: ignore[attr-defined]
    except ProtectedError:
        return False
    return True
