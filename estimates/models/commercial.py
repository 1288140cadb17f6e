"""The commercial estimate: what the technical one is sold for."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from estimates.enums import EstimateState
from estimates.models.catalogue import Service, UnitOfMeasure
from estimates.models.estimate import Estimate, discount_in_range, ended_iff_dated
from estimates.models.technical import TechnicalRow
from estimates.querysets import CommercialEstimateQuerySet
from tickets.models import Ticket


class CommercialEstimate(Estimate):
    """What sales make of the technician's estimate."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="commercial_estimate", verbose_name=_("ticket"))
    is_stale = models.BooleanField(_("technical estimate was unlocked since"), default=False)
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salesperson")
    )
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("technician")
    )

    objects = CommercialEstimateQuerySet.as_manager()

    class Meta:
        verbose_name = _("commercial estimate")
        verbose_name_plural = _("commercial estimates")
        permissions = [("view_prices", "Can see prices")]
        constraints = [
            models.CheckConstraint(name="commercial_ended_iff_dated", condition=ended_iff_dated()),
            models.CheckConstraint(name="commercial_state_known", condition=Q(state__in=EstimateState.values)),
            models.CheckConstraint(
                name="commercial_ended_is_not_stale", condition=~Q(state=EstimateState.ENDED, is_stale=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.get_state_display()}"


class CommercialRow(models.Model):
    """One line as it will be sold; ``planned_qty`` is empty when sales added it themselves."""

    estimate = models.ForeignKey(CommercialEstimate, models.CASCADE, related_name="rows", verbose_name=_("estimate"))
    position = models.PositiveSmallIntegerField(_("position"))
    technical_row = models.ForeignKey(
        TechnicalRow, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("technical row")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    description = models.CharField(_("description"), max_length=500)
    planned_qty = models.DecimalField(_("planned quantity"), max_digits=12, decimal_places=4, null=True, blank=True)
    former_planned_qty = models.DecimalField(
        _("planned before"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    commercial_qty = models.DecimalField(_("commercial quantity"), max_digits=12, decimal_places=4)
    is_overridden = models.BooleanField(_("quantity set by hand"), default=False)
    unit = models.ForeignKey(UnitOfMeasure, models.PROTECT, related_name="+", verbose_name=_("unit"))
    unit_minutes = models.DecimalField(_("minutes per unit"), max_digits=8, decimal_places=2, default=Decimal(0))
    unit_price = models.DecimalField(_("price set by hand"), max_digits=12, decimal_places=4, null=True, blank=True)
    discount_percent = models.DecimalField(_("discount %"), max_digits=5, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name = _("row of a commercial estimate")
        verbose_name_plural = _("rows of commercial estimates")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commercial_row_quantity_not_negative",
                condition=Q(commercial_qty__gte=0),
                violation_error_message=_("A quantity cannot be negative; zero takes the row out."),
            ),
            models.CheckConstraint(name="commercial_row_described", condition=~Q(description="")),
            models.CheckConstraint(
                name="commercial_row_price_not_negative", condition=Q(unit_price=None) | Q(unit_price__gte=0)
            ),
            models.CheckConstraint(name="commercial_row_discount_in_range", condition=discount_in_range()),
            models.CheckConstraint(
                name="commercial_row_copies_its_origin",
                condition=Q(technical_row=None) | Q(planned_qty__isnull=False),
            ),
            models.UniqueConstraint(fields=["estimate", "technical_row"], name="commercial_row_once_per_technical_row"),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def manual_price(self) -> bool:
        """Say whether the price was set by hand, and is never looked up."""
        return self.unit_price is not None

    @property
    def has_vanished(self) -> bool:
        """Say whether the technical row that it came from is gone."""
        return self.technical_row_id is None and self.planned_qty is not None
