"""When the desk works: weekly windows, closed days and extra openings."""

from datetime import date, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from helpdesk.models import validate_time_zone
from sla.calendar import (
    DAY_MINUTES,
    NeverOpen,
    Opening,
    PublicHolidays,
    Window,
    WorkingTime,
    countries,
)
from sla.enums import Weekday
from sla.errors import CalendarNeverOpen
from sla.querysets import CalendarQuerySet
from sla.schedule import Closed, Schedule

LOOK_AHEAD_DAYS = 2 * 366
MINUTES = [MinValueValidator(0), MaxValueValidator(DAY_MINUTES)]


class Calendar(models.Model):
    """When the desk works, in one time zone."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Rome", validators=[validate_time_zone])
    country = models.CharField(
        _("public holidays of"),
        max_length=2,
        blank=True,
        help_text=_("A country by its two letters, like IT; without one, only the closed days below are kept."),
    )
    region = models.CharField(
        _("region"),
        max_length=20,
        blank=True,
        help_text=_("The region or province whose own holidays are kept too, like RM for Rome."),
    )

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints: ClassVar = [
            models.CheckConstraint(name="sla_region_of_a_country", condition=Q(region="") | ~Q(country="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which the hours are written."""
        return ZoneInfo(self.time_zone)

    def clean(self) -> None:
        """Refuse a country or region whose public holidays are not known."""
        regions = countries().get(self.country)
        if self.country and regions is None:
            raise ValidationError({"country": _("No public holidays are known of this country.")})
        if self.region and self.region not in (regions or []):
            known = ", ".join(regions or []) or "–"
            raise ValidationError(
                {"region": _("This country has no such region; it knows: %(known)s.") % {"known": known}}
            )

    @property
    def public_holidays(self) -> PublicHolidays | None:
        """Return the public holidays that are kept, if any are."""
        return PublicHolidays(self.country, self.region) if self.country else None

    @property
    def schedule(self) -> Schedule:
        """Return the calendar as it stands now, to be frozen."""
        return Schedule(
            zone=self.time_zone,
            week=self._week(),
            closed=tuple(Closed(day.name, day.first, day.last, day.yearly) for day in self.closed_days.all()),
            openings=tuple(Opening(opening.day, opening.window) for opening in self.openings.all()),
            country=self.country,
            region=self.region,
        )

    @property
    def working_time(self) -> WorkingTime:
        """Return the pure calendar; equal ones are the same object, so that its years are worked out once."""
        try:
            return self.schedule.working_time
        except NeverOpen as never:
            raise CalendarNeverOpen(self) from never

    def next_closed_days(self, today: date, count: int = 10, language: str = "") -> list[tuple[date, str]]:
        """Return the next closed days from ``today`` on, with their names, looking two years ahead."""
        named = self.schedule.closed_names(today, today + timedelta(days=LOOK_AHEAD_DAYS), language)
        return list(named.items())[:count]

    def _week(self) -> tuple[tuple[Window, ...], ...]:
        windows = sorted((row.weekday, row.window) for row in self.windows.all())
        return tuple(tuple(window for day, window in windows if day == weekday) for weekday in Weekday)


class Minutes(Func):
    """Two columns as one half-open range, so that the database can refuse an overlap."""

    function = "int4range"


class CalendarWindow(models.Model):
    """Minutes of one weekday during which the desk works."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="windows", verbose_name=_("calendar"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens_minute = models.PositiveSmallIntegerField(_("opens"), validators=MINUTES)
    closes_minute = models.PositiveSmallIntegerField(_("closes"), validators=MINUTES)

    class Meta:
        ordering: ClassVar = ["weekday", "opens_minute"]
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        constraints: ClassVar = [
            models.CheckConstraint(name="sla_window_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="sla_window_within_a_day",
                condition=Q(opens_minute__lt=F("closes_minute"), closes_minute__lte=DAY_MINUTES),
            ),
            ExclusionConstraint(
                name="sla_windows_do_not_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (Minutes("opens_minute", "closes_minute"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.opens_minute}–{self.closes_minute}"

    @property
    def window(self) -> Window:
        """Return the pure window."""
        return Window(self.opens_minute, self.closes_minute)


class ClosedDay(models.Model):
    """Days on which the desk stays closed, once or every year."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="closed_days", verbose_name=_("calendar"))
    name = models.CharField(_("name"), max_length=80)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    yearly = models.BooleanField(_("every year"), default=False)

    class Meta:
        ordering: ClassVar = ["first", "name"]
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sla_closed_day_ends_after_it_begins",
                condition=Q(first__lte=F("last")),
                violation_error_message=_("The last day comes before the first; over New Year, write two years."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExtraOpening(models.Model):
    """Working time on one day out of the ordinary, even if that day is closed."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="openings", verbose_name=_("calendar"))
    day = models.DateField(_("day"))
    opens_minute = models.PositiveSmallIntegerField(_("opens"), validators=MINUTES)
    closes_minute = models.PositiveSmallIntegerField(_("closes"), validators=MINUTES)

    class Meta:
        ordering: ClassVar = ["day", "opens_minute"]
        verbose_name = _("extra opening")
        verbose_name_plural = _("extra openings")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sla_opening_within_a_day",
                condition=Q(opens_minute__lt=F("closes_minute"), closes_minute__lte=DAY_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens_minute}–{self.closes_minute}"

    @property
    def window(self) -> Window:
        """Return the pure window."""
        return Window(self.opens_minute, self.closes_minute)
