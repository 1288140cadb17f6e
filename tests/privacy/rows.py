"""A row in every table, made from what its columns demand."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

PLAIN = [
    (models.DateTimeField, timezone.now),
    (models.DateField, date.today),
    (models.TimeField, time),
    (models.BooleanField, lambda: False),
    (models.DecimalField, lambda: Decimal(1)),
    (models.IntegerField, lambda: 1),
    (models.JSONField, dict),
    (models.UUIDField, uuid4),
]
KEYS = {models.CharField: lambda: "k", models.UUIDField: uuid4}
# What a table demands beyond the kinds of its columns.
DEMANDED = {
    "crm.CompanyDomain": {"domain": "rows.example"},
    "crm.ProjectResource": {"role": "manager"},
    "sla.ExtraOpening": {"opens_minute": 60, "closes_minute": 120},
    "sla.SimulationPart": {"agreements": []},
}


def fill():
    """Make one row in each table that has none; return the tables in which the database allows none like this."""
    missing = [model for model in apps.get_models(include_auto_created=True) if not model._default_manager.exists()]
    return {model._meta.label for model in missing if not _made(model)}


def _made(model):
    if model._default_manager.exists():
        return model._default_manager.order_by("pk").last()
    values = {
        field.attname: value for field in model._meta.local_concrete_fields if (value := _value(field)) is not None
    }
    try:
        with transaction.atomic():
            [row] = model._default_manager.bulk_create([model(**{**values, **DEMANDED.get(model._meta.label, {})})])
    except IntegrityError:
        return None
    return row


def _value(field):
    if field.primary_key or field.has_default() or (field.null and not field.is_relation) or field.generated:
        return KEYS.get(type(field), lambda: None)() if field.primary_key and not field.has_default() else None
    if field.is_relation:
        row = None if field.null else _made(field.related_model)
        return row and row.pk
    if isinstance(field, models.CharField | models.TextField):
        return field.choices[0][0] if field.choices else ("" if field.blank else "x")
    return next((make() for kind, make in PLAIN if isinstance(field, kind)), None)
