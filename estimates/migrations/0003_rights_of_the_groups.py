"""What the shipped groups may do with estimates and offers."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.grants import grant

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


def grant_rights(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let agents estimate, sales sell, and administrators keep the catalogue."""
    grant(apps, "estimates", GRANTS)


class Migration(migrations.Migration):
    """Grant the rights."""

    dependencies = [("estimates", "0002_units_and_vat_rates"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
