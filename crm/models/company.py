"""Companies, how they group, where they are, and which mail domains are theirs."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.enums import AddressKind
from crm.models.fields import LowercaseEmailField, search_text
from crm.querysets import CompanyDomainQuerySet, CompanyQuerySet
from helpdesk import current_time
from helpdesk.enums import Language
from helpdesk.models import CompanyProfile, validate_time_zone, validate_vat_id


class CompanyGroup(models.Model):
    """A set of companies that belong together: a holding, an industry, a branch."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    class Meta:
        verbose_name = _("company group")
        verbose_name_plural = _("company groups")
        ordering: ClassVar[list[str]] = ["name"]
        constraints = [models.CheckConstraint(name="company_group_not_its_own_parent", condition=~Q(parent=F("pk")))]

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A customer: whom we serve, and whom we bill."""

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9][A-Z0-9-]*\Z", _("A code has capital letters, digits and hyphens only."))
        ],
    )
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True, validators=[validate_vat_id])
    tax_code = models.CharField(_("tax code"), max_length=30, blank=True)
    is_billable = models.BooleanField(
        _("may be billed"), default=True, help_text=_("Clear it to keep this company out of every invoice proposal.")
    )
    bill_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pays_for",
        verbose_name=_("bill to"),
        help_text=_("Who pays for this company, if not the company itself."),
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[validate_time_zone])
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("A currency has three capital letters, like EUR."))],
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    hours_per_day = models.DecimalField(
        _("working hours per day"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    email = LowercaseEmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    groups = models.ManyToManyField(CompanyGroup, blank=True, related_name="companies", verbose_name=_("groups"))
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)
    key = models.UUIDField(unique=True, null=True, blank=True, editable=False, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key
    search_text = search_text("code", "name", "legal_name", "vat_id", "email", "phone")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        indexes = [
            GinIndex(fields=["search_text"], name="company_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name", "id"], name="company_by_name"),
        ]
        constraints = [
            models.CheckConstraint(name="company_code_written_right", condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$")),
            models.CheckConstraint(name="company_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="company_not_its_own_payer",
                condition=~Q(bill_to=F("pk")),
                violation_error_message=_("A company that pays for itself needs nobody in “bill to”."),
            ),
            models.CheckConstraint(name="company_vat_id_normalised", condition=Q(vat_id__regex=r"^[A-Z0-9+*]*$")),
            models.CheckConstraint(name="company_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="company_day_length",
                condition=Q(hours_per_day=None) | Q(hours_per_day__gt=0, hours_per_day__lte=24),
                violation_error_message=_("A day has more than 0 and at most 24 working hours."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the company's page."""
        return reverse("crm:company_detail", args=[self.code])

    @property
    def payer(self) -> "Company":
        """Return whom the bill goes to: the company itself, or who pays for it."""
        return self.bill_to or self

    def shares_payer_with(self, other: "Company") -> bool:
        """Say whether the bills of both go to the same place; for us they are one client."""
        return self.payer == other.payer

    @property
    def official_name(self) -> str:
        """Return the name that documents carry."""
        return self.legal_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone the company works in; ours where it is not known."""
        return ZoneInfo(self.time_zone) if self.time_zone else CompanyProfile.current().zone

    @property
    def resolved_language(self) -> str:
        """Return the language we write in to the company; ours where it is not known."""
        return self.language or CompanyProfile.current().language

    @property
    def billing_address(self) -> "Address | None":
        """Return where bills go: the default billing address, else any billing address."""
        billing = [address for address in self.addresses.all() if address.kind == AddressKind.BILLING]
        return min(billing, key=lambda address: (not address.is_default, address.pk), default=None)

    @property
    def main_address(self) -> "Address | None":
        """Return the one address that a list shows: where bills go, else the first of the sites."""
        return self.billing_address or next(iter(self.addresses.all()), None)


class CompanyDomain(models.Model):
    """A mail domain; who writes from it belongs to the company."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="domains", verbose_name=_("company"))
    domain = models.CharField(_("mail domain"), max_length=253, unique=True)

    objects = CompanyDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        ordering: ClassVar[list[str]] = ["domain"]
        constraints = [
            models.CheckConstraint(
                name="company_domain_written_right",
                condition=Q(domain__regex=r"^[^@\sA-Z]+\.[^@\sA-Z.]+$"),
                violation_error_message=_("A mail domain is written in small letters, like acme.it."),
            )
        ]

    def __str__(self) -> str:
        return self.domain


class Address(models.Model):
    """A place of a company: where its bills go, or where we work."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="addresses", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=8, choices=AddressKind, default=AddressKind.BILLING)
    street = models.CharField(_("street"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120)
    province = models.CharField(_("province"), max_length=60, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="IT",
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("A country has two capital letters, like IT."))],
    )
    is_default = models.BooleanField(_("default of its kind"), default=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering: ClassVar[list[str]] = ["kind", "-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind"],
                condition=Q(is_default=True),
                name="address_one_default_per_kind",
                violation_error_message=_("The company has a default address of this kind already."),
            ),
            models.CheckConstraint(name="address_country_iso", condition=Q(country__regex=r"^[A-Z]{2}$")),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.town}"

    @property
    def town(self) -> str:
        """Return the line of the town as an envelope has it."""
        province = f"({self.province})" if self.province else ""
        return " ".join(part for part in (self.postal_code, self.city, province, self.country) if part)

    @property
    def lines(self) -> list[str]:
        """Return the address as an envelope has it, below the name."""
        return [self.street, self.town]
