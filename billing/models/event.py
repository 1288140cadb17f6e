"""The history of billing statuses; written once, guarded by the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.enums import Trigger
from billing.models.proposal import InvoiceProposal
from billing.querysets import BillingEventQuerySet
from tickets.enums import BillingStatus
from tickets.models import Ticket


class BillingEvent(models.Model):
    """One change of a ticket's billing status, or of its rate: who, when, from what to what, and why (X09).

    The database refuses to change or delete a row; see the migration.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="billing_events", verbose_name=_("ticket"))
    before = models.CharField(_("before"), max_length=12, choices=BillingStatus)
    after = models.CharField(_("after"), max_length=12, choices=BillingStatus)
    trigger = models.CharField(_("what happened"), max_length=20, choices=Trigger)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    reason = models.TextField(_("reason"), blank=True)
    rate_before = models.DecimalField(_("rate before"), max_digits=10, decimal_places=2, null=True, blank=True)
    rate_after = models.DecimalField(_("rate after"), max_digits=10, decimal_places=2, null=True, blank=True)
    proposal = models.ForeignKey(
        InvoiceProposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposal")
    )
    at = models.DateTimeField(_("when"))

    objects = BillingEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("billing event")
        verbose_name_plural = _("billing events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["ticket", "at"], name="billing_event_by_ticket")]
        constraints = [
            models.CheckConstraint(name="billing_event_trigger_known", condition=Q(trigger__in=Trigger.values))
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.before} → {self.after}"
