"""What the templates of service levels ask: lengths of working time, targets and news in words."""

from datetime import datetime, timedelta

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sla.calendar import Target, Unit
from tickets.enums import Category, NotificationKind
from tickets.models import Notification

register = template.Library()

NOTICE_ICONS = {
    NotificationKind.BREACH_SOON: "alarm",
    NotificationKind.BREACHED: "alert-triangle",
    NotificationKind.ASSIGNED: "user-check",
    NotificationKind.GROUP_ASSIGNED: "users",
    NotificationKind.REPLIED: "message",
    NotificationKind.REOPENED: "refresh",
    NotificationKind.MENTIONED: "at",
    NotificationKind.UNDELIVERED: "alert-circle",
}
LENGTHS = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}


@register.filter
def worked(length: timedelta | None) -> str:
    """Write a length of time in hours and minutes: days would say nothing, for working days are not equally long."""
    if length is None:
        return "–"
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [f"{count} {unit}" for count, unit in ((hours, _("h")), (minutes, _("min"))) if count]
    return " ".join(parts) or f"0 {_('min')}"


@register.filter
def target_words(target: Target) -> str:
    """Say a target in words."""
    count = {"count": target.amount}
    if target.unit in LENGTHS:
        return worked(target.amount * LENGTHS[target.unit])
    if target.unit is Unit.DAY:
        return ngettext("%(count)s working day", "%(count)s working days", target.amount) % count
    if target.unit is Unit.MONTH:
        return ngettext("%(count)s month", "%(count)s months", target.amount) % count
    if not target.amount:
        return _("by the end of the working day")
    words = ngettext(
        "by the end of the day, %(count)s working day later",
        "by the end of the day, %(count)s working days later",
        target.amount,
    )
    return words % count


@register.filter
def pause_reason(category: str) -> str:
    """Say for whom a clock stands still, if it is the customer; “on hold” would only say it again."""
    return str(Category.REPLIED.label).lower() if category == Category.REPLIED else ""


@register.filter
def later_than(moment: datetime, other: datetime) -> timedelta:
    """Return how much later ``moment`` is."""
    return moment - other


@register.filter
def notice_icon(kind: str) -> str:
    """Return the icon of a kind of news."""
    return NOTICE_ICONS[NotificationKind(kind)]


@register.filter
def news_line(notification: Notification) -> str:
    """Say the news in one line, as its mail does; what a text holds is escaped by the page."""
    return render_to_string(notification.template_name, {"notification": notification}).strip()
