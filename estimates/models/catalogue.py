"""What we sell: services, their units, their VAT and their prices."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from crm.models import Company
from estimates.enums import REASONED, UnitKind, VatCategory
from estimates.querysets import PriceListEntryQuerySet, ServiceQuerySet

validate_currency = RegexValidator(r"^[A-Z]{3}\Z", _("A currency has three capital letters, like EUR."))

LONGEST_UNIT = 999_999


def in_order(since: str, until: str) -> Q:
    """Return the condition that a term does not end before it begins; open ends are welcome."""
    return Q(**{since: None}) | Q(**{until: None}) | Q(**{f"{until}__gte": F(since)})


class DateRange(Func):
    """The days of a term, both ends included, for the database to compare."""

    function = "DATERANGE"
    output_field = DateRangeField()


class UnitOfMeasure(models.Model):
    """What a quantity counts; a unit of time knows its minutes, a working day asks the customer's."""

    code = models.SlugField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=5, choices=UnitKind, default=UnitKind.TIME)
    minutes = models.PositiveIntegerField(
        _("minutes"),
        default=0,
        validators=[MaxValueValidator(LONGEST_UNIT)],
        help_text=_("Only for units of time."),
    )

    class Meta:
        verbose_name = _("unit of measure")
        verbose_name_plural = _("units of measure")
        ordering = ["kind", "minutes", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_minutes_iff_time",
                condition=Q(kind=UnitKind.TIME, minutes__gt=0) | (~Q(kind=UnitKind.TIME) & Q(minutes=0)),
                violation_error_message=_("A unit of time needs its minutes, and only a unit of time has any."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_time(self) -> bool:
        """Say whether quantities of it become hours."""
        return self.kind != UnitKind.OTHER


class VatRate(models.Model):
    """A rate of VAT with its category, and why there is none where there is none."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    category = models.CharField(_("category"), max_length=2, choices=VatCategory, default=VatCategory.STANDARD)
    natura = models.CharField(_("Natura"), max_length=4, blank=True, help_text=_("Italian code, such as N4."))
    exemption_reason = models.CharField(_("reason for no VAT"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        ordering = ["-percent", "code"]
        constraints = [
            models.CheckConstraint(
                name="vat_percent_iff_standard",
                condition=Q(category=VatCategory.STANDARD, percent__gt=0, percent__lte=100)
                | (~Q(category=VatCategory.STANDARD) & Q(percent=0)),
                violation_error_message=_("Only the standard category bears VAT, and it always does."),
            ),
            models.CheckConstraint(
                name="vat_exemption_has_reason",
                condition=~Q(category__in=REASONED) | ~Q(exemption_reason=""),
                violation_error_message=_("Say why no VAT is due; the law wants it on the document."),
            ),
            models.CheckConstraint(name="vat_term_in_order", condition=in_order("valid_from", "valid_to")),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        """Say whether a document of ``day`` may bear it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Service(models.Model):
    """Something we bill (glossary: service, billable item); without a price it needs one from elsewhere."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(UnitOfMeasure, models.PROTECT, related_name="services", verbose_name=_("unit"))
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    vat_rate = models.ForeignKey(VatRate, models.PROTECT, related_name="services", verbose_name=_("VAT rate"))
    is_active = models.BooleanField(_("active"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="service_named", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="service_price_not_negative",
                condition=Q(unit_price=None) | Q(unit_price__gte=0),
                violation_error_message=_("A price cannot be negative; leave it empty for no price."),
            ),
            models.CheckConstraint(name="service_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="service_term_in_order", condition=in_order("valid_from", "valid_to")),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"


class PriceList(models.Model):
    """Prices for one customer, or, without one, for whoever an offer type gives them to."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="price_lists", verbose_name=_("company")
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("This day included."))
    priority = models.PositiveSmallIntegerField(_("priority"), default=10, help_text=_("The lowest is asked first."))
    is_default = models.BooleanField(_("the customer's default list"), default=False)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["company__name", "priority", "code"]
        constraints = [
            models.CheckConstraint(name="price_list_coded", condition=~Q(code="")),
            models.CheckConstraint(
                name="price_list_default_has_company",
                condition=Q(is_default=False) | Q(company__isnull=False),
                violation_error_message=_("Only a customer's own list can be their default."),
            ),
            models.CheckConstraint(name="price_list_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="price_list_term_in_order",
                condition=in_order("valid_from", "valid_to"),
                violation_error_message=_("A price list cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="price_list_one_default_at_a_time",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_default=True),
                violation_error_message=_("The customer has another default list in this currency and term."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PriceListEntry(models.Model):
    """What a service costs in a list, from a quantity on."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="entries", verbose_name=_("price list"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="prices", verbose_name=_("service"))
    unit = models.ForeignKey(UnitOfMeasure, models.PROTECT, related_name="+", verbose_name=_("unit"))
    min_quantity = models.DecimalField(_("from quantity"), max_digits=12, decimal_places=4, default=0)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)

    objects = PriceListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["service__code", "min_quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "service", "unit", "min_quantity"], name="price_once_per_list_and_quantity"
            ),
            models.CheckConstraint(
                name="price_not_negative",
                condition=Q(price__gte=0, min_quantity__gte=0),
                violation_error_message=_("Neither a price nor a quantity can be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_list_id}: {self.service_id}"
