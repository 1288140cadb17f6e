"""An invoice proposal, and the tickets in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.enums import ProposalState
from billing.querysets import ProposalQuerySet, ProposalTicketQuerySet
from crm.models import Company
from helpdesk.enums import Language
from helpdesk.models import StoredFile
from tickets.models import Ticket


class InvoiceProposal(models.Model):
    """What we propose to invoice to one company; no tax document. Its lines, prices and party are snapshots."""

    reference = models.CharField(_("number"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField()
    date = models.DateField(_("date"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="proposals", verbose_name=_("customer"))
    bill_to = models.JSONField(_("bill to"), default=dict)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, default=0)
    gross = models.DecimalField(_("total"), max_digits=14, decimal_places=2, default=0)
    notes = models.TextField(_("notes"), blank=True)
    batch = models.ForeignKey(
        "billing.ProposalBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("batch"),
    )
    target_key = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice proposal")
        verbose_name_plural = _("invoice proposals")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("generate_invoiceproposal", "Can generate invoice proposals"),
            ("set_billing_status", "Can decide whether a ticket is billed"),
            ("view_amounts", "Can see prices and amounts of works"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="proposal_newest"),
            models.Index(fields=["company", "-created_at"], name="proposal_by_company"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "target_key"],
                condition=Q(batch__isnull=False),
                name="proposal_once_per_batch_and_target",
            ),
            models.CheckConstraint(name="proposal_adds_up", condition=Q(gross=F("net") + F("vat"))),
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=ProposalState.values)),
            models.CheckConstraint(name="proposal_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the proposal's page."""
        return reverse("billing:proposal_detail", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        """Say whether it may still be changed."""
        return self.state == ProposalState.DRAFT

    @property
    def is_over(self) -> bool:
        """Say whether nothing will become of it any more."""
        return self.state == ProposalState.CANCELLED


class ProposalTicket(models.Model):
    """A ticket in a proposal, until it is taken out; no ticket is in two at once (X01)."""

    proposal = models.ForeignKey(InvoiceProposal, models.PROTECT, related_name="places")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="proposal_places")
    released_at = models.DateTimeField(_("taken out"), null=True, blank=True)
    is_stale = models.BooleanField(
        default=False, help_text=_("Works were added after the proposal was made; they are not in its lines.")
    )

    objects = ProposalTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket in a proposal")
        verbose_name_plural = _("tickets in a proposal")
        ordering = ["ticket__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(released_at=None), name="ticket_in_one_live_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.ticket_id}"
