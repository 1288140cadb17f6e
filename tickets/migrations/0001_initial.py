"""Tickets, and all that hangs on them."""

import uuid
from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import helpdesk.current_time


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("crm", "0001_initial"),
        ("helpdesk", "0001_initial"),
        ("mail", "0001_initial"),
        ("sla", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberingSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("none", "Never"),
                            ("yearly", "Every year"),
                            ("monthly", "Every month"),
                            ("daily", "Every day"),
                        ],
                        default="yearly",
                        max_length=10,
                        verbose_name="starts again",
                    ),
                ),
                (
                    "pattern",
                    models.CharField(
                        default="{type}/{year}/{number:05d}",
                        help_text="May use {type}, {year}, {month}, {day}, {number} and widths such as {number:05d}.",
                        max_length=60,
                        verbose_name="pattern",
                    ),
                ),
                ("start_number", models.PositiveIntegerField(default=1, verbose_name="first number")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "numbering series",
                "verbose_name_plural": "numbering series",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start_number__gte", 1)), name="series_starts_at_one_or_later"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberingCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="tickets.numberingseries",
                    ),
                ),
                ("period_key", models.CharField(blank=True, max_length=10)),
                ("last_number", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "numbering counter",
                "verbose_name_plural": "numbering counters",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period_key"), name="counter_once_per_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "Request"),
                            ("incident", "Incident"),
                            ("problem", "Problem"),
                            ("change", "Change"),
                        ],
                        default="request",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        limit_choices_to={"is_active": True},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="types",
                        to="tickets.numberingseries",
                        verbose_name="numbering",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("requires_company", models.BooleanField(default=False, verbose_name="customer is mandatory")),
                ("requires_subject", models.BooleanField(default=True, verbose_name="subject is mandatory")),
                ("requires_referent", models.BooleanField(default=False, verbose_name="referent is mandatory")),
                (
                    "requires_referent_email",
                    models.BooleanField(default=False, verbose_name="referent's e-mail is mandatory"),
                ),
                ("requires_project", models.BooleanField(default=False, verbose_name="project is mandatory")),
                ("requires_severity", models.BooleanField(default=False, verbose_name="severity is mandatory")),
                (
                    "first_assigned_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="first assigned user",
                    ),
                ),
                (
                    "due_default",
                    models.CharField(
                        choices=[("none", "No date"), ("today", "Today"), ("days", "Some days from now")],
                        default="none",
                        max_length=5,
                        verbose_name="proposed due date",
                    ),
                ),
                ("due_days", models.PositiveSmallIntegerField(default=0, verbose_name="days until due")),
                (
                    "auto_close_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="0 never closes a ticket by itself.",
                        verbose_name="close after days of silence",
                    ),
                ),
                (
                    "reopen_days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="an answer reopens for days"),
                ),
                (
                    "confirms_receipt",
                    models.BooleanField(default=True, verbose_name="answer new mail with the ticket's number"),
                ),
                (
                    "tells_resolved",
                    models.BooleanField(
                        default=True, verbose_name="mail the solution, with links to approve and refuse it"
                    ),
                ),
                (
                    "tells_closed",
                    models.BooleanField(default=False, verbose_name="notify the customer when a ticket is closed"),
                ),
                (
                    "warn_days",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 sends no warning.", verbose_name="warn before closing, days ahead"
                    ),
                ),
                (
                    "tells_agents",
                    models.BooleanField(default=True, verbose_name="notify agents of replies, reopenings and mentions"),
                ),
            ],
            options={
                "verbose_name": "ticket type",
                "verbose_name_plural": "ticket types",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("code"),
                        name="type_code_once_whatever_its_case",
                        violation_error_message="Another type has this code already, in capitals or not.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statuses",
                        to="tickets.tickettype",
                        verbose_name="ticket type",
                    ),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "customer_name",
                    models.CharField(
                        blank=True,
                        help_text="Such as “We are working on it”.",
                        max_length=80,
                        verbose_name="what the customer reads",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("replied", "Waiting for the customer"),
                            ("on_hold", "On hold"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                        verbose_name="category",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_default", models.BooleanField(default=False, verbose_name="first status of a new ticket")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="offered until")),
            ],
            options={
                "verbose_name": "ticket status",
                "verbose_name_plural": "ticket statuses",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("type", "code"), name="status_code_once_per_type"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("type",), name="status_one_default_per_type"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_default", False),
                            models.Q(("category__in", ["resolved", "closed"]), _negated=True),
                            _connector="OR",
                        ),
                        name="status_default_is_live",
                        violation_error_message="A new ticket cannot start resolved or closed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="tickets.ticketcategory",
                    ),
                ),
                (
                    "proposed_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.tickettype",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "ticket category",
                "verbose_name_plural": "ticket categories",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "name"), name="category_named_once_per_parent", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="category_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Severity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("description", models.CharField(max_length=120, verbose_name="description")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rank")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "severity",
                "verbose_name_plural": "severities",
                "ordering": ["rank", "code"],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("description", models.CharField(max_length=120, verbose_name="description")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="offered until")),
                (
                    "types",
                    models.ManyToManyField(
                        related_name="operations", to="tickets.tickettype", verbose_name="ticket types"
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket operation",
                "verbose_name_plural": "ticket operations",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="PriorityCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("1", "Very low"), ("2", "Low"), ("3", "Medium"), ("4", "High"), ("5", "Very high")],
                        max_length=1,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[("1", "Very low"), ("2", "Low"), ("3", "Medium"), ("4", "High"), ("5", "Very high")],
                        max_length=1,
                        verbose_name="impact",
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
            ],
            options={
                "verbose_name": "field of the priority matrix",
                "verbose_name_plural": "priority matrix",
                "ordering": ["-urgency", "-impact"],
                "constraints": [models.UniqueConstraint(fields=("urgency", "impact"), name="matrix_field_once")],
            },
        ),
        migrations.CreateModel(
            name="MailboxRoute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mail.mailbox",
                        verbose_name="mailbox",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.tickettype",
                        verbose_name="ticket type",
                    ),
                ),
            ],
            options={
                "verbose_name": "tickets of a mailbox",
                "verbose_name_plural": "tickets of mailboxes",
            },
        ),
        migrations.CreateModel(
            name="ImageTrust",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="sender")),
                ("at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
            ],
            options={
                "verbose_name": "sender whose images are shown",
                "verbose_name_plural": "senders whose images are shown",
                "constraints": [
                    models.UniqueConstraint(models.F("user"), models.F("address"), name="image_trust_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("received", "Received: the number of the new ticket"),
                            ("resolved", "Resolved: the solution, to be approved or refused"),
                            ("will_close", "Will be closed soon"),
                            ("closed", "Closed"),
                            ("reopened", "Open again, to its agent"),
                            ("replied", "The customer answered, to its agent"),
                            ("assigned", "Assigned, to the new agent"),
                            ("mentioned", "Mentioned in a note, to the agent"),
                        ],
                        max_length=20,
                        verbose_name="event",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="Behind the ticket's number. Blank: the ticket's subject.",
                        max_length=200,
                        verbose_name="subject",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text. Placeholders: agent, approve_link, company, days, link, name, reference, refuse_link, solution, status, subject, words.",
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail template",
                "verbose_name_plural": "mail templates",
                "ordering": ["event", "language"],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "language"), name="template_once_per_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undo_seconds",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "not at all"),
                            (5, "5 seconds"),
                            (10, "10 seconds"),
                            (20, "20 seconds"),
                            (30, "30 seconds"),
                            (60, "60 seconds"),
                        ],
                        default=0,
                        verbose_name="sending can be undone for",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail preference",
                "verbose_name_plural": "mail preferences",
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="tickets.tickettype",
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
                ("reference", models.CharField(max_length=80, unique=True, verbose_name="reference")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("subject", models.CharField(blank=True, max_length=500, verbose_name="subject")),
                ("description", models.TextField(verbose_name="description")),
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
                    "source",
                    models.CharField(
                        choices=[
                            ("mail", "Mail"),
                            ("portal", "Portal"),
                            ("phone", "Phone"),
                            ("direct", "In person"),
                            ("api", "API"),
                            ("chat", "Chat"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.ticketcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.operation",
                        verbose_name="operation",
                    ),
                ),
                (
                    "severity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.severity",
                        verbose_name="severity",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("1", "Very low"), ("2", "Low"), ("3", "Medium"), ("4", "High"), ("5", "Very high")],
                        default="3",
                        max_length=1,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[("1", "Very low"), ("2", "Low"), ("3", "Medium"), ("4", "High"), ("5", "Very high")],
                        default="3",
                        max_length=1,
                        verbose_name="impact",
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
                ("priority_is_manual", models.BooleanField(default=False, verbose_name="priority set by hand")),
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
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="crm.company",
                        verbose_name="customer",
                    ),
                ),
                (
                    "crm_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.contact",
                        verbose_name="contact instead of a customer",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requested",
                        to="crm.contact",
                        verbose_name="requester",
                    ),
                ),
                ("requester_name", models.CharField(blank=True, max_length=200, verbose_name="requester's name")),
                ("requester_email", models.EmailField(blank=True, max_length=254, verbose_name="requester's e-mail")),
                (
                    "referent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="crm.contact",
                        verbose_name="referent",
                    ),
                ),
                ("referent_email", models.EmailField(blank=True, max_length=254, verbose_name="referent's e-mail")),
                (
                    "status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticketstatus",
                        verbose_name="status",
                    ),
                ),
                (
                    "status_category",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("replied", "Waiting for the customer"),
                            ("on_hold", "On hold"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                        verbose_name="status category",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
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
                ("is_incomplete", models.BooleanField(default=False, verbose_name="incomplete")),
                ("solution", models.TextField(blank=True, verbose_name="solution")),
                ("closing_notes", models.TextField(blank=True, verbose_name="closing notes")),
                (
                    "thread",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.thread",
                        verbose_name="mail thread",
                    ),
                ),
                (
                    "agreement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sla.agreement",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "key",
                    models.UUIDField(blank=True, editable=False, help_text="Idempotency key.", null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("created_on", models.DateField(verbose_name="creation date")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="taken into account")),
                ("first_replied_at", models.DateTimeField(blank=True, null=True, verbose_name="first reply")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closing date")),
                ("active_at", models.DateTimeField(verbose_name="last activity")),
                (
                    "last_customer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last message of the customer"),
                ),
                (
                    "last_agent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last public message of ours"),
                ),
                ("next_due_at", models.DateTimeField(blank=True, null=True, verbose_name="next deadline")),
                ("next_due_kind", models.CharField(blank=True, max_length=20)),
                ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="deadline missed")),
                (
                    "suspected_reply_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="The ticket that its messages may belong to; nobody has decided yet.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="seems to answer",
                    ),
                ),
                (
                    "bound_by",
                    models.CharField(blank=True, max_length=100, verbose_name="offer that binds the customer"),
                ),
                (
                    "billing_status",
                    models.CharField(
                        choices=[
                            ("to_be_billed", "To be billed"),
                            ("contract", "Contract service"),
                            ("not_billed", "Not billed"),
                            ("billed", "Billed"),
                            ("suspended", "Suspended"),
                            ("in_proposal", "In a proposal"),
                        ],
                        default="to_be_billed",
                        max_length=12,
                        verbose_name="billing status",
                    ),
                ),
                ("billing_is_manual", models.BooleanField(default=False, verbose_name="billing status set by hand")),
                ("cancellation_reason", models.TextField(blank=True, verbose_name="cancellation reason")),
                ("rate", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=10, verbose_name="rate")),
                (
                    "billing_criteria",
                    models.CharField(
                        choices=[("quoted", "Hours of the offer"), ("actual", "Hours actually worked")],
                        default="actual",
                        max_length=10,
                        verbose_name="billing criteria",
                    ),
                ),
                (
                    "billing_period",
                    models.CharField(
                        choices=[("on_consumption", "On consumption"), ("on_delivery", "On delivery")],
                        default="on_delivery",
                        max_length=15,
                        verbose_name="billing period",
                    ),
                ),
                (
                    "assets",
                    models.ManyToManyField(blank=True, related_name="tickets", to="crm.asset", verbose_name="assets"),
                ),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "permissions": [
                    ("view_all_tickets", "Can see all tickets"),
                    ("view_team_tickets", "Can see own tickets and those of own groups"),
                    ("view_own_tickets", "Can see tickets owned, opened, watched or mentioned in"),
                    ("renumber_ticket", "Can give a ticket a number of another series"),
                    ("assign_ticket", "Can assign tickets to others"),
                    ("hand_over_ticket", "Can hand tickets over to a colleague or a group"),
                    ("choose_policy", "Can put a ticket under another policy of service levels"),
                    ("reset_agreement", "Can start a ticket's service levels anew"),
                    ("set_deadline", "Can set a ticket's deadline by hand"),
                ],
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("reference"), name="ticket_reference_any_case"),
                    models.Index(fields=["-active_at", "-id"], name="ticket_active"),
                    models.Index(
                        condition=models.Q(("status_category__in", ("new", "open", "replied", "on_hold"))),
                        fields=["-active_at", "-id"],
                        name="ticket_live_active",
                    ),
                    models.Index(
                        condition=models.Q(("status_category__in", ("new", "open", "replied", "on_hold"))),
                        fields=["next_due_at", "id"],
                        name="ticket_live_due",
                    ),
                    models.Index(
                        condition=models.Q(("status_category__in", ("new", "open", "replied", "on_hold"))),
                        fields=["assignee", "-active_at", "-id"],
                        name="ticket_live_mine",
                    ),
                    models.Index(
                        django.db.models.functions.text.Upper("requester_email"),
                        models.F("created_at"),
                        name="ticket_by_address",
                    ),
                    models.Index(fields=["company", "-active_at", "-id"], name="ticket_by_company"),
                    models.Index(fields=["requester", "-active_at", "-id"], name="ticket_by_requester"),
                    models.Index(
                        condition=models.Q(("billing_status", "to_be_billed"), ("status_category", "closed")),
                        fields=["closed_at", "id"],
                        name="ticket_ready_to_bill",
                    ),
                    models.Index(
                        condition=models.Q(("status_category__in", ["replied", "resolved"])),
                        fields=["last_agent_at"],
                        name="ticket_silent",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "period_key", "number"), name="ticket_number_once_per_series_and_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", False), ("status_category__in", ("resolved", "closed"))),
                            models.Q(
                                models.Q(("status_category__in", ("resolved", "closed")), _negated=True),
                                ("resolved_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_resolved_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status_category", "closed")),
                            models.Q(models.Q(("status_category", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="ticket_closed_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True),
                        name="ticket_described",
                        violation_error_message="A ticket needs a description.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gte", 0)),
                        name="ticket_rate_not_negative",
                        violation_error_message="A rate cannot be negative; 0 means that the service's own rate applies.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "billing_status__in",
                                ["to_be_billed", "contract", "not_billed", "billed", "suspended", "in_proposal"],
                            )
                        ),
                        name="ticket_billing_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status_category__in", ["new", "open", "replied", "on_hold", "resolved", "closed"])
                        ),
                        name="ticket_category_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="tickets.ticket"
                    ),
                ),
                ("reference", models.CharField(max_length=80, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
            ],
            options={
                "verbose_name": "former reference",
                "verbose_name_plural": "former references",
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("reference"), name="alias_reference_any_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        related_query_name="notification",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("breach_soon", "Deadline comes near"),
                            ("breached", "Deadline missed"),
                            ("assigned", "Assigned to you"),
                            ("group_assigned", "Assigned to your group"),
                            ("replied", "The customer answered"),
                            ("reopened", "Open again"),
                            ("mentioned", "You are mentioned"),
                            ("undelivered", "Mail not delivered"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("data", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-at", "-id"], name="notification_of_user"),
                    models.Index(fields=["user", "ticket", "-id"], name="notification_of_ticket"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notification_unread"),
                    models.Index(condition=models.Q(("seen_at", None)), fields=["user"], name="notification_unseen"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_settings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("breach_soon", "Deadline comes near"),
                            ("breached", "Deadline missed"),
                            ("assigned", "Assigned to you"),
                            ("group_assigned", "Assigned to your group"),
                            ("replied", "The customer answered"),
                            ("reopened", "Open again"),
                            ("mentioned", "You are mentioned"),
                            ("undelivered", "Mail not delivered"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("in_app", models.BooleanField(default=True, verbose_name="in the app")),
                ("by_mail", models.BooleanField(default=True, verbose_name="by mail")),
            ],
            options={
                "verbose_name": "notification setting",
                "verbose_name_plural": "notification settings",
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="notification_setting_once")],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="tickets.ticket"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="operator",
                    ),
                ),
                ("first_assigned_at", models.DateTimeField(verbose_name="first assigned")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed")),
            ],
            options={
                "verbose_name": "operator on a ticket",
                "verbose_name_plural": "operators on tickets",
                "ordering": ["first_assigned_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "operator"), name="participant_once_per_ticket"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at", None), ("removed_at__gte", models.F("first_assigned_at")), _connector="OR"
                        ),
                        name="participant_removed_after_assigned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watcher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watchers", to="tickets.ticket"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="crm.contact",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
            ],
            options={
                "verbose_name": "watcher",
                "verbose_name_plural": "watchers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact", None), ("email", ""), ("user__isnull", False)),
                            models.Q(("contact__isnull", False), ("email", ""), ("user", None)),
                            models.Q(("contact", None), ("user", None), models.Q(("email", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="watcher_is_exactly_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)), fields=("ticket", "user"), name="watcher_user"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact__isnull", False)),
                        fields=("ticket", "contact"),
                        name="watcher_contact",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("ticket", "email"),
                        name="watcher_email",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="tickets.ticket"
                    ),
                ),
                (
                    "direction",
                    models.CharField(choices=[("in", "From the customer"), ("out", "To the customer")], max_length=3),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("mail", "Mail"),
                            ("portal", "Portal"),
                            ("phone", "Phone"),
                            ("direct", "In person"),
                            ("api", "API"),
                            ("chat", "Chat"),
                            ("other", "Other"),
                        ],
                        default="mail",
                        max_length=10,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sender_name", models.CharField(blank=True, max_length=200)),
                ("sender_email", models.EmailField(blank=True, max_length=254)),
                ("recipients", models.JSONField(blank=True, default=list)),
                ("cc", models.JSONField(blank=True, default=list)),
                ("html", models.TextField(help_text="Sanitised; the part that is new.")),
                (
                    "quoted_html",
                    models.TextField(blank=True, help_text="Sanitised; what was quoted, folded when shown."),
                ),
                ("text", models.TextField(help_text="Plain text of the new part.")),
                (
                    "remote_images",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Addresses of images on other servers, by the numbers in the words.",
                    ),
                ),
                ("sanitiser", models.PositiveSmallIntegerField(default=1, help_text="Version of the sanitiser.")),
                ("is_automatic", models.BooleanField(default=False)),
                (
                    "is_unconfirmed",
                    models.BooleanField(
                        default=False, help_text="From somebody who takes no part in the ticket; hidden from customers."
                    ),
                ),
                ("warnings", models.JSONField(blank=True, default=list, help_text="Warnings about the mail; codes.")),
                (
                    "attached_text",
                    models.TextField(blank=True, help_text="Text of attached mails, for the search alone."),
                ),
                (
                    "left_out",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Files that stayed in the raw mail: name, size, code of the reason.",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "inbound",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.inboundmail",
                    ),
                ),
                (
                    "outbound",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mail.outboundmail",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "key",
                    models.UUIDField(blank=True, editable=False, help_text="Idempotency key.", null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="tickets.ticket"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="operator",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        default="internal",
                        max_length=12,
                    ),
                ),
                (
                    "inbound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.inboundmail",
                        verbose_name="came by mail",
                    ),
                ),
                ("warnings", models.JSONField(blank=True, default=list, help_text="Warnings about the mail; codes.")),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField(verbose_name="inserted")),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "key",
                    models.UUIDField(blank=True, editable=False, help_text="Idempotency key.", null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["at", "pk"],
                "permissions": [("delete_any_note", "Can delete notes of others")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["internal", "confidential"])), name="note_never_public"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="tickets.ticket"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        default="internal",
                        max_length=12,
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event",
                        to="tickets.message",
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event",
                        to="tickets.note",
                    ),
                ),
                ("data", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["ticket", "at", "id"], name="event_by_ticket")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__regex", "^[a-z]+\\.[a-z_]+$")),
                        name="event_kind_is_app_and_participle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="tickets.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="tickets.note",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="helpdesk.storedfile"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("content_id", models.CharField(blank=True, max_length=255)),
                ("is_inline", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message__isnull", False), ("note", None)),
                            models.Q(("message", None), ("note__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_of_message_or_note",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.note",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(default=True, help_text="Found by customers too, not only by agents."),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="search_words"),
                    models.Index(
                        condition=models.Q(("message", None), ("note", None)),
                        fields=["version"],
                        name="search_document_version",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "message", "note"), name="search_document_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
