"""The catalogue is kept here; estimates and offers can be looked at, and move only through actions."""

from django.contrib import admin

from estimates.models import (
    CommercialEstimate,
    EstimateTemplate,
    Offer,
    OfferLine,
    OfferTicket,
    OfferType,
    PriceList,
    PriceListEntry,
    Service,
    TechnicalEstimate,
    TemplateRow,
    TypeSettings,
    UnitOfMeasure,
    VatRate,
)
from helpdesk.admin_bases import ReadOnly
from tickets.admin import OfVisibleTickets


@admin.register(UnitOfMeasure)
class UnitOfMeasureAdmin(admin.ModelAdmin[UnitOfMeasure]):
    """Units of measure."""

    list_display = ["code", "name", "kind", "minutes"]


@admin.register(VatRate)
class VatRateAdmin(admin.ModelAdmin[VatRate]):
    """VAT rates."""

    list_display = ["code", "name", "percent", "category", "natura", "valid_from", "valid_to"]
    list_filter = ["category"]


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin[Service]):
    """Services and what they cost where no list says otherwise."""

    list_display = ["code", "name", "unit_price", "currency", "unit", "vat_rate", "is_active"]
    list_filter = ["is_active", "unit", "vat_rate"]
    list_select_related = ["unit", "vat_rate"]
    search_fields = ["code", "name"]


class PriceListEntryInline(admin.TabularInline[PriceListEntry, PriceList]):
    """The prices of a list."""

    model = PriceListEntry
    extra = 1
    autocomplete_fields = ["service"]


@admin.register(PriceList)
class PriceListAdmin(admin.ModelAdmin[PriceList]):
    """Price lists of customers, and general ones."""

    list_display = ["code", "name", "company", "currency", "valid_from", "valid_to", "priority", "is_default"]
    list_filter = ["is_default", "currency"]
    list_select_related = ["company"]
    search_fields = ["code", "name", "company__name"]
    autocomplete_fields = ["company"]
    inlines = [PriceListEntryInline]


class TemplateRowInline(admin.TabularInline[TemplateRow, EstimateTemplate]):
    """The rows that a new estimate starts with."""

    model = TemplateRow
    extra = 1


@admin.register(EstimateTemplate)
class EstimateTemplateAdmin(admin.ModelAdmin[EstimateTemplate]):
    """Templates of technical estimates."""

    list_display = ["code", "description", "is_detailed", "service"]
    list_select_related = ["service"]
    inlines = [TemplateRowInline]


@admin.register(OfferType)
class OfferTypeAdmin(admin.ModelAdmin[OfferType]):
    """Types of offers, with their numbering."""

    list_display = ["code", "name", "series", "price_list", "valid_days"]
    list_select_related = ["series", "price_list"]


@admin.register(TypeSettings)
class TypeSettingsAdmin(admin.ModelAdmin[TypeSettings]):
    """What ticket types mean for estimates."""

    list_display = ["ticket_type", "template", "offer_type", "service"]
    list_select_related = ["ticket_type", "template", "offer_type", "service"]


@admin.register(TechnicalEstimate)
class TechnicalEstimateAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[TechnicalEstimate]):
    """Technical estimates, to be looked at."""

    list_display = ["ticket", "state", "technician", "ended_at", "ended_by"]
    list_filter = ["state"]
    list_select_related = ["ticket", "technician", "ended_by"]
    search_fields = ["ticket__reference"]


@admin.register(CommercialEstimate)
class CommercialEstimateAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[CommercialEstimate]):
    """Commercial estimates, to be looked at."""

    list_display = ["ticket", "state", "is_stale", "salesperson", "ended_at", "ended_by"]
    list_filter = ["state", "is_stale"]
    list_select_related = ["ticket", "salesperson", "ended_by"]
    search_fields = ["ticket__reference"]


class OfferLineInline(ReadOnly, admin.TabularInline[OfferLine, Offer]):
    """The lines of an offer."""

    model = OfferLine
    fields = ["position", "kind", "description", "quantity", "unit", "unit_price", "net", "list_code"]


class OfferTicketInline(ReadOnly, admin.TabularInline[OfferTicket, Offer]):
    """The tickets of an offer."""

    model = OfferTicket


@admin.register(Offer)
class OfferAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[Offer]):
    """Offers, to be looked at."""

    list_display = ["label", "state", "party_name", "date", "net", "gross", "currency", "sent_at"]
    list_filter = ["state", "currency"]
    search_fields = ["reference", "party_name"]
    ticket_path = "tickets"
    inlines = [OfferTicketInline, OfferLineInline]
