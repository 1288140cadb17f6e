"""Offers: a number, a party, lines with their prices as they were, and the tickets they are for."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from crm.models import Company, Contact, Project
from estimates.enums import BINDING, LIVE, LineKind, OfferState, PriceSource
from estimates.models.catalogue import Service, UnitOfMeasure, VatRate, in_order, validate_currency
from estimates.models.estimate import discount_in_range
from estimates.models.settings import OfferType
from estimates.querysets import OfferQuerySet
from helpdesk import current_time
from helpdesk.enums import Language
from helpdesk.models import StoredFile
from tickets.models import NumberingSeries, Ticket


def money(label: StrOrPromise) -> "models.DecimalField[Decimal, Decimal]":
    """Return a column for an amount of money."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal(0))


class Offer(models.Model):
    """What we propose to a customer for a price; frozen once it is sent."""

    type = models.ForeignKey(OfferType, models.PROTECT, related_name="offers", verbose_name=_("type"))
    series = models.ForeignKey(NumberingSeries, models.PROTECT, related_name="+", verbose_name=_("numbering"))
    year = models.PositiveSmallIntegerField(_("year"))
    period_key = models.CharField(max_length=10, blank=True)
    number = models.PositiveIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    slug = models.SlugField(max_length=90, unique=True)

    date = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("company")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("contact")
    )
    party_name = models.CharField(_("addressee"), max_length=200)
    party_address = models.TextField(_("address"), blank=True)
    party_vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    attention = models.CharField(_("to the attention of"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    title = models.CharField(_("description"), max_length=200, blank=True)
    intro = models.TextField(_("text above the lines"), blank=True)
    closing = models.TextField(_("text below the lines"), blank=True)

    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.DRAFT)
    net = money(_("net"))
    vat = money(_("VAT"))
    gross = money(_("total"))
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salesperson")
    )
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    tickets = models.ManyToManyField(Ticket, through="OfferTicket", related_name="offers", verbose_name=_("tickets"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["-date", "-id"], name="offer_newest"),
            models.Index(fields=["company", "-date", "-id"], name="offer_by_company"),
            models.Index(fields=["valid_until"], name="offer_open_until", condition=Q(state=OfferState.SENT)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period_key", "number", "version"], name="offer_number_once_per_series_and_period"
            ),
            models.UniqueConstraint(fields=["reference", "version"], name="offer_version_once"),
            models.CheckConstraint(
                name="offer_has_party", condition=Q(company__isnull=False) | Q(contact__isnull=False)
            ),
            models.CheckConstraint(name="offer_state_known", condition=Q(state__in=OfferState.values)),
            models.CheckConstraint(name="offer_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="offer_term_in_order", condition=in_order("date", "valid_until")),
            models.CheckConstraint(name="offer_adds_up", condition=Q(gross=models.F("net") + models.F("vat"))),
            models.CheckConstraint(
                name="offer_draft_iff_not_frozen",
                condition=Q(state=OfferState.DRAFT, sent_at=None)
                | Q(state=OfferState.CANCELLED)
                | (~Q(state__in=[OfferState.DRAFT, OfferState.CANCELLED]) & Q(sent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="offer_sent_iff_document",
                condition=Q(sent_at=None, pdf=None, sha256="")
                | Q(sent_at__isnull=False, pdf__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="offer_confirmed_iff_dated",
                condition=Q(state__in=BINDING, confirmed_on__isnull=False)
                | (~Q(state__in=BINDING) & Q(confirmed_on=None)),
            ),
            models.CheckConstraint(
                name="offer_ended_iff_dated",
                condition=Q(state__in=LIVE, ended_at=None) | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Return the offer's page."""
        return reverse("estimates:offer_detail", args=[self.slug])

    @property
    def label(self) -> str:
        """Return the reference, with the version from the second on."""
        return self.reference if self.version == 1 else f"{self.reference} v{self.version}"

    def is_to_client_of(self, ticket: Ticket) -> bool:
        """Say whether whoever ``ticket`` is for is still the party that this was written to."""
        if self.company_id or ticket.company_id:
            return self.company_id == ticket.company_id
        return self.contact_id == ticket.crm_contact_id

    @property
    def is_live(self) -> bool:
        """Say whether it still binds, or may come to."""
        return self.state in LIVE


class OfferTicket(models.Model):
    """That an offer is for a ticket; released when the offer no longer counts."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="links")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="offer_links")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ticket of an offer")
        verbose_name_plural = _("tickets of offers")
        constraints = [
            models.UniqueConstraint(fields=["offer", "ticket"], name="offer_ticket_once"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(released_at=None), name="offer_ticket_at_most_one_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} – {self.ticket_id}"


class OfferLine(models.Model):
    """A line as the customer reads it; nothing on it changes when the catalogue does."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="lines", verbose_name=_("offer"))
    position = models.PositiveSmallIntegerField(_("position"))
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", verbose_name=_("ticket"))
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=LineKind, default=LineKind.ITEM)
    description = models.TextField(_("description"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=4, default=Decimal(0))
    unit = models.ForeignKey(
        UnitOfMeasure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=4, default=Decimal(0))
    discount_percent = models.DecimalField(_("discount %"), max_digits=5, decimal_places=2, default=Decimal(0))
    net = money(_("net"))
    vat_rate = models.ForeignKey(
        VatRate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("VAT rate")
    )
    vat_category = models.CharField(_("VAT category"), max_length=2, blank=True)
    vat_percent = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2, default=Decimal(0))
    vat_natura = models.CharField(_("Natura"), max_length=4, blank=True)
    vat_reason = models.CharField(_("reason for no VAT"), max_length=100, blank=True)
    price_source = models.CharField(_("price from"), max_length=12, choices=PriceSource, blank=True)
    list_code = models.CharField(_("price list"), max_length=40, blank=True)
    list_valid_from = models.DateField(_("list valid from"), null=True, blank=True)
    list_valid_to = models.DateField(_("list valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of an offer")
        verbose_name_plural = _("lines of offers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="offer_line_position_once"),
            models.CheckConstraint(
                name="offer_line_item_is_priced",
                condition=Q(kind=LineKind.TEXT, quantity=0, net=0, unit=None, vat_rate=None)
                | (
                    Q(kind=LineKind.ITEM, quantity__gt=0, unit_price__gte=0, unit__isnull=False)
                    & Q(service__isnull=False, vat_rate__isnull=False)
                    & ~Q(price_source="")
                ),
            ),
            models.CheckConstraint(name="offer_line_discount_in_range", condition=discount_in_range()),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}/{self.position}"
