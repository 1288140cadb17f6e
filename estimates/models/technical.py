"""The technical estimate: what has to be done, and how long it takes."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Project, ProjectResource
from estimates.enums import EstimateState
from estimates.models.catalogue import Service, UnitOfMeasure
from estimates.models.estimate import Estimate, ended_iff_dated
from estimates.models.settings import EstimateTemplate
from estimates.querysets import TechnicalEstimateQuerySet
from tickets.models import Ticket


class TechnicalEstimate(Estimate):
    """What the technician thinks a ticket takes."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="technical_estimate", verbose_name=_("ticket"))
    template = models.ForeignKey(
        EstimateTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    offer_description = models.CharField(_("offer description"), max_length=200, blank=True)
    header_description = models.TextField(_("text above the lines"), blank=True)
    footer_description = models.TextField(_("text below the lines"), blank=True)
    is_detailed = models.BooleanField(_("detailed offer"), default=False)
    planned_start = models.DateField(_("planned start"))
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salesperson")
    )
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("technician")
    )

    objects = TechnicalEstimateQuerySet.as_manager()

    class Meta:
        verbose_name = _("technical estimate")
        verbose_name_plural = _("technical estimates")
        permissions = [("discard_technicalestimate", "Can discard technical estimates")]
        indexes = [
            models.Index(fields=["ended_at"], name="technical_ended", condition=Q(state=EstimateState.ENDED)),
        ]
        constraints = [
            models.CheckConstraint(name="technical_ended_iff_dated", condition=ended_iff_dated()),
            models.CheckConstraint(name="technical_state_known", condition=Q(state__in=EstimateState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """Return the page of the ticket's estimates."""
        return reverse("estimates:ticket_panel", args=[self.ticket.slug])

    @property
    def minutes(self) -> int:
        """Return what all its rows take."""
        return sum(row.minutes for row in self.rows.all())


class TechnicalRow(models.Model):
    """One step of the work."""

    estimate = models.ForeignKey(TechnicalEstimate, models.CASCADE, related_name="rows", verbose_name=_("estimate"))
    position = models.PositiveSmallIntegerField(_("position"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    description = models.CharField(_("description"), max_length=500)
    planned_qty = models.DecimalField(_("planned quantity"), max_digits=12, decimal_places=4)
    unit = models.ForeignKey(UnitOfMeasure, models.PROTECT, related_name="+", verbose_name=_("unit"))
    unit_minutes = models.DecimalField(_("minutes per unit"), max_digits=8, decimal_places=2, default=Decimal(0))
    minutes = models.PositiveIntegerField(_("estimated minutes"), default=0)
    resource = models.ForeignKey(
        ProjectResource, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("resource")
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    starts_on = models.DateField(_("start date"), null=True, blank=True)
    ends_on = models.DateField(_("end date"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of a technical estimate")
        verbose_name_plural = _("rows of technical estimates")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="technical_row_quantity_positive",
                condition=Q(planned_qty__gt=0),
                violation_error_message=_("A quantity is more than zero."),
            ),
            models.CheckConstraint(name="technical_row_described", condition=~Q(description="")),
            models.CheckConstraint(
                name="technical_row_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A step cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="technical_row_minutes_only_of_time", condition=Q(unit_minutes__gt=0) | Q(minutes=0)
            ),
        ]

    def __str__(self) -> str:
        return self.description
