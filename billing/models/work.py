"""A work: hours that somebody spent on a ticket."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.expressions import Combinable
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from billing.enums import BillingMode
from billing.querysets import WorkQuerySet
from crm.models import Project
from estimates.models import Service
from helpdesk import current_time
from helpdesk.models import validate_time_zone
from tickets.models import Ticket

LONGEST_MINUTES = 26 * 60  # where a station in Antarctica puts its clocks back by two hours


def after_start(minutes: Combinable) -> Combinable:
    """Return the instant that lies ``minutes`` after the start, for the database to compare."""
    span = ExpressionWrapper(minutes * Value(timedelta(minutes=1)), output_field=models.DurationField())
    return ExpressionWrapper(F("start_at") + span, output_field=models.DateTimeField())


class Work(models.Model):
    """Hours spent on a ticket; the billable unit. Its day is the one that was typed, never shifted by a clock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="works", verbose_name=_("ticket"))
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="works", verbose_name=_("technician")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    work_date = models.DateField(_("date"))
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    break_minutes = models.PositiveIntegerField(_("break in minutes"), default=0)
    minutes = models.PositiveIntegerField(_("minutes worked"))
    billable_minutes = models.PositiveIntegerField(_("minutes to bill"))
    billing_mode = models.CharField(_("billing"), max_length=12, choices=BillingMode, default=BillingMode.BILLABLE)
    billable_reason = models.CharField(_("why these hours"), max_length=300, blank=True)
    rate_override = models.DecimalField(_("rate of this work"), max_digits=10, decimal_places=2, null=True, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("The customer reads it."))
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never printed."))
    key = models.UUIDField(null=True, blank=True, unique=True, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=current_time.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["start_at", "pk"]
        permissions = [("change_any_work", "Can change the works of others")]
        indexes = [
            models.Index(fields=["ticket", "start_at"], name="work_by_ticket"),
            models.Index(fields=["technician", "start_at", "end_at"], name="work_by_technician"),
        ]
        constraints = [
            models.CheckConstraint(name="work_takes_a_minute", condition=Q(minutes__gte=1)),
            models.CheckConstraint(name="work_ends_after_start", condition=Q(end_at__gt=F("start_at"))),
            models.CheckConstraint(
                name="work_at_most_the_longest_day", condition=Q(end_at__lte=after_start(Value(LONGEST_MINUTES)))
            ),
            models.CheckConstraint(
                name="work_break_shorter_than_work",
                condition=Q(end_at__gt=after_start(F("break_minutes"))),
            ),
            models.CheckConstraint(
                name="work_minutes_add_up",
                condition=Q(end_at=after_start(F("minutes") + F("break_minutes"))),
            ),
            models.CheckConstraint(name="work_billable_not_negative", condition=Q(billable_minutes__gte=0)),
            models.CheckConstraint(name="work_rate_positive", condition=Q(rate_override=None) | Q(rate_override__gt=0)),
            models.CheckConstraint(name="work_mode_known", condition=Q(billing_mode__in=BillingMode.values)),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.work_date, 'SHORT_DATE_FORMAT')} {self.hours}"

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone whose clock the times were read from."""
        return ZoneInfo(self.time_zone)

    @property
    def starts(self) -> datetime:
        """Return the start as the technician's clock showed it."""
        return self.start_at.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        """Return the end as the technician's clock showed it."""
        return self.end_at.astimezone(self.zone)

    @property
    def hours(self) -> str:
        """Return from when to when it went on, by the technician's clock."""
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def ends_next_day(self) -> bool:
        """Say whether it went past midnight."""
        return self.ends.date() > self.starts.date()

    @property
    def overlap_minutes(self) -> int:
        """Return how long other works of the technician share its time, where the query asked for it."""
        overlap: timedelta | None = getattr(self, "overlap", None)
        return (overlap or timedelta()) // timedelta(minutes=1)
