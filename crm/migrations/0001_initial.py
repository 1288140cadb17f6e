"""Companies, contacts and projects, and the function that compares names without case and accents."""

import uuid

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import crm.models.fields
import crm.querysets
import helpdesk.current_time
import helpdesk.models.people

# ``unaccent`` itself is not immutable, for its dictionary could be swapped; a stored column and an index need a promise,
# and naming the dictionary gives it.
FOLD = """
CREATE FUNCTION crm_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION crm_fold(text)"),
        migrations.CreateModel(
            name="CompanyGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="crm.companygroup",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "company group",
                "verbose_name_plural": "company groups",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="company_group_not_its_own_parent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9-]*\\Z", "A code has capital letters, digits and hyphens only."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="legal name")),
                (
                    "vat_id",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[helpdesk.models.people.validate_vat_id],
                        verbose_name="VAT id",
                    ),
                ),
                ("tax_code", models.CharField(blank=True, max_length=30, verbose_name="tax code")),
                (
                    "is_billable",
                    models.BooleanField(
                        default=True,
                        help_text="Clear it to keep this company out of every invoice proposal.",
                        verbose_name="may be billed",
                    ),
                ),
                (
                    "bill_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who pays for this company, if not the company itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pays_for",
                        to="crm.company",
                        verbose_name="bill to",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[helpdesk.models.people.validate_time_zone],
                        verbose_name="time zone",
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
                ("payment_days", models.PositiveSmallIntegerField(default=30, verbose_name="days to pay")),
                (
                    "hours_per_day",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="working hours per day"
                    ),
                ),
                ("email", crm.models.fields.LowercaseEmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
                (
                    "key",
                    models.UUIDField(blank=True, editable=False, help_text="Idempotency key.", null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=crm.querysets.Fold(
                            django.db.models.functions.text.Concat(
                                models.Value(" "),
                                models.F("code"),
                                models.Value(" "),
                                models.F("name"),
                                models.Value(" "),
                                models.F("legal_name"),
                                models.Value(" "),
                                models.F("vat_id"),
                                models.Value(" "),
                                models.F("email"),
                                models.Value(" "),
                                models.F("phone"),
                                models.Value(" "),
                                crm.querysets.Digits(models.F("phone")),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                        verbose_name="search text",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True, related_name="companies", to="crm.companygroup", verbose_name="groups"
                    ),
                ),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
                "ordering": ["name", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_text"], name="company_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["name", "id"], name="company_by_name"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9-]*$")), name="company_code_written_right"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="company_named"),
                    models.CheckConstraint(
                        condition=models.Q(("bill_to", models.F("pk")), _negated=True),
                        name="company_not_its_own_payer",
                        violation_error_message="A company that pays for itself needs nobody in “bill to”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat_id__regex", "^[A-Z0-9+*]*$")), name="company_vat_id_normalised"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="company_currency_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_per_day", None),
                            models.Q(("hours_per_day__gt", 0), ("hours_per_day__lte", 24)),
                            _connector="OR",
                        ),
                        name="company_day_length",
                        violation_error_message="A day has more than 0 and at most 24 working hours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                ("domain", models.CharField(max_length=253, unique=True, verbose_name="mail domain")),
            ],
            options={
                "verbose_name": "mail domain",
                "verbose_name_plural": "mail domains",
                "ordering": ["domain"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("domain__regex", "^[^@\\sA-Z]+\\.[^@\\sA-Z.]+$")),
                        name="company_domain_written_right",
                        violation_error_message="A mail domain is written in small letters, like acme.it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("billing", "Billing"), ("site", "Site")],
                        default="billing",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("street", models.CharField(max_length=200, verbose_name="street")),
                ("postal_code", models.CharField(blank=True, max_length=20, verbose_name="postal code")),
                ("city", models.CharField(max_length=120, verbose_name="city")),
                ("province", models.CharField(blank=True, max_length=60, verbose_name="province")),
                (
                    "country",
                    models.CharField(
                        default="IT",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}\\Z", "A country has two capital letters, like IT."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="default of its kind")),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "ordering": ["kind", "-is_default", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("company", "kind"),
                        name="address_one_default_per_kind",
                        violation_error_message="The company has a default address of this kind already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")), name="address_country_iso"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", crm.models.fields.LowercaseEmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[helpdesk.models.people.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contact",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="portal login",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("own", "Own requests"), ("company", "All requests of the company")],
                        db_default="own",
                        default="own",
                        max_length=8,
                        verbose_name="sees in the portal",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
                (
                    "key",
                    models.UUIDField(blank=True, editable=False, help_text="Idempotency key.", null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=crm.querysets.Fold(
                            django.db.models.functions.text.Concat(
                                models.Value(" "),
                                models.F("name"),
                                models.Value(" "),
                                models.F("email"),
                                models.Value(" "),
                                models.F("phone"),
                                models.Value(" "),
                                models.F("job_title"),
                                models.Value(" "),
                                crm.querysets.Digits(models.F("phone")),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                        verbose_name="search text",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["name", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_text"], name="contact_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["name", "id"], name="contact_by_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("email",),
                        name="contact_email_unique",
                        violation_error_message="There is a contact with this e-mail already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email__regex", "[A-Z\\s]"), _negated=True), name="contact_email_lower"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="contact_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="project_coded"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="project_ends_after_start",
                        violation_error_message="A project cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="crm.project",
                        verbose_name="project",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("planned_minutes", models.PositiveIntegerField(default=0, verbose_name="planned minutes")),
                ("done", models.BooleanField(default=False, verbose_name="done")),
            ],
            options={
                "verbose_name": "project task",
                "verbose_name_plural": "project tasks",
                "ordering": ["project", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="project_task_named")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="crm.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_resources",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "Project manager"),
                            ("technician", "Technician"),
                            ("sales", "Salesperson"),
                        ],
                        default="technician",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "project resource",
                "verbose_name_plural": "project resources",
                "ordering": ["project", "pk"],
                "constraints": [models.UniqueConstraint(fields=("project", "user"), name="project_resource_once")],
            },
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assets",
                        to="crm.company",
                        verbose_name="company",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("kind", models.CharField(blank=True, max_length=80, verbose_name="kind")),
                ("serial", models.CharField(blank=True, max_length=120, verbose_name="serial number")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "asset",
                "verbose_name_plural": "assets",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="asset_named")
                ],
            },
        ),
    ]
