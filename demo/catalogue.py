"""What we sell, at which prices, and what estimates and offers start from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.models import Company
from demo.desk import Desk
from estimates.models import (
    EstimateTemplate,
    OfferType,
    PriceList,
    PriceListEntry,
    Service,
    TemplateRow,
    TypeSettings,
    UnitOfMeasure,
    VatRate,
)
from tickets.enums import Period
from tickets.models import NumberingSeries

SERVICES = (
    ("REM", "Assistenza remota", "h", "60.00", "22"),
    ("ONS", "Intervento presso il cliente", "h", "90.00", "22"),
    ("TRN", "Formazione", "h", "80.00", "exempt"),
    ("DEV", "Analisi e sviluppo", "h", "75.00", "22"),
    ("CALL", "Diritto di chiamata", "pc", "35.00", "22"),
)
TEMPLATES = {
    "prj": (
        "project",
        "Progetto",
        "Analisi, installazione e avviamento",
        "Facendo seguito alla Vostra richiesta, Vi sottoponiamo la nostra migliore offerta.",
        "Validità 30 giorni. Pagamento a 30 giorni data fattura. Trasferte comprese.",
        True,
        (("Analisi dei requisiti", "3", "h", "REM"), ("Installazione e configurazione", "1", "d", "ONS")),
    ),
    "hw": (
        "hardware",
        "Sostituzione hardware",
        "Fornitura e messa in servizio",
        "Come d'accordo, Vi inviamo la nostra offerta per la sostituzione.",
        "Garanzia 24 mesi presso la Vostra sede.",
        False,
        (("Preparazione in laboratorio", "2", "h", "REM"), ("Consegna e messa in servizio", "2", "h", "ONS")),
    ),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Services and units by their codes."""

    services: dict[str, Service]
    units: dict[str, UnitOfMeasure]


def set_up(desk: Desk) -> Catalogue:
    """Make services, templates and offer types, and say which ticket type starts from what."""
    units = {unit.code: unit for unit in UnitOfMeasure.objects.all()}
    rates = {rate.code: rate for rate in VatRate.objects.all()}
    services = {
        code: Service.objects.create(
            code=code, name=name, unit=units[unit], unit_price=Decimal(price), vat_rate=rates[vat]
        )
        for code, name, unit, price, vat in SERVICES
    }
    series = NumberingSeries.objects.create(
        code="of", description="Offers", period=Period.YEARLY, pattern="OF-{year}-{number:04d}"
    )
    catalogue = Catalogue(services, units)
    for code in TEMPLATES:
        offer_type = OfferType.objects.create(code=code, name=str(desk.types[code]), series=series)
        template = _template(code, catalogue)
        TypeSettings.objects.create(
            ticket_type=desk.types[code], template=template, offer_type=offer_type, service=services["REM"]
        )
    assistance = OfferType.objects.get(code="hw")
    TypeSettings.objects.create(ticket_type=desk.types["int"], offer_type=assistance, service=services["REM"])
    return catalogue


def _template(code: str, catalogue: Catalogue) -> EstimateTemplate:
    slug, description, title, above, below, is_detailed, rows = TEMPLATES[code]
    template = EstimateTemplate.objects.create(
        code=slug,
        description=description,
        offer_description=title,
        header_description=above,
        footer_description=below,
        is_detailed=is_detailed,
        service=catalogue.services["REM"],
    )
    TemplateRow.objects.bulk_create(
        TemplateRow(
            template=template,
            position=position,
            description=what,
            planned_qty=Decimal(quantity),
            unit=catalogue.units[unit],
            service=catalogue.services[service],
        )
        for position, (what, quantity, unit, service) in enumerate(rows, start=1)
    )
    return template


def agree_on_prices(company: Company, catalogue: Catalogue, *, year: int) -> PriceList:
    """Give ``company`` prices of its own for a year."""
    price_list = PriceList.objects.create(
        code=f"{company.code}-{year}",
        name=f"{company.name.split()[0]} {year}",
        company=company,
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
        is_default=True,
    )
    _price(price_list, catalogue, {"REM": "55.00", "ONS": "82.00"})
    return price_list


def sell_abroad(company: Company, catalogue: Catalogue) -> PriceList:
    """Give ``company`` prices in its own currency."""
    price_list = PriceList.objects.create(
        code=f"{company.code}-{company.currency}",
        name=f"{company.name} ({company.currency})",
        company=company,
        currency=company.currency,
        is_default=True,
    )
    _price(price_list, catalogue, {"REM": "52.00", "ONS": "78.00", "TRN": "69.00", "DEV": "65.00", "CALL": "30.00"})
    return price_list


def _price(price_list: PriceList, catalogue: Catalogue, prices: dict[str, str]) -> None:
    for code, price in prices.items():
        service = catalogue.services[code]
        PriceListEntry.objects.create(price_list=price_list, service=service, unit=service.unit, price=Decimal(price))
