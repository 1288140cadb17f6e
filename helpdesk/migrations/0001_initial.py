"""People, files, our firm, the audit log, and what the desk keeps about itself."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import helpdesk.current_time
import helpdesk.models.people


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("process", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("display_name", models.CharField(max_length=120, verbose_name="display name")),
                ("is_agent", models.BooleanField(default=False, verbose_name="works at the desk")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may enter the administration")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Rome",
                        max_length=60,
                        validators=[helpdesk.models.people.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "Like my device"), ("light", "Light"), ("dark", "Dark")],
                        default="auto",
                        max_length=5,
                        verbose_name="theme",
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("normal", "Normal"), ("compact", "Compact")],
                        default="normal",
                        max_length=8,
                        verbose_name="density",
                    ),
                ),
                ("single_keys", models.BooleanField(default=True, verbose_name="single-key shortcuts")),
                (
                    "date_joined",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="joined"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_unique",
                        violation_error_message="Somebody already signs in with this e-mail.",
                    ),
                    models.CheckConstraint(condition=models.Q(("display_name", ""), _negated=True), name="user_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Sign-in failed"),
                            ("signed_out", "Signed out"),
                            ("sessions_ended", "Sessions ended"),
                            ("password_changed", "Password changed"),
                            ("second_factor", "Second factor changed"),
                            ("rights_changed", "Rights changed"),
                            ("exported", "Exported"),
                            ("anonymised", "Person anonymised"),
                            ("purged", "Old data purged"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="about whom",
                    ),
                ),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="address")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit log",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_event_newest"),
                    models.Index(fields=["about", "-at"], name="audit_event_about"),
                    models.Index(fields=["actor", "-at"], name="audit_event_actor"),
                    models.Index(fields=["subject"], name="audit_event_subject", opclasses=["varchar_pattern_ops"]),
                    models.Index(fields=["address"], name="audit_event_address"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "signed_in",
                                    "sign_in_failed",
                                    "signed_out",
                                    "sessions_ended",
                                    "password_changed",
                                    "second_factor",
                                    "rights_changed",
                                    "exported",
                                    "anonymised",
                                    "purged",
                                ],
                            )
                        ),
                        name="audit_event_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default="Helpdesk", max_length=200, verbose_name="name")),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="legal name")),
                (
                    "vat_id",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[helpdesk.models.people.validate_vat_id],
                        verbose_name="VAT id",
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "iban",
                    models.CharField(
                        blank=True,
                        max_length=34,
                        validators=[helpdesk.models.people.validate_iban],
                        verbose_name="IBAN",
                    ),
                ),
                ("footer", models.TextField(blank=True, verbose_name="footer of documents")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Rome",
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
                        validators=[helpdesk.models.people.validate_currency],
                        verbose_name="currency",
                    ),
                ),
                (
                    "hours_per_day",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(8),
                        max_digits=4,
                        validators=[helpdesk.models.people.validate_day_length],
                        verbose_name="working hours per day",
                    ),
                ),
                (
                    "purge_after_days",
                    models.PositiveIntegerField(
                        db_default=0,
                        default=0,
                        help_text="Tickets closed longer ago, and people whom nothing needs any more, are deleted for good, except what was worked, offered or billed. 0 deletes nothing.",
                        validators=[django.core.validators.MaxValueValidator(36500)],
                        verbose_name="purge after days",
                    ),
                ),
                (
                    "not_needed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        db_default=[],
                        default=list,
                        editable=False,
                    ),
                ),
                ("is_set_up_put_away", models.BooleanField(db_default=False, default=False, editable=False)),
            ],
            options={
                "verbose_name": "our company",
                "verbose_name_plural": "our company",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="company_profile_single"),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_day__gt", 0), ("hours_per_day__lte", 24)),
                        name="company_profile_day_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "cache entry",
                "verbose_name_plural": "cache entries",
                "db_table": "helpdesk_cache",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("content_type", models.CharField(max_length=120)),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not scanned"),
                            ("waiting", "Waits to be scanned"),
                            ("clean", "Nothing found"),
                            ("infected", "Infected"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="virus scan",
                    ),
                ),
                ("finding", models.CharField(blank=True, max_length=200, verbose_name="found")),
                ("scan_tried_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
            ],
            options={
                "verbose_name": "stored file",
                "verbose_name_plural": "stored files",
                "indexes": [
                    models.Index(
                        models.F("scan_tried_at"), condition=models.Q(("scan", "waiting")), name="stored_file_to_scan"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="stored_file_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan", "infected"), models.Q(("finding", ""), _negated=True)),
                            models.Q(models.Q(("scan", "infected"), _negated=True), ("finding", "")),
                            _connector="OR",
                        ),
                        name="stored_file_infected_iff_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("row", models.CharField(max_length=255)),
                ("at", models.DateTimeField(default=helpdesk.current_time.now, editable=False, db_index=True)),
            ],
            options={
                "verbose_name": "form that was sent",
                "verbose_name_plural": "forms that were sent",
            },
        ),
        migrations.CreateModel(
            name="UserSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sessions.session"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("signed_in_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("address", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
            },
        ),
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("code", "Code by e-mail"),
                            ("reset", "Password reset"),
                            ("code_entered", "Code entered"),
                            ("network", "Anything from one network"),
                        ],
                        max_length=13,
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField(default=helpdesk.current_time.now)),
                ("wait_until", models.DateTimeField(default=helpdesk.current_time.now)),
            ],
            options={
                "verbose_name": "count of attempts",
                "verbose_name_plural": "counts of attempts",
                "indexes": [models.Index(fields=["since"], name="attempt_count_since")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "source", "purpose"), name="attempt_count_once"),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["password", "code", "reset", "code_entered", "network"])),
                        name="attempt_count_purpose_known",
                    ),
                ],
            },
        ),
    ]
