"""The ticket itself, and the numbers it had before."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Asset, Company, Contact, Project
from helpdesk.enums import Language
from mail.models import Thread
from sla.models import Agreement, Priority
from tickets.enums import (
    DONE,
    LIVE,
    BillingCriteria,
    BillingPeriod,
    BillingStatus,
    Category,
    Level,
    Source,
)
from tickets.models.configuration import Operation, Severity, TicketCategory, TicketStatus, TicketType
from tickets.models.series import NumberingSeries
from tickets.querysets import TicketQuerySet


class Ticket(models.Model):
    """What a customer asked for, and everything that lists sort and filter by."""

    # Who it is
    type = models.ForeignKey(TicketType, models.PROTECT, related_name="tickets", verbose_name=_("type"))
    series = models.ForeignKey(NumberingSeries, models.PROTECT, related_name="+", verbose_name=_("numbering"))
    year = models.PositiveSmallIntegerField(_("year"))
    period_key = models.CharField(max_length=10, blank=True)
    number = models.PositiveIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    # What it is about
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    description = models.TextField(_("description"))
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.OTHER)
    category = models.ForeignKey(
        TicketCategory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    operation = models.ForeignKey(
        Operation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("operation")
    )
    severity = models.ForeignKey(
        Severity, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("severity")
    )
    urgency = models.CharField(_("urgency"), max_length=1, choices=Level, default=Level.MEDIUM)
    impact = models.CharField(_("impact"), max_length=1, choices=Level, default=Level.MEDIUM)
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="+", verbose_name=_("priority"))
    priority_is_manual = models.BooleanField(_("priority set by hand"), default=False)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    assets = models.ManyToManyField(Asset, blank=True, related_name="tickets", verbose_name=_("assets"))

    # Who asks
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("customer")
    )
    crm_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact instead of a customer"),
    )
    requester = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="requested", verbose_name=_("requester")
    )
    requester_name = models.CharField(_("requester's name"), max_length=200, blank=True)
    requester_email = models.EmailField(_("requester's e-mail"), blank=True)
    referent = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("referent")
    )
    referent_email = models.EmailField(_("referent's e-mail"), blank=True)

    # Where it stands
    status = models.ForeignKey(TicketStatus, models.PROTECT, related_name="+", verbose_name=_("status"))
    status_category = models.CharField(_("status category"), max_length=10, choices=Category)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group at work")
    )
    is_incomplete = models.BooleanField(_("incomplete"), default=False)
    solution = models.TextField(_("solution"), blank=True)
    closing_notes = models.TextField(_("closing notes"), blank=True)
    thread = models.OneToOneField(Thread, models.PROTECT, related_name="+", verbose_name=_("mail thread"))
    agreement = models.OneToOneField(Agreement, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, null=True, blank=True, editable=False, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key

    # When
    created_at = models.DateTimeField(_("created"))
    created_on = models.DateField(_("creation date"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due date"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("taken into account"), null=True, blank=True)
    first_replied_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closing date"), null=True, blank=True)
    active_at = models.DateTimeField(_("last activity"))
    last_customer_at = models.DateTimeField(_("last message of the customer"), null=True, blank=True)
    last_agent_at = models.DateTimeField(_("last public message of ours"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("next deadline"), null=True, blank=True)
    next_due_kind = models.CharField(max_length=20, blank=True)
    breached_at = models.DateTimeField(_("deadline missed"), null=True, blank=True)

    suspected_reply_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seems to answer"),
        help_text=_("The ticket that its messages may belong to; nobody has decided yet."),
    )

    # Sales; written by the app estimates alone, through actions.bind_client
    bound_by = models.CharField(_("offer that binds the customer"), max_length=100, blank=True)

    # Money; written by the app billing alone, through actions.write_billing
    billing_status = models.CharField(
        _("billing status"), max_length=12, choices=BillingStatus, default=BillingStatus.TO_BE_BILLED
    )
    billing_is_manual = models.BooleanField(_("billing status set by hand"), default=False)
    cancellation_reason = models.TextField(_("cancellation reason"), blank=True)
    rate = models.DecimalField(_("rate"), max_digits=10, decimal_places=2, default=Decimal(0))
    billing_criteria = models.CharField(
        _("billing criteria"), max_length=10, choices=BillingCriteria, default=BillingCriteria.ACTUAL
    )
    billing_period = models.CharField(
        _("billing period"), max_length=15, choices=BillingPeriod, default=BillingPeriod.ON_DELIVERY
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        permissions = [
            ("view_all_tickets", "Can see all tickets"),
            ("view_team_tickets", "Can see own tickets and those of own groups"),
            ("view_own_tickets", "Can see tickets owned, opened, watched or mentioned in"),
            ("renumber_ticket", "Can give a ticket a number of another series"),
            ("assign_ticket", "Can assign tickets to others"),
            ("hand_over_ticket", "Can hand tickets over to a colleague or a group"),
            ("choose_policy", "Can put a ticket under another policy of service levels"),
            ("reset_agreement", "Can start a ticket's service levels anew"),
            ("set_deadline", "Can set a ticket's deadline by hand"),
        ]
        indexes = [
            models.Index(Upper("reference"), name="ticket_reference_any_case"),
            models.Index(fields=["-active_at", "-id"], name="ticket_active"),
            models.Index(
                fields=["-active_at", "-id"], name="ticket_live_active", condition=Q(status_category__in=LIVE)
            ),
            models.Index(fields=["next_due_at", "id"], name="ticket_live_due", condition=Q(status_category__in=LIVE)),
            models.Index(
                fields=["assignee", "-active_at", "-id"],
                name="ticket_live_mine",
                condition=Q(status_category__in=LIVE),
            ),
            models.Index(Upper("requester_email"), "created_at", name="ticket_by_address"),
            models.Index(fields=["company", "-active_at", "-id"], name="ticket_by_company"),
            models.Index(fields=["requester", "-active_at", "-id"], name="ticket_by_requester"),
            models.Index(
                fields=["closed_at", "id"],
                name="ticket_ready_to_bill",
                condition=Q(status_category=Category.CLOSED, billing_status=BillingStatus.TO_BE_BILLED),
            ),
            models.Index(
                fields=["last_agent_at"],
                name="ticket_silent",
                condition=Q(status_category__in=[Category.REPLIED, Category.RESOLVED]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period_key", "number"], name="ticket_number_once_per_series_and_period"
            ),
            models.CheckConstraint(
                name="ticket_resolved_iff_dated",
                condition=Q(status_category__in=DONE, resolved_at__isnull=False)
                | (~Q(status_category__in=DONE) & Q(resolved_at=None)),
            ),
            models.CheckConstraint(
                name="ticket_closed_iff_dated",
                condition=Q(status_category=Category.CLOSED, closed_at__isnull=False)
                | (~Q(status_category=Category.CLOSED) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="ticket_described",
                condition=~Q(description=""),
                violation_error_message=_("A ticket needs a description."),
            ),
            models.CheckConstraint(
                name="ticket_rate_not_negative",
                condition=Q(rate__gte=0),
                violation_error_message=_("A rate cannot be negative; 0 means that the service's own rate applies."),
            ),
            models.CheckConstraint(
                name="ticket_billing_status_known", condition=Q(billing_status__in=BillingStatus.values)
            ),
            models.CheckConstraint(name="ticket_category_known", condition=Q(status_category__in=Category.values)),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the ticket's page."""
        return reverse("tickets:ticket_detail", args=[self.slug])

    @property
    def in_copy(self) -> tuple[str, ...]:
        """Return who stands in the copy of an answer: everybody who is told of the ticket and has no seat at the desk."""
        told = (watcher.address.lower() for watcher in self.watchers.all() if not watcher.user_id)
        return tuple(dict.fromkeys(address for address in told if address not in {"", self.requester_email.lower()}))

    @property
    def title(self) -> str:
        """Return the subject, or words that say there is none."""
        return self.subject or str(_("(no subject)"))

    @property
    def is_live(self) -> bool:
        """Say whether work on it goes on."""
        return self.status_category in LIVE

    @property
    def is_closed(self) -> bool:
        """Say whether the Closed flag is ticked."""
        return self.status_category == Category.CLOSED

    def is_past_reopening(self, now: datetime) -> bool:
        """Say whether it was closed too long ago for its customer to reopen it; what they say then is a new ticket."""
        if self.closed_at is None:
            return False
        return now - self.closed_at > timedelta(days=self.type.reopen_days)

    @property
    def party(self) -> Company | Contact | None:
        """Return the client, or the contact in their place."""
        return self.company or self.crm_contact

    @property
    def customer(self) -> Company | None:
        """Return who is served: the client, else the company of the contact in their place (B06)."""
        return self.company or (self.crm_contact.company if self.crm_contact else None)

    @property
    def party_name(self) -> str:
        """Return whom this ticket is for, in one line."""
        if self.company:
            return self.company.name
        if self.crm_contact:
            return self.crm_contact.name
        return self.requester_name or self.requester_email


class TicketAlias(models.Model):
    """A reference that a ticket had before it was renumbered; it still finds it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="aliases")
    reference = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        verbose_name = _("former reference")
        verbose_name_plural = _("former references")
        indexes = [models.Index(Upper("reference"), name="alias_reference_any_case")]

    def __str__(self) -> str:
        return self.reference
