"""The lines of a proposal, and which minutes of which works they bill."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.enums import LineKind, RateSource
from billing.models.proposal import ProposalTicket
from billing.models.work import Work
from billing.querysets import LineQuerySet, LineWorkQuerySet
from estimates.models import Service
from estimates.totals import Vat


class ProposalLine(models.Model):
    """One line; price, VAT and words are snapshots. A line whose ticket was taken out stays as history."""

    place = models.ForeignKey(ProposalTicket, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.TextField(_("description"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=4, default=0)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=4, default=0)
    rate_source = models.CharField(_("price from"), max_length=12, choices=RateSource, blank=True)
    discount = models.DecimalField(_("discount %"), max_digits=5, decimal_places=2, default=0)
    vat_percent = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2, null=True, blank=True)
    vat_category = models.CharField(_("VAT category"), max_length=3, blank=True)
    vat_natura = models.CharField(_("natura"), max_length=5, blank=True)
    vat_reason = models.CharField(_("reason for no VAT"), max_length=100, blank=True)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2, default=0)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal line")
        verbose_name_plural = _("proposal lines")
        ordering = ["place__ticket__reference", "position"]
        constraints = [
            models.UniqueConstraint(fields=["place", "position"], name="line_position_once"),
            models.CheckConstraint(name="line_price_not_negative", condition=Q(unit_price__gte=0)),
            models.CheckConstraint(name="line_quantity_not_negative", condition=Q(quantity__gte=0)),
            models.CheckConstraint(name="line_discount_percent", condition=Q(discount__gte=0, discount__lte=100)),
            models.CheckConstraint(
                name="line_service_has_vat",
                condition=Q(kind=LineKind.TEXT, vat_percent=None, net=0)
                | (Q(kind=LineKind.SERVICE, vat_percent__gte=0) & ~Q(rate_source="")),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def tax(self) -> Vat:
        """Return the VAT of the line, as the totals group it."""
        return Vat(self.vat_percent or Decimal(0), self.vat_category, self.vat_natura, self.vat_reason)

    @property
    def is_text(self) -> bool:
        """Say whether it only says something."""
        return self.kind == LineKind.TEXT


class ProposalLineWork(models.Model):
    """The minutes of one work in one line; a work is in one live line at most."""

    line = models.ForeignKey(ProposalLine, models.PROTECT, related_name="works")
    work = models.ForeignKey(Work, models.PROTECT, related_name="lines")
    minutes = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True, blank=True)

    objects = LineWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work in a line")
        verbose_name_plural = _("works in a line")
        ordering = ["work__start_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["work"], condition=Q(released_at=None), name="work_in_one_live_line")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.work_id}"
