import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sla.models.policies


class Migration(migrations.Migration):
    """Keep versions of policies, and clocks, levels and escalations that go by them."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sla", "0004_calendar_public_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="EscalationLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("tells_owner", models.BooleanField(default=True, verbose_name="tell the owner")),
                ("tells_watchers", models.BooleanField(default=False, verbose_name="tell the watchers")),
                ("raises_priority", models.BooleanField(default=False, verbose_name="raise the priority")),
                ("moves_to", models.CharField(blank=True, max_length=20, verbose_name="put into a status")),
            ],
            options={
                "verbose_name": "level of escalation",
                "verbose_name_plural": "levels of escalation",
                "ordering": ["policy", "kind", "trigger", "amount"],
            },
        ),
        migrations.CreateModel(
            name="GroupTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("data", models.JSONField(verbose_name="terms")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "version of a policy",
                "verbose_name_plural": "versions of policies",
                "ordering": ["policy", "-number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="sla_one_live_clock_each",
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="sla_clock_takes_time",
        ),
        migrations.RemoveConstraint(
            model_name="policytarget",
            name="sla_target_takes_time",
        ),
        migrations.AddField(
            model_name="agreement",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="group at work",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="is_chosen",
            field=models.BooleanField(default=False, verbose_name="chosen by hand"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.agreement",
                verbose_name="merged into",
            ),
        ),
        migrations.RenameField(model_name="clock", old_name="target_minutes", new_name="amount"),
        migrations.AlterField(
            model_name="clock",
            name="amount",
            field=models.PositiveIntegerField(verbose_name="target"),
        ),
        migrations.AddField(
            model_name="clock",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="auth.group",
                verbose_name="group",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="held_seconds",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="working time on hold"),
        ),
        migrations.AddField(
            model_name="clock",
            name="is_hand_set",
            field=models.BooleanField(default=False, verbose_name="due date set by hand"),
        ),
        migrations.AddField(
            model_name="clock",
            name="priority",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.priority",
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="resolved_seconds",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="working time resolved"),
        ),
        migrations.AddField(
            model_name="clock",
            name="unit",
            field=models.CharField(
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
        migrations.AddField(
            model_name="clock",
            name="used_seconds",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="working time used"),
        ),
        migrations.AddField(
            model_name="policy",
            name="conditions",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="All of them must hold. The most specific policy applies: contract, client, group, the rest.",
                verbose_name="conditions",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="fulfilling",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                default=sla.models.policies.fulfilling_by_default,
                verbose_name="statuses that fulfil",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="pausing",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=sla.models.policies.pausing_by_default,
                verbose_name="statuses that pause",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AddField(
            model_name="policy",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="valid until"),
        ),
        migrations.RenameField(model_name="policytarget", old_name="minutes", new_name="amount"),
        migrations.AlterField(
            model_name="policytarget",
            name="amount",
            field=models.PositiveIntegerField(verbose_name="amount"),
        ),
        migrations.AddField(
            model_name="policytarget",
            name="unit",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="clock",
            name="kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="policy",
            name="is_default",
            field=models.BooleanField(
                default=False, help_text="Applies where no policy with conditions does.", verbose_name="default"
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Among equally specific policies the lowest goes first.", verbose_name="position"
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_default", False),
                    models.Q(("conditions", []), ("valid_from", None), ("valid_until", None)),
                    _connector="OR",
                ),
                name="sla_default_policy_applies_always",
                violation_error_message="The default policy applies to all, always: it has no conditions, no dates.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None),
                    ("valid_until", None),
                    ("valid_from__lte", models.F("valid_until")),
                    _connector="OR",
                ),
                name="sla_policy_ends_after_it_begins",
                violation_error_message="A policy cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("fulfilling", []), _negated=True),
                name="sla_policy_is_fulfilled_by_something",
                violation_error_message="Choose at least one status that fulfils, or no clock would ever stop.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("pausing__overlap", models.F("fulfilling")), _negated=True),
                name="sla_no_status_pauses_and_fulfils",
                violation_error_message="A status cannot both pause and fulfil.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policytarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                name="sla_target_takes_time",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="escalations",
                to="sla.clock",
                verbose_name="clock",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="adds_watcher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="add watcher",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="gives_to_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="auth.group",
                verbose_name="assign to the group",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="gives_to_user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assign to",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levels",
                to="sla.policy",
                verbose_name="policy",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="tells_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="auth.group",
                verbose_name="tell the group",
            ),
        ),
        migrations.AddField(
            model_name="escalationlevel",
            name="tells_user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tell",
            ),
        ),
        migrations.AddField(
            model_name="grouptarget",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.group", verbose_name="group"
            ),
        ),
        migrations.AddField(
            model_name="grouptarget",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="group_targets",
                to="sla.policy",
                verbose_name="policy",
            ),
        ),
        migrations.AddField(
            model_name="grouptarget",
            name="priority",
            field=models.ForeignKey(
                blank=True,
                help_text="Without one, at each priority that has no target of its own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.priority",
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.calendar",
                verbose_name="calendar",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="sla.policy",
                verbose_name="policy",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="sla.policyversion",
                verbose_name="version of the policy",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="sla.policyversion",
                verbose_name="version of the policy",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), ("met_at", None)),
                fields=("agreement", "kind", "group"),
                name="sla_one_live_clock_each",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                name="sla_clock_takes_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__isnull", False), ("kind__in", ("taking", "handling"))),
                    models.Q(("group", None), models.Q(("kind__in", ("taking", "handling")), _negated=True)),
                    _connector="OR",
                ),
                name="sla_internal_clock_has_a_group",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                models.F("at"),
                condition=models.Q(("cancelled_at", None), ("fired_at", None)),
                name="sla_escalation_planned",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("clock", "level_key"), name="sla_one_escalation_per_level"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(("fired_at", None), ("cancelled_at", None), _connector="OR"),
                name="sla_fired_escalation_is_not_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationlevel",
            constraint=models.UniqueConstraint(
                fields=("policy", "kind", "trigger", "amount"),
                name="sla_one_level_at_a_time",
                violation_error_message="There is a level at this very moment already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationlevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("trigger", "after"), _connector="OR"),
                name="sla_level_comes_after_the_start",
                violation_error_message="A level comes after the start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouptarget",
            constraint=models.UniqueConstraint(
                fields=("policy", "group", "priority", "kind"),
                name="sla_one_group_target_each",
                nulls_distinct=False,
                violation_error_message="This group has such a target already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouptarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("unit", "end_of_day"), _connector="OR"),
                name="sla_group_target_takes_time",
                violation_error_message="A target takes some time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(fields=("policy", "number"), name="sla_version_numbered_once"),
        ),
    ]
