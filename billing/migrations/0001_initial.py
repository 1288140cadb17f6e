"""Works, proposals of invoices, and the history of billing."""

import uuid
from datetime import timedelta

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import helpdesk.current_time
import helpdesk.models.people


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm", "0001_initial"),
        ("estimates", "0001_initial"),
        ("helpdesk", "0001_initial"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "key",
                    models.UUIDField(help_text="Idempotency key: the same form sent twice is one batch.", unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                ("group_by_customer", models.BooleanField(default=False, verbose_name="tickets grouped by customer")),
                ("group_works", models.BooleanField(default=False, verbose_name="works grouped")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "proposal batch",
                "verbose_name_plural": "proposal batches",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", False), ("state", "done")),
                            models.Q(models.Q(("state", "done"), _negated=True), ("finished_at", None)),
                            _connector="OR",
                        ),
                        name="batch_done_iff_finished",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=80, unique=True, verbose_name="number")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveIntegerField()),
                ("date", models.DateField(verbose_name="date")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="crm.company",
                        verbose_name="customer",
                    ),
                ),
                ("bill_to", models.JSONField(default=dict, verbose_name="bill to")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("payment_days", models.PositiveSmallIntegerField(verbose_name="days to pay")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("confirmed", "Confirmed"),
                            ("invoiced", "Invoiced"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("net", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="net")),
                ("vat", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="VAT")),
                ("gross", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="total")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="billing.proposalbatch",
                        verbose_name="batch",
                    ),
                ),
                ("target_key", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice proposal",
                "verbose_name_plural": "invoice proposals",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("generate_invoiceproposal", "Can generate invoice proposals"),
                    ("set_billing_status", "Can decide whether a ticket is billed"),
                    ("view_amounts", "Can see prices and amounts of works"),
                ],
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="proposal_newest"),
                    models.Index(fields=["company", "-created_at"], name="proposal_by_company"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", False)),
                        fields=("batch", "target_key"),
                        name="proposal_once_per_batch_and_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat")),
                            )
                        ),
                        name="proposal_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "confirmed", "invoiced", "cancelled"])),
                        name="proposal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="proposal_currency_iso"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="billing.invoiceproposal"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposal_places", to="tickets.ticket"
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="taken out")),
                (
                    "is_stale",
                    models.BooleanField(
                        default=False,
                        help_text="Works were added after the proposal was made; they are not in its lines.",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket in a proposal",
                "verbose_name_plural": "tickets in a proposal",
                "ordering": ["ticket__reference"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)),
                        fields=("ticket",),
                        name="ticket_in_one_live_proposal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tickets", to="billing.proposalbatch"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
                    ),
                ),
                ("target_key", models.CharField(blank=True, max_length=60)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("proposed", "Proposed"), ("skipped", "Left out")],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NO_PERMISSION", "You may not bill this ticket."),
                            ("ALREADY_IN_PROPOSAL", "It is already in proposal %(proposal)s."),
                            ("NOT_CLOSED", "It is not closed yet: its status is “%(status)s”."),
                            ("WRONG_BILLING_STATUS", "Its billing status is “%(status)s”, not “To be billed”."),
                            ("NO_CUSTOMER", "It has neither a company nor a contact."),
                            ("CONTACT_WITHOUT_COMPANY", "Its contact %(contact)s belongs to no company."),
                            ("CUSTOMER_NOT_BILLABLE", "%(company)s cannot be billed: %(problem)s."),
                            ("NO_WORKS", "No work has been logged on it, or none that is still to be billed."),
                            ("NO_BILLABLE_WORK", "None of its works is billable."),
                            ("WORK_WITHOUT_SERVICE", "The work %(work)s has no service."),
                            ("INVALID_DURATION", "The work %(work)s has no minutes to bill."),
                            (
                                "NO_RATE",
                                "The work %(work)s has no price: neither the ticket nor a price list nor the service has one.",
                            ),
                            ("NO_VAT_RATE", "The work %(work)s has no VAT rate that is valid on its day."),
                            ("MIXED_CURRENCY", "Its works are priced in several currencies: %(currencies)s."),
                            ("NO_CONFIRMED_OFFER", "It is billed by the offer, and has no confirmed offer."),
                            (
                                "CUSTOMER_CHANGED",
                                "Its customer or currency changed while the proposals were made. Try again.",
                            ),
                            ("FAILED", "The proposal of this customer could not be made: %(problem)s"),
                            (
                                "FAULT",
                                "The proposal of this customer could not be kept. What went wrong is in the log; tell your administrator.",
                            ),
                            (
                                "INTERRUPTED",
                                "The proposal of this customer could not be made: it was interrupted too often.",
                            ),
                        ],
                        max_length=30,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.JSONField(blank=True, default=dict, help_text="Values for the text of the reason.")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoiceproposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket of a batch",
                "verbose_name_plural": "tickets of a batch",
                "ordering": ["ticket__reference"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "ticket"), name="batch_ticket_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "waiting"), ("proposal", None), ("reason", "")),
                            models.Q(("outcome", "proposed"), ("proposal__isnull", False), ("reason", "")),
                            models.Q(
                                ("outcome", "skipped"), ("proposal", None), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="batch_ticket_outcome_explained",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="billing_events",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("to_be_billed", "To be billed"),
                            ("contract", "Contract service"),
                            ("not_billed", "Not billed"),
                            ("billed", "Billed"),
                            ("suspended", "Suspended"),
                            ("in_proposal", "In a proposal"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("to_be_billed", "To be billed"),
                            ("contract", "Contract service"),
                            ("not_billed", "Not billed"),
                            ("billed", "Billed"),
                            ("suspended", "Suspended"),
                            ("in_proposal", "In a proposal"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("not_billed_by_hand", "Decided not to bill"),
                            ("billed_again", "Bill again"),
                            ("proposed", "Put into a proposal"),
                            ("removed", "Removed from the proposal"),
                            ("suspended", "Suspended in the proposal"),
                            ("not_billed", "Not billed, decided in the proposal"),
                            ("cancelled", "Proposal cancelled"),
                            ("rate_set", "Rate changed"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "rate_before",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="rate before"
                    ),
                ),
                (
                    "rate_after",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="rate after"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoiceproposal",
                        verbose_name="proposal",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "billing event",
                "verbose_name_plural": "billing events",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["ticket", "at"], name="billing_event_by_ticket")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "trigger__in",
                                [
                                    "not_billed_by_hand",
                                    "billed_again",
                                    "proposed",
                                    "removed",
                                    "suspended",
                                    "not_billed",
                                    "cancelled",
                                    "rate_set",
                                ],
                            )
                        ),
                        name="billing_event_trigger_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "technician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="technician",
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
                ("work_date", models.DateField(verbose_name="date")),
                ("start_at", models.DateTimeField(verbose_name="start")),
                ("end_at", models.DateTimeField(verbose_name="end")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=60, validators=[helpdesk.models.people.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                ("break_minutes", models.PositiveIntegerField(default=0, verbose_name="break in minutes")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes worked")),
                ("billable_minutes", models.PositiveIntegerField(verbose_name="minutes to bill")),
                (
                    "billing_mode",
                    models.CharField(
                        choices=[
                            ("billable", "Billable"),
                            ("no_charge", "No charge (printed at 0.00)"),
                            ("do_not_bill", "Do not bill (not printed)"),
                        ],
                        default="billable",
                        max_length=12,
                        verbose_name="billing",
                    ),
                ),
                ("billable_reason", models.CharField(blank=True, max_length=300, verbose_name="why these hours")),
                (
                    "rate_override",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="rate of this work"
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, help_text="The customer reads it.", verbose_name="description"),
                ),
                (
                    "internal_note",
                    models.TextField(blank=True, help_text="Never printed.", verbose_name="internal note"),
                ),
                ("key", models.UUIDField(blank=True, help_text="Idempotency key.", null=True, unique=True)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "work",
                "verbose_name_plural": "works",
                "ordering": ["start_at", "pk"],
                "permissions": [("change_any_work", "Can change the works of others")],
                "indexes": [
                    models.Index(fields=["ticket", "start_at"], name="work_by_ticket"),
                    models.Index(fields=["technician", "start_at", "end_at"], name="work_by_technician"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minutes__gte", 1)), name="work_takes_a_minute"),
                    models.CheckConstraint(
                        condition=models.Q(("end_at__gt", models.F("start_at"))), name="work_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "end_at__lte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("start_at"),
                                        "+",
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(1560), "*", models.Value(timedelta(seconds=60))
                                            ),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                    output_field=models.DateTimeField(),
                                ),
                            )
                        ),
                        name="work_at_most_the_longest_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "end_at__gt",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("start_at"),
                                        "+",
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("break_minutes"),
                                                "*",
                                                models.Value(timedelta(seconds=60)),
                                            ),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                    output_field=models.DateTimeField(),
                                ),
                            )
                        ),
                        name="work_break_shorter_than_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "end_at",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("start_at"),
                                        "+",
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("minutes"), "+", models.F("break_minutes")
                                                ),
                                                "*",
                                                models.Value(timedelta(seconds=60)),
                                            ),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                    output_field=models.DateTimeField(),
                                ),
                            )
                        ),
                        name="work_minutes_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("billable_minutes__gte", 0)), name="work_billable_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate_override", None), ("rate_override__gt", 0), _connector="OR"),
                        name="work_rate_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("billing_mode__in", ["billable", "no_charge", "do_not_bill"])),
                        name="work_mode_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.proposalticket"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Text"), ("service", "Service")], max_length=10, verbose_name="kind"
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
                    ),
                ),
                ("description", models.TextField(verbose_name="description")),
                ("quantity", models.DecimalField(decimal_places=4, default=0, max_digits=12, verbose_name="quantity")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("unit_price", models.DecimalField(decimal_places=4, default=0, max_digits=12, verbose_name="price")),
                (
                    "rate_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ticket", "Rate of the ticket"),
                            ("work", "Rate of the work"),
                            ("price_list", "Price list"),
                            ("service", "Service"),
                            ("offer", "Offer"),
                            ("no_charge", "No charge"),
                        ],
                        max_length=12,
                        verbose_name="price from",
                    ),
                ),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="discount %")),
                (
                    "vat_percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="VAT %"),
                ),
                ("vat_category", models.CharField(blank=True, max_length=3, verbose_name="VAT category")),
                ("vat_natura", models.CharField(blank=True, max_length=5, verbose_name="natura")),
                ("vat_reason", models.CharField(blank=True, max_length=100, verbose_name="reason for no VAT")),
                ("net", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="net")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
            ],
            options={
                "verbose_name": "proposal line",
                "verbose_name_plural": "proposal lines",
                "ordering": ["place__ticket__reference", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("place", "position"), name="line_position_once"),
                    models.CheckConstraint(condition=models.Q(("unit_price__gte", 0)), name="line_price_not_negative"),
                    models.CheckConstraint(condition=models.Q(("quantity__gte", 0)), name="line_quantity_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)), name="line_discount_percent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "text"), ("net", 0), ("vat_percent", None)),
                            models.Q(
                                ("kind", "service"),
                                ("vat_percent__gte", 0),
                                models.Q(("rate_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="line_service_has_vat",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalLineWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="works", to="billing.proposalline"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.work"
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "work in a line",
                "verbose_name_plural": "works in a line",
                "ordering": ["work__start_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)), fields=("work",), name="work_in_one_live_line"
                    )
                ],
            },
        ),
    ]
