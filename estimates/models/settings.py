"""What a ticket type means here: its template, its offer type, its service."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from estimates.models.catalogue import PriceList, Service, UnitOfMeasure
from estimates.querysets import TypeSettingsQuerySet
from tickets.models import NumberingSeries, TicketType


class EstimateTemplate(models.Model):
    """What a new technical estimate starts with."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=200)
    offer_description = models.CharField(_("offer description"), max_length=200, blank=True)
    header_description = models.TextField(_("text above the lines"), blank=True)
    footer_description = models.TextField(_("text below the lines"), blank=True)
    is_detailed = models.BooleanField(_("detailed offer"), default=False)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )

    class Meta:
        verbose_name = _("estimate template")
        verbose_name_plural = _("estimate templates")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.description


class TemplateRow(models.Model):
    """A row that a new technical estimate starts with."""

    template = models.ForeignKey(EstimateTemplate, models.CASCADE, related_name="rows", verbose_name=_("template"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    description = models.CharField(_("description"), max_length=500)
    planned_qty = models.DecimalField(_("planned quantity"), max_digits=12, decimal_places=4, default=Decimal(1))
    unit = models.ForeignKey(UnitOfMeasure, models.PROTECT, related_name="+", verbose_name=_("unit"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )

    class Meta:
        verbose_name = _("row of an estimate template")
        verbose_name_plural = _("rows of estimate templates")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(name="template_row_quantity", condition=Q(planned_qty__gt=0))]

    def __str__(self) -> str:
        return self.description


class OfferType(models.Model):
    """A kind of offer: how it is numbered, how long it stands, and which general prices it knows."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    series = models.ForeignKey(NumberingSeries, models.PROTECT, related_name="+", verbose_name=_("numbering"))
    price_list = models.ForeignKey(
        PriceList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"company": None},
        verbose_name=_("general price list"),
    )
    valid_days = models.PositiveSmallIntegerField(
        _("days an offer stands"), default=30, help_text=_("0 writes no last day on it.")
    )

    class Meta:
        verbose_name = _("offer type")
        verbose_name_plural = _("offer types")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TypeSettings(models.Model):
    """What estimates and offers of one ticket type start from."""

    ticket_type = models.OneToOneField(
        TicketType, models.CASCADE, related_name="estimate_settings", verbose_name=_("ticket type")
    )
    template = models.ForeignKey(
        EstimateTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    offer_type = models.ForeignKey(
        OfferType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offer type")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service for rows without one")
    )

    objects = TypeSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("estimates of a ticket type")
        verbose_name_plural = _("estimates of ticket types")

    def __str__(self) -> str:
        return str(self.ticket_type)
