"""A batch: one press of “Generate invoice proposals”, and what became of each ticket."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.eligibility import sentence_of
from billing.enums import BatchState, Reason, TicketOutcome
from billing.models.proposal import InvoiceProposal
from billing.querysets import BatchQuerySet, BatchTicketQuerySet
from tickets.models import Ticket


class ProposalBatch(models.Model):
    """Who asked for proposals of which tickets, with which options."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(unique=True, help_text=_("Idempotency key: the same form sent twice is one batch."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    group_by_customer = models.BooleanField(_("tickets grouped by customer"), default=False)
    group_works = models.BooleanField(_("works grouped"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.WAITING)
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal batch")
        verbose_name_plural = _("proposal batches")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="batch_done_iff_finished",
                condition=Q(state=BatchState.DONE, finished_at__isnull=False)
                | (~Q(state=BatchState.DONE) & Q(finished_at=None)),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """Return the page of its progress and result."""
        return reverse("billing:batch_detail", args=[self.public_id])

    @property
    def is_done(self) -> bool:
        """Say whether every ticket has its outcome."""
        return self.state == BatchState.DONE


class BatchTicket(models.Model):
    """One ticket of a batch: the proposal it is meant for, and what became of it."""

    batch = models.ForeignKey(ProposalBatch, models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    target_key = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=TicketOutcome, default=TicketOutcome.WAITING)
    reason = models.CharField(_("reason"), max_length=30, choices=Reason, blank=True)
    words = models.JSONField(default=dict, blank=True, help_text=_("Values for the text of the reason."))
    attempts = models.PositiveSmallIntegerField(default=0)
    proposal = models.ForeignKey(InvoiceProposal, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BatchTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket of a batch")
        verbose_name_plural = _("tickets of a batch")
        ordering = ["ticket__reference"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "ticket"], name="batch_ticket_once"),
            models.CheckConstraint(
                name="batch_ticket_outcome_explained",
                condition=Q(outcome=TicketOutcome.WAITING, reason="", proposal=None)
                | Q(outcome=TicketOutcome.PROPOSED, reason="", proposal__isnull=False)
                | (Q(outcome=TicketOutcome.SKIPPED, proposal=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.outcome}"

    @property
    def sentence(self) -> str:
        """Say in the reader's language why the ticket was left out."""
        return sentence_of(Reason(self.reason), self.words) if self.reason else ""
