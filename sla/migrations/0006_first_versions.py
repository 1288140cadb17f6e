"""Freeze every policy as it stands, let what runs go by that, and give the shipped policy its levels."""

from django.db import migrations

LEVELS = [
    ("first_response", "share", 80),
    ("first_response", "share", 100),
    ("resolution", "share", 80),
    ("resolution", "share", 100),
]


def _freeze(policy):
    return {
        "promises": [
            {
                "kind": row.kind,
                "priority": row.priority_id,
                "amount": row.amount,
                "unit": row.unit,
                "group": None,
            }
            for row in policy.targets.order_by("pk")
        ],
        "levels": [
            {
                "key": row.pk,
                "kind": row.kind,
                "trigger": row.trigger,
                "amount": row.amount,
                "steps": [["notify", "owner"]],
            }
            for row in policy.levels.order_by("pk")
        ],
        "pausing": sorted(policy.pausing),
        "fulfilling": sorted(policy.fulfilling),
        "pauses_responses": policy.pauses_first_response,
    }


def make(apps, schema_editor):
    Policy = apps.get_model("sla", "Policy")
    for policy in Policy.objects.filter(name="Standard", is_default=True):
        for kind, trigger, amount in LEVELS:
            policy.levels.create(kind=kind, trigger=trigger, amount=amount)
    for policy in Policy.objects.all():
        policy.version = max(policy.version, 1)
        policy.save()
        version = policy.versions.create(number=policy.version, calendar_id=policy.calendar_id, data=_freeze(policy))
        policy.agreements.update(version=version)
        for agreement in policy.agreements.iterator():
            agreement.clocks.update(version=version, priority=agreement.priority_id)


def unmake(apps, schema_editor):
    apps.get_model("sla", "EscalationLevel").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sla", "0005_policies_with_versions")]

    operations = [migrations.RunPython(make, unmake)]
