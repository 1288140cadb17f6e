"""Numbering: series, and the counters that threads queue for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.enums import Period


class NumberingSeries(models.Model):
    """How numbers are given; several ticket types may share one series (estimates-and-billing.md A.1)."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    period = models.CharField(_("starts again"), max_length=10, choices=Period, default=Period.YEARLY)
    pattern = models.CharField(
        _("pattern"),
        max_length=60,
        default="{type}/{year}/{number:05d}",
        help_text=_("May use {type}, {year}, {month}, {day}, {number} and widths such as {number:05d}."),
    )
    start_number = models.PositiveIntegerField(_("first number"), default=1)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("numbering series")
        verbose_name_plural = _("numbering series")
        ordering = ["code"]
        constraints = [models.CheckConstraint(name="series_starts_at_one_or_later", condition=Q(start_number__gte=1))]

    def __str__(self) -> str:
        return self.code


class NumberingCounter(models.Model):
    """The last number of one series in one period; locked while a number is taken."""

    series = models.ForeignKey(NumberingSeries, models.PROTECT, related_name="counters")
    period_key = models.CharField(max_length=10, blank=True)
    last_number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("numbering counter")
        verbose_name_plural = _("numbering counters")
        constraints = [models.UniqueConstraint(fields=["series", "period_key"], name="counter_once_per_period")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period_key}: {self.last_number}"
