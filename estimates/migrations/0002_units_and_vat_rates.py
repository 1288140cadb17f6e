"""The units of time and the Italian VAT rates that every installation starts with."""

from datetime import date
from decimal import Decimal

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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


def add_units_and_rates(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add what is missing; nothing that is there is changed."""
    unit_model = apps.get_model("estimates", "UnitOfMeasure")
    for code, name, kind, minutes in UNITS:
        unit_model.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "minutes": minutes})
    rate_model = apps.get_model("estimates", "VatRate")
    for code, name, percent, category, natura, reason, since in RATES:
        values = {"name": name, "percent": percent, "category": category, "natura": natura}
        rate_model.objects.get_or_create(
            code=code, defaults={**values, "exemption_reason": reason, "valid_from": since}
        )


class Migration(migrations.Migration):
    """Add units and VAT rates."""

    dependencies = [("estimates", "0001_estimates_and_offers")]

    operations = [migrations.RunPython(add_units_and_rates, migrations.RunPython.noop)]
