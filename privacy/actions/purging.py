"""Deleting what is older than we want to keep it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError, Q, QuerySet

from billing.models import BillingEvent
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.erasure import erasing
from helpdesk.models import User
from mail.models import InboundMail, OutboundAttachment, OutboundMail, Thread
from privacy.actions.file_deletion import drop_attachments, drop_raw_inbound, drop_raw_outbound
from privacy.retention import old_tickets, orphans, unused_logins
from privacy.rules import ensure_can_handle_data
from sla.models import Agreement
from tickets.models import Attachment, Event, Message, Note, Ticket

LOT = 50

log = logging.getLogger(__name__)


def would_purge(now: datetime, days: int) -> dict[str, int]:
    """Return how many tickets, contacts and logins a purge would delete; change nothing."""
    return {name: rows.count() for name, rows in _old(now, days).items()}


def purge(now: datetime, days: int, *, by: User | None) -> dict[str, int]:
    """Delete tickets closed more than ``days`` days before ``now``, then people whom nothing needs any more.

    In lots, each a transaction of its own with its line in the audit log; what is in the way of one row stops no other.
    0 days delete nothing.
    """
    ensure_can_handle_data(by)
    if days <= 0:
        return {}
    return {name: _Purge(name, rows, days, by).run() for name, rows in _old(now, days).items()}


def _old(now: datetime, days: int) -> dict[str, QuerySet[Any]]:
    return {"tickets": old_tickets(now, days), "contacts": orphans(now, days), "logins": unused_logins(now, days)}


@dataclass(frozen=True, slots=True)
class _Purge:
    """One kind of rows that are too old."""

    name: str
    old: QuerySet[Any]
    days: int
    by: User | None

    def run(self) -> int:
        """Delete all, and return how many went."""
        keys = list(self.old.values_list("pk", flat=True))
        return sum(self._delete(lot) for lot in batched(keys, LOT))

    def _delete(self, lot: Sequence[int]) -> int:
        """Delete the rows with these keys; where one is in the way, all but that one."""
        try:
            return self._delete_at_once(lot)
        except (ProtectedError, IntegrityError):
            if len(lot) > 1:
                return sum(self._delete([key]) for key in lot)
            log.exception("Something needs %s of the %s after all", lot[0], self.name)
            return 0

    def _delete_at_once(self, lot: Sequence[int]) -> int:
        """Delete what is still old now that nobody can change it."""
        with erasing():
            list(self.old.filter(pk__in=lot).select_for_update(of=("self",)))
            rows = list(self.old.filter(pk__in=lot))
            if not rows:
                return 0
            if self.old.model is Ticket:
                _delete_tickets(rows)
            else:
                self.old.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
            went: dict[str, Any] = {"days": self.days, self.name: len(rows)}
            audit.record(AuditKind.PURGED, by=self.by, **went)
        return len(rows)


def _delete_tickets(tickets: Sequence[Ticket]) -> None:
    """Delete tickets with all that hangs on them: words, history, files, clocks, mails."""
    keys = [ticket.pk for ticket in tickets]
    drop_attachments(Attachment.objects.filter(Q(message__ticket__in=keys) | Q(note__ticket__in=keys)))
    for model in (BillingEvent, Event, Message, Note):
        model._default_manager.filter(ticket__in=keys).delete()
    Ticket.objects.filter(pk__in=keys).delete()
    Agreement.objects.filter(pk__in=[ticket.agreement_id for ticket in tickets]).delete()
    _delete_mails([ticket.thread_id for ticket in tickets if ticket.thread_id])


def _delete_mails(threads: Sequence[int]) -> None:
    """Delete conversations; one into which another was led stays as a mere sign to where it went."""
    inbound = InboundMail.objects.filter(thread__in=threads)
    outbound = OutboundMail.objects.filter(thread__in=threads)
    drop_raw_inbound(inbound)
    drop_raw_outbound(outbound)
    drop_attachments(OutboundAttachment.objects.filter(outbound__in=outbound))
    inbound.delete()
    outbound.delete()
    Thread.objects.filter(pk__in=threads, merged_from=None).delete()
