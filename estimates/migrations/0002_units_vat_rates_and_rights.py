"""The units of time and the Italian VAT rates that every installation starts with, and what the groups may do."""

from datetime import date
from decimal import Decimal

from django.db import migrations

from helpdesk.grants import grant

UNITS = [
    ("min", "Minute", "time", 1),
    ("h", "Hour", "time", 60),
    ("d", "Working day", "day", 0),
    ("pc", "Piece", "other", 0),
]
STANDARD_SINCE = date(2013, 10, 1)
RATES = [
    ("22", "22 %", Decimal(22), "S", "", "", STANDARD_SINCE),
    ("10", "10 %", Decimal(10), "S", "", "", None),
    ("4", "4 %", Decimal(4), "S", "", "", None),
    ("exempt", "Exempt", Decimal(0), "E", "N4", "Esente art. 10 DPR 633/72", None),
    ("reverse-charge", "Reverse charge", Decimal(0), "AE", "N2.1", "Reverse charge, art. 7-ter DPR 633/72", None),
]

TECHNICAL = ["view_technicalestimate technicalestimate", "change_technicalestimate technicalestimate"]
READ_PRICES = ["view_commercialestimate commercialestimate", "view_offer offer", "view_prices commercialestimate"]
SELL = ["change_commercialestimate commercialestimate", "add_offer offer", "change_offer offer"]
CATALOGUE = ["service", "unitofmeasure", "vatrate", "pricelist", "pricelistentry"]
SETTINGS = ["estimatetemplate", "templaterow", "offertype", "typesettings"]
READ_CATALOGUE = [f"view_{model} {model}" for model in CATALOGUE]
REPAIR = [
    f"{verb}_{model} {model}" for verb in ("view", "add", "change", "delete") for model in (*CATALOGUE, *SETTINGS)
]
GRANTS = {
    "agent": TECHNICAL,
    "supervisor": [*TECHNICAL, *READ_PRICES],
    "sales": [*TECHNICAL, *READ_PRICES, *SELL, *READ_CATALOGUE],
    "biller": ["view_technicalestimate technicalestimate", *READ_PRICES, *READ_CATALOGUE],
    "admin": [*TECHNICAL, *READ_PRICES, *SELL, *REPAIR, "discard_technicalestimate technicalestimate"],
}


def add(apps, schema_editor):
    """Add what is missing; let agents estimate, sales sell, and administrators keep the catalogue."""
    unit_model = apps.get_model("estimates", "UnitOfMeasure")
    for code, name, kind, minutes in UNITS:
        unit_model.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "minutes": minutes})
    rate_model = apps.get_model("estimates", "VatRate")
    for code, name, percent, category, natura, reason, since in RATES:
        values = {"name": name, "percent": percent, "category": category, "natura": natura}
        rate_model.objects.get_or_create(
            code=code, defaults={**values, "exemption_reason": reason, "valid_from": since}
        )
    grant(apps, "estimates", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("estimates", "0001_initial"), ("helpdesk", "0004_groups_and_their_rights")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
