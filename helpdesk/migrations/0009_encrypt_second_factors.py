"""Seeds of authenticator apps and of recovery codes are encrypted."""

from django.db import migrations

from helpdesk.encryption import cipher

SEEDS = ("secret", "seed")


def rewrite(apps, change):
    """Write every seed as ``change`` has it."""
    for authenticator in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        data = authenticator.data
        data |= {name: change(data[name]) for name in SEEDS if name in data}
        if "migrated_codes" in data:
            data["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
        authenticator.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    rewrite(apps, lambda text: cipher().encrypt(text.encode()).decode())


def decrypt(apps, schema_editor):
    rewrite(apps, lambda text: cipher().decrypt(text.encode()).decode())


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0008_attempts"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
