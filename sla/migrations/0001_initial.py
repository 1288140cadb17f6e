"""Calendars, policies with their versions, and clocks."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import helpdesk.current_time
import helpdesk.models.people
import sla.models.calendars
import sla.models.policies


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
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
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="A country by its two letters, like IT; without one, only the closed days below are kept.",
                        max_length=2,
                        verbose_name="public holidays of",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        help_text="The region or province whose own holidays are kept too, like RM for Rome.",
                        max_length=20,
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendars",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("region", ""), models.Q(("country", ""), _negated=True), _connector="OR"),
                        name="sla_region_of_a_country",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                (
                    "opens_minute",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="opens",
                    ),
                ),
                (
                    "closes_minute",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="closes",
                    ),
                ),
            ],
            options={
                "verbose_name": "window",
                "verbose_name_plural": "windows",
                "ordering": ["weekday", "opens_minute"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="sla_window_on_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__lte", 1440), ("opens_minute__lt", models.F("closes_minute"))
                        ),
                        name="sla_window_within_a_day",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("calendar", "="),
                            ("weekday", "="),
                            (sla.models.calendars.Minutes("opens_minute", "closes_minute"), "&&"),
                        ],
                        name="sla_windows_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closed_days",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                ("yearly", models.BooleanField(default=False, verbose_name="every year")),
            ],
            options={
                "verbose_name": "closed day",
                "verbose_name_plural": "closed days",
                "ordering": ["first", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))),
                        name="sla_closed_day_ends_after_it_begins",
                        violation_error_message="The last day comes before the first; over New Year, write two years.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "opens_minute",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="opens",
                    ),
                ),
                (
                    "closes_minute",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="closes",
                    ),
                ),
            ],
            options={
                "verbose_name": "extra opening",
                "verbose_name_plural": "extra openings",
                "ordering": ["day", "opens_minute"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__lte", 1440), ("opens_minute__lt", models.F("closes_minute"))
                        ),
                        name="sla_opening_within_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        help_text="The higher, the more urgent.", unique=True, verbose_name="rank"
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("secondary", "Grey"),
                            ("blue", "Blue"),
                            ("green", "Green"),
                            ("yellow", "Yellow"),
                            ("orange", "Orange"),
                            ("red", "Red"),
                            ("purple", "Purple"),
                        ],
                        default="secondary",
                        max_length=10,
                        verbose_name="colour",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "priority",
                "verbose_name_plural": "priorities",
                "ordering": ["-rank"],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without a calendar the clocks run day and night.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                (
                    "conditions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="All of them must hold. The most specific policy applies: contract, customer, group, the rest.",
                        verbose_name="conditions",
                    ),
                ),
                (
                    "is_default",
                    models.BooleanField(
                        default=False, help_text="Applies where no policy with conditions does.", verbose_name="default"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Among equally specific policies the lowest goes first.",
                        verbose_name="position",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "pausing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=sla.models.policies.pausing_by_default,
                        verbose_name="statuses that pause",
                    ),
                ),
                (
                    "fulfilling",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=sla.models.policies.fulfilling_by_default,
                        verbose_name="statuses that fulfil",
                    ),
                ),
                (
                    "pauses_first_response",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise a hold moves the resolution only.",
                        verbose_name="a hold pauses the responses too",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "policy",
                "verbose_name_plural": "policies",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("is_default",),
                        name="sla_one_default_policy",
                        violation_error_message="Another policy is the default already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_default", False), ("is_active", True), _connector="OR"),
                        name="sla_default_policy_is_active",
                        violation_error_message="The default policy must be active.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_default", False),
                            models.Q(("conditions", []), ("valid_from", None), ("valid_until", None)),
                            _connector="OR",
                        ),
                        name="sla_default_policy_applies_always",
                        violation_error_message="The default policy applies to all, always: it has no conditions, no dates.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="sla_policy_ends_after_it_begins",
                        violation_error_message="A policy cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fulfilling", []), _negated=True),
                        name="sla_policy_is_fulfilled_by_something",
                        violation_error_message="Choose at least one status that fulfils, or no clock would ever stop.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pausing__overlap", models.F("fulfilling")), _negated=True),
                        name="sla_no_status_pauses_and_fulfils",
                        violation_error_message="A status cannot both pause and fulfil.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="sla.priority",
                        verbose_name="priority",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="amount")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minute", "minutes"),
                            ("hour", "hours"),
                            ("day", "working days"),
                            ("end_of_day", "end of the working day, after days"),
                            ("month", "months"),
                        ],
                        default="minute",
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ["policy", "priority", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "priority", "kind"), name="sla_one_target_each"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                        name="sla_target_takes_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_targets",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="group",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without one, at each priority that has no target of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.priority",
                        verbose_name="priority",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("taking", "Taken by the group"), ("handling", "Handled by the group")],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="amount")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minute", "minutes"),
                            ("hour", "hours"),
                            ("day", "working days"),
                            ("end_of_day", "end of the working day, after days"),
                            ("month", "months"),
                        ],
                        default="hour",
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "internal target",
                "verbose_name_plural": "internal targets",
                "ordering": ["policy", "group", "priority", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "group", "priority", "kind"),
                        name="sla_one_group_target_each",
                        nulls_distinct=False,
                        violation_error_message="This group has such a target already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                        name="sla_group_target_takes_time",
                        violation_error_message="A target takes some time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                ("data", models.JSONField(verbose_name="terms")),
                (
                    "hours",
                    models.JSONField(
                        help_text="The calendar as it stood: an edit of it moves no clock.", verbose_name="hours"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="made"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a policy",
                "verbose_name_plural": "versions of policies",
                "ordering": ["policy", "-number"],
                "constraints": [models.UniqueConstraint(fields=("policy", "number"), name="sla_version_numbered_once")],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="sla.policyversion",
                        verbose_name="version of the policy",
                    ),
                ),
                ("is_chosen", models.BooleanField(default=False, verbose_name="chosen by hand")),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="sla.priority",
                        verbose_name="priority",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="auth.group",
                        verbose_name="group at work",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="first answered")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="on hold since")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.agreement",
                        verbose_name="merged into",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("resolved_at", None), ("held_at", None), _connector="OR"),
                        name="sla_resolved_agreement_is_not_held",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standstill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standstills",
                        to="sla.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("hold", "On hold"), ("resolved", "Resolved")], max_length=10, verbose_name="why"
                    ),
                ),
                ("began", models.DateTimeField(verbose_name="began")),
                ("ended", models.DateTimeField(verbose_name="ended")),
            ],
            options={
                "verbose_name": "standstill",
                "verbose_name_plural": "standstills",
                "ordering": ["began", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended__gt", models.F("began"))), name="sla_standstill_takes_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="sla.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                            ("taking", "Taken by the group"),
                            ("handling", "Handled by the group"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="sla.policyversion",
                        verbose_name="version of the policy",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.priority",
                        verbose_name="priority",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="group",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="target")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minute", "minutes"),
                            ("hour", "hours"),
                            ("day", "working days"),
                            ("end_of_day", "end of the working day, after days"),
                            ("month", "months"),
                        ],
                        default="minute",
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                ("is_pausable", models.BooleanField(verbose_name="pauses on hold")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("is_hand_set", models.BooleanField(default=False, verbose_name="due date set by hand")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="paused")),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met")),
                ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="breached")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                ("sweep_at", models.DateTimeField(blank=True, null=True, verbose_name="next look by the sweep")),
                ("used_seconds", models.PositiveIntegerField(blank=True, null=True, verbose_name="working time used")),
                (
                    "held_seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="working time on hold"),
                ),
                (
                    "resolved_seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="working time resolved"),
                ),
            ],
            options={
                "verbose_name": "clock",
                "verbose_name_plural": "clocks",
                "ordering": ["started_at", "pk"],
                "indexes": [
                    models.Index(
                        models.F("sweep_at"), condition=models.Q(("sweep_at__isnull", False)), name="sla_clock_sweep"
                    ),
                    models.Index(
                        models.F("started_at"), condition=models.Q(("cancelled_at", None)), name="sla_clock_begun"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("met_at", None)),
                        fields=("agreement", "kind", "group"),
                        name="sla_one_live_clock_each",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                        name="sla_clock_takes_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group__isnull", False), ("kind__in", ("taking", "handling"))),
                            models.Q(("group", None), models.Q(("kind__in", ("taking", "handling")), _negated=True)),
                            _connector="OR",
                        ),
                        name="sla_internal_clock_has_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("started_at"))), name="sla_clock_due_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("met_at", None), ("paused_at", None), _connector="OR"),
                        name="sla_met_clock_is_not_paused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None), models.Q(("paused_at", None), ("sweep_at", None)), _connector="OR"
                        ),
                        name="sla_cancelled_clock_is_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", False),
                            ("cancelled_at__isnull", False),
                            ("paused_at__isnull", False),
                            ("breached_at__isnull", False),
                            models.Q(("sweep_at", models.F("due_at")), ("sweep_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="sla_running_clock_is_swept_at_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="sla.clock",
                        verbose_name="clock",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("hold", "On hold"), ("resolved", "Resolved")], max_length=10, verbose_name="why"
                    ),
                ),
                ("began", models.DateTimeField(verbose_name="began")),
                ("ended", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
                "ordering": ["began", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)), fields=("clock",), name="sla_one_open_pause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended__gte", models.F("began"))), name="sla_pause_ends_after_it_began"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="sla.clock",
                        verbose_name="clock",
                    ),
                ),
                ("level_key", models.PositiveIntegerField(verbose_name="level")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("share", "% of the target is used up"),
                            ("before", "minutes before it falls due"),
                            ("after", "minutes after it fell due"),
                        ],
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="at")),
                ("at", models.DateTimeField(verbose_name="planned for")),
                ("fired_at", models.DateTimeField(blank=True, null=True, verbose_name="fired")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
            ],
            options={
                "verbose_name": "escalation",
                "verbose_name_plural": "escalations",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(
                        models.F("at"),
                        condition=models.Q(("cancelled_at", None), ("fired_at", None)),
                        name="sla_escalation_planned",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clock", "level_key"), name="sla_one_escalation_per_level"),
                    models.CheckConstraint(
                        condition=models.Q(("fired_at", None), ("cancelled_at", None), _connector="OR"),
                        name="sla_fired_escalation_is_not_cancelled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                            ("taking", "Taken by the group"),
                            ("handling", "Handled by the group"),
                        ],
                        default="resolution",
                        max_length=20,
                        verbose_name="of what",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="at")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("share", "% of the target is used up"),
                            ("before", "minutes before it falls due"),
                            ("after", "minutes after it fell due"),
                        ],
                        default="share",
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                ("tells_owner", models.BooleanField(default=True, verbose_name="notify the owner")),
                ("tells_watchers", models.BooleanField(default=False, verbose_name="notify the watchers")),
                (
                    "tells_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tell",
                    ),
                ),
                (
                    "tells_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="notify the group",
                    ),
                ),
                (
                    "gives_to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assign to",
                    ),
                ),
                (
                    "gives_to_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="assign to the group",
                    ),
                ),
                ("raises_priority", models.BooleanField(default=False, verbose_name="raise the priority")),
                ("moves_to", models.CharField(blank=True, max_length=20, verbose_name="put into a status")),
                (
                    "adds_watcher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="add watcher",
                    ),
                ),
            ],
            options={
                "verbose_name": "level of escalation",
                "verbose_name_plural": "levels of escalation",
                "ordering": ["policy", "kind", "trigger", "amount"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "kind", "trigger", "amount"),
                        name="sla_one_level_at_a_time",
                        violation_error_message="There is a level at this moment already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("trigger", "after"), _connector="OR"),
                        name="sla_level_comes_after_the_start",
                        violation_error_message="A level comes after the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Simulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "key",
                    models.UUIDField(
                        help_text="Idempotency key: the same form sent twice is one simulation.", unique=True
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulations",
                        to="sla.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.calendar",
                        verbose_name="calendar",
                    ),
                ),
                ("data", models.JSONField(verbose_name="terms")),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(verbose_name="to")),
                ("is_for_all", models.BooleanField(default=False, verbose_name="for all tickets")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "simulation",
                "verbose_name_plural": "simulations",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))), name="sla_simulation_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SimulationPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="sla.simulation",
                        verbose_name="simulation",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "agreements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), verbose_name="agreements"
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("rows", models.JSONField(default=list, verbose_name="result")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
            ],
            options={
                "verbose_name": "part of a simulation",
                "verbose_name_plural": "parts of simulations",
                "ordering": ["simulation", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("simulation", "number"), name="sla_simulation_part_once")
                ],
            },
        ),
    ]
