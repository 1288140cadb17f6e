"""The catalogue, estimates and offers."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import estimates.models.catalogue
import helpdesk.current_time


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm", "0001_initial"),
        ("helpdesk", "0001_initial"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitOfMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=10, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("time", "Time"), ("day", "Working day"), ("other", "Other")],
                        default="time",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Only for units of time.",
                        validators=[django.core.validators.MaxValueValidator(999999)],
                        verbose_name="minutes",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit of measure",
                "verbose_name_plural": "units of measure",
                "ordering": ["kind", "minutes", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "time"), ("minutes__gt", 0)),
                            models.Q(models.Q(("kind", "time"), _negated=True), ("minutes", 0)),
                            _connector="OR",
                        ),
                        name="unit_minutes_iff_time",
                        violation_error_message="A unit of time needs its minutes, and only a unit of time has any.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VatRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="percent")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("S", "Standard rate"),
                            ("Z", "Zero rated"),
                            ("E", "Exempt"),
                            ("AE", "Reverse charge"),
                            ("K", "Intra-community supply"),
                            ("G", "Export"),
                            ("O", "Outside the scope of VAT"),
                        ],
                        default="S",
                        max_length=2,
                        verbose_name="category",
                    ),
                ),
                (
                    "natura",
                    models.CharField(
                        blank=True, help_text="Italian code, such as N4.", max_length=4, verbose_name="Natura"
                    ),
                ),
                ("exemption_reason", models.CharField(blank=True, max_length=100, verbose_name="reason for no VAT")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "VAT rate",
                "verbose_name_plural": "VAT rates",
                "ordering": ["-percent", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "S"), ("percent__gt", 0), ("percent__lte", 100)),
                            models.Q(models.Q(("category", "S"), _negated=True), ("percent", 0)),
                            _connector="OR",
                        ),
                        name="vat_percent_iff_standard",
                        violation_error_message="Only the standard category bears VAT, and it always does.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category__in", ("E", "AE", "K", "G", "O")), _negated=True),
                            models.Q(("exemption_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vat_exemption_has_reason",
                        violation_error_message="Say why no VAT is due; the law wants it on the document.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="vat_term_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="unit price"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="EUR",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}\\Z", "A currency has three capital letters, like EUR."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "vat_rate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="estimates.vatrate",
                        verbose_name="VAT rate",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="service_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price", None), ("unit_price__gte", 0), _connector="OR"),
                        name="service_price_not_negative",
                        violation_error_message="A price cannot be negative; leave it empty for no price.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="service_currency_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="service_term_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_lists",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="EUR",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}\\Z", "A currency has three capital letters, like EUR."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, help_text="This day included.", null=True, verbose_name="valid to"),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="The lowest is asked first.", verbose_name="priority"
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="the customer's default list")),
            ],
            options={
                "verbose_name": "price list",
                "verbose_name_plural": "price lists",
                "ordering": ["company__name", "priority", "code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="price_list_coded"),
                    models.CheckConstraint(
                        condition=models.Q(("is_default", False), ("company__isnull", False), _connector="OR"),
                        name="price_list_default_has_company",
                        violation_error_message="Only a customer's own list can be their default.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="price_list_currency_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="price_list_term_in_order",
                        violation_error_message="A price list cannot end before it begins.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_default", True)),
                        expressions=[
                            ("company", "="),
                            ("currency", "="),
                            (
                                estimates.models.catalogue.DateRange(
                                    "valid_from",
                                    "valid_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="price_list_one_default_at_a_time",
                        violation_error_message="The customer has another default list in this currency and term.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="estimates.pricelist",
                        verbose_name="price list",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                (
                    "min_quantity",
                    models.DecimalField(decimal_places=4, default=0, max_digits=12, verbose_name="from quantity"),
                ),
                ("price", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="price")),
            ],
            options={
                "verbose_name": "price",
                "verbose_name_plural": "prices",
                "ordering": ["service__code", "min_quantity"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("price_list", "service", "unit", "min_quantity"),
                        name="price_once_per_list_and_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_quantity__gte", 0), ("price__gte", 0)),
                        name="price_not_negative",
                        violation_error_message="Neither a price nor a quantity can be negative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EstimateTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                ("offer_description", models.CharField(blank=True, max_length=200, verbose_name="offer description")),
                ("header_description", models.TextField(blank=True, verbose_name="text above the lines")),
                ("footer_description", models.TextField(blank=True, verbose_name="text below the lines")),
                ("is_detailed", models.BooleanField(default=False, verbose_name="detailed offer")),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "estimate template",
                "verbose_name_plural": "estimate templates",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="TemplateRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="estimates.estimatetemplate",
                        verbose_name="template",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("description", models.CharField(max_length=500, verbose_name="description")),
                (
                    "planned_qty",
                    models.DecimalField(
                        decimal_places=4, default=Decimal(1), max_digits=12, verbose_name="planned quantity"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an estimate template",
                "verbose_name_plural": "rows of estimate templates",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("planned_qty__gt", 0)), name="template_row_quantity")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.numberingseries",
                        verbose_name="numbering",
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"company": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.pricelist",
                        verbose_name="general price list",
                    ),
                ),
                (
                    "valid_days",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="0 writes no last day on it.", verbose_name="days an offer stands"
                    ),
                ),
            ],
            options={
                "verbose_name": "offer type",
                "verbose_name_plural": "offer types",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="TypeSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket_type",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="estimate_settings",
                        to="tickets.tickettype",
                        verbose_name="ticket type",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="estimates.estimatetemplate",
                        verbose_name="template",
                    ),
                ),
                (
                    "offer_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.offertype",
                        verbose_name="offer type",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service for rows without one",
                    ),
                ),
            ],
            options={
                "verbose_name": "estimates of a ticket type",
                "verbose_name_plural": "estimates of ticket types",
            },
        ),
        migrations.CreateModel(
            name="TechnicalEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("not_started", "Not started"), ("in_progress", "In progress"), ("ended", "Ended")],
                        default="not_started",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="technical_estimate",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="estimates.estimatetemplate",
                        verbose_name="template",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
                ("offer_description", models.CharField(blank=True, max_length=200, verbose_name="offer description")),
                ("header_description", models.TextField(blank=True, verbose_name="text above the lines")),
                ("footer_description", models.TextField(blank=True, verbose_name="text below the lines")),
                ("is_detailed", models.BooleanField(default=False, verbose_name="detailed offer")),
                ("planned_start", models.DateField(verbose_name="planned start")),
                ("actual_start", models.DateField(blank=True, null=True, verbose_name="actual start")),
                (
                    "salesperson",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "technician",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="technician",
                    ),
                ),
            ],
            options={
                "verbose_name": "technical estimate",
                "verbose_name_plural": "technical estimates",
                "permissions": [("discard_technicalestimate", "Can discard technical estimates")],
                "indexes": [
                    models.Index(condition=models.Q(("state", "ended")), fields=["ended_at"], name="technical_ended")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="technical_ended_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["not_started", "in_progress", "ended"])),
                        name="technical_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TechnicalRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "estimate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="estimates.technicalestimate",
                        verbose_name="estimate",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
                ("description", models.CharField(max_length=500, verbose_name="description")),
                ("planned_qty", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="planned quantity")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_minutes",
                    models.DecimalField(
                        decimal_places=2, default=Decimal(0), max_digits=8, verbose_name="minutes per unit"
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="estimated minutes")),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="crm.projectresource",
                        verbose_name="resource",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="crm.project",
                        verbose_name="project",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="start date")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="end date")),
            ],
            options={
                "verbose_name": "row of a technical estimate",
                "verbose_name_plural": "rows of technical estimates",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("planned_qty__gt", 0)),
                        name="technical_row_quantity_positive",
                        violation_error_message="A quantity is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True), name="technical_row_described"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="technical_row_ends_after_start",
                        violation_error_message="A step cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_minutes__gt", 0), ("minutes", 0), _connector="OR"),
                        name="technical_row_minutes_only_of_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommercialEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("not_started", "Not started"), ("in_progress", "In progress"), ("ended", "Ended")],
                        default="not_started",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commercial_estimate",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                ("is_stale", models.BooleanField(default=False, verbose_name="technical estimate was unlocked since")),
                (
                    "salesperson",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "technician",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="technician",
                    ),
                ),
            ],
            options={
                "verbose_name": "commercial estimate",
                "verbose_name_plural": "commercial estimates",
                "permissions": [("view_prices", "Can see prices")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="commercial_ended_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["not_started", "in_progress", "ended"])),
                        name="commercial_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_stale", True), ("state", "ended"), _negated=True),
                        name="commercial_ended_is_not_stale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommercialRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "estimate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="estimates.commercialestimate",
                        verbose_name="estimate",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "technical_row",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="estimates.technicalrow",
                        verbose_name="technical row",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
                ("description", models.CharField(max_length=500, verbose_name="description")),
                (
                    "planned_qty",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="planned quantity"
                    ),
                ),
                (
                    "former_planned_qty",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="planned before"
                    ),
                ),
                (
                    "commercial_qty",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="commercial quantity"),
                ),
                ("is_overridden", models.BooleanField(default=False, verbose_name="quantity set by hand")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_minutes",
                    models.DecimalField(
                        decimal_places=2, default=Decimal(0), max_digits=8, verbose_name="minutes per unit"
                    ),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="price set by hand"
                    ),
                ),
                (
                    "discount_percent",
                    models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=5, verbose_name="discount %"),
                ),
            ],
            options={
                "verbose_name": "row of a commercial estimate",
                "verbose_name_plural": "rows of commercial estimates",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("commercial_qty__gte", 0)),
                        name="commercial_row_quantity_not_negative",
                        violation_error_message="A quantity cannot be negative; zero takes the row out.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True), name="commercial_row_described"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price", None), ("unit_price__gte", 0), _connector="OR"),
                        name="commercial_row_price_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount_percent__gte", 0), ("discount_percent__lte", 100)),
                        name="commercial_row_discount_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("technical_row", None), ("planned_qty__isnull", False), _connector="OR"),
                        name="commercial_row_copies_its_origin",
                    ),
                    models.UniqueConstraint(
                        fields=("estimate", "technical_row"), name="commercial_row_once_per_technical_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="estimates.offertype",
                        verbose_name="type",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.numberingseries",
                        verbose_name="numbering",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("period_key", models.CharField(blank=True, max_length=10)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("reference", models.CharField(max_length=80, verbose_name="reference")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("slug", models.SlugField(max_length=90, unique=True)),
                ("date", models.DateField(verbose_name="date")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="crm.contact",
                        verbose_name="contact",
                    ),
                ),
                ("party_name", models.CharField(max_length=200, verbose_name="addressee")),
                ("party_address", models.TextField(blank=True, verbose_name="address")),
                ("party_vat_id", models.CharField(blank=True, max_length=20, verbose_name="VAT id")),
                ("attention", models.CharField(blank=True, max_length=200, verbose_name="to the attention of")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}\\Z", "A currency has three capital letters, like EUR."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("intro", models.TextField(blank=True, verbose_name="text above the lines")),
                ("closing", models.TextField(blank=True, verbose_name="text below the lines")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("confirmed", "Confirmed"),
                            ("converted", "Converted"),
                            ("expired", "Expired"),
                            ("rejected", "Rejected"),
                            ("cancelled", "Cancelled"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("net", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=14, verbose_name="net")),
                ("vat", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=14, verbose_name="VAT")),
                (
                    "gross",
                    models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=14, verbose_name="total"),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk.storedfile",
                        verbose_name="document",
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the document")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "salesperson",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
                "ordering": ["-date", "-pk"],
                "indexes": [
                    models.Index(fields=["-date", "-id"], name="offer_newest"),
                    models.Index(fields=["company", "-date", "-id"], name="offer_by_company"),
                    models.Index(
                        condition=models.Q(("state", "sent")), fields=["valid_until"], name="offer_open_until"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "period_key", "number", "version"),
                        name="offer_number_once_per_series_and_period",
                    ),
                    models.UniqueConstraint(fields=("reference", "version"), name="offer_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("company__isnull", False), ("contact__isnull", False), _connector="OR"),
                        name="offer_has_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "sent",
                                    "confirmed",
                                    "converted",
                                    "expired",
                                    "rejected",
                                    "cancelled",
                                    "superseded",
                                ],
                            )
                        ),
                        name="offer_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="offer_currency_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("date")),
                            _connector="OR",
                        ),
                        name="offer_term_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat")),
                            )
                        ),
                        name="offer_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("state", "draft")),
                            ("state", "cancelled"),
                            models.Q(
                                models.Q(("state__in", ["draft", "cancelled"]), _negated=True),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="offer_draft_iff_not_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pdf", None), ("sent_at", None), ("sha256", "")),
                            models.Q(
                                ("pdf__isnull", False), ("sent_at__isnull", False), ("sha256__regex", "^[0-9a-f]{64}$")
                            ),
                            _connector="OR",
                        ),
                        name="offer_sent_iff_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_on__isnull", False), ("state__in", ("confirmed", "converted"))),
                            models.Q(
                                models.Q(("state__in", ("confirmed", "converted")), _negated=True),
                                ("confirmed_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="offer_confirmed_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ("draft", "sent", "confirmed", "converted"))),
                            models.Q(
                                models.Q(("state__in", ("draft", "sent", "confirmed", "converted")), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="offer_ended_iff_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="estimates.offer"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offer_links", to="tickets.ticket"
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "ticket of an offer",
                "verbose_name_plural": "tickets of offers",
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "ticket"), name="offer_ticket_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)),
                        fields=("ticket",),
                        name="offer_ticket_at_most_one_live",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="estimates.offer",
                        verbose_name="offer",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="crm.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Text"), ("item", "Item")], default="item", max_length=4, verbose_name="kind"
                    ),
                ),
                ("description", models.TextField(verbose_name="description")),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=12, verbose_name="quantity"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.unitofmeasure",
                        verbose_name="unit",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                (
                    "unit_price",
                    models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=12, verbose_name="unit price"),
                ),
                (
                    "discount_percent",
                    models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=5, verbose_name="discount %"),
                ),
                ("net", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=14, verbose_name="net")),
                (
                    "vat_rate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estimates.vatrate",
                        verbose_name="VAT rate",
                    ),
                ),
                ("vat_category", models.CharField(blank=True, max_length=2, verbose_name="VAT category")),
                (
                    "vat_percent",
                    models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=5, verbose_name="VAT %"),
                ),
                ("vat_natura", models.CharField(blank=True, max_length=4, verbose_name="Natura")),
                ("vat_reason", models.CharField(blank=True, max_length=100, verbose_name="reason for no VAT")),
                (
                    "price_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manual", "Set by hand"),
                            ("default_list", "Customer's default price list"),
                            ("other_list", "Another price list of the customer"),
                            ("generic_list", "General price list"),
                            ("service", "Price of the service"),
                        ],
                        max_length=12,
                        verbose_name="price from",
                    ),
                ),
                ("list_code", models.CharField(blank=True, max_length=40, verbose_name="price list")),
                ("list_valid_from", models.DateField(blank=True, null=True, verbose_name="list valid from")),
                ("list_valid_to", models.DateField(blank=True, null=True, verbose_name="list valid to")),
            ],
            options={
                "verbose_name": "line of an offer",
                "verbose_name_plural": "lines of offers",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "position"), name="offer_line_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "text"), ("net", 0), ("quantity", 0), ("unit", None), ("vat_rate", None)),
                            models.Q(
                                ("kind", "item"),
                                ("quantity__gt", 0),
                                ("unit__isnull", False),
                                ("unit_price__gte", 0),
                                ("service__isnull", False),
                                ("vat_rate__isnull", False),
                                models.Q(("price_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="offer_line_item_is_priced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount_percent__gte", 0), ("discount_percent__lte", 100)),
                        name="offer_line_discount_in_range",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Offer",
            name="tickets",
            field=models.ManyToManyField(
                related_name="offers", through="estimates.OfferTicket", to="tickets.ticket", verbose_name="tickets"
            ),
        ),
    ]
