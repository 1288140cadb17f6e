"""What the templates of service levels ask: lengths of working time, targets and shares in words."""

from datetime import datetime, timedelta
from typing import Protocol

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sla.calendar import Target, Unit
from tickets.enums import Category, NotificationKind
from tickets.models import Notification

register = template.Library()

WHOLE = 100
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
    """Write working time in hours and minutes: days would say nothing, for they are not equally long."""
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
def share(part: int, whole: int) -> str:
    """Say how many per cent ``part`` is of ``whole``; nothing of nothing."""
    return f"{round(WHOLE * part / whole)} %" if whole else "–"


@register.filter
def per_cent(part: int, whole: int) -> int:
    """Return how many hundredths of ``whole`` are ``part``, for the length of a bar."""
    return round(WHOLE * part / whole) if whole else 0


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


class Counted(Protocol):
    """Promises, and what came of them."""

    kept: int
    broken: int
    open: int


@register.inclusion_tag("tickets/_bar.html")
def kept_bar(row: Counted) -> dict[str, object]:
    """Draw what was kept and what was broken as one bar; both are said in words too."""
    judged = row.kept + row.broken
    kept = per_cent(row.kept, judged)
    broken = WHOLE - kept if judged else 0
    label = _("%(kept)s kept, %(broken)s broken") % {"kept": row.kept, "broken": row.broken}
    return {"label": label, "parts": [("kept", kept, 0), ("broken", broken, kept)]}


@register.inclusion_tag("tickets/_bar.html")
def late_bar(late: int, promised: int, most: int) -> dict[str, object]:
    """Draw how many of the promised are late, on the scale of the longest bar beside it."""
    whole = per_cent(promised, most)
    length = per_cent(late, most)
    label = _("%(late)s of %(promised)s late") % {"late": late, "promised": promised}
    return {"label": label, "parts": [("kept", whole, 0), ("broken", length, 0)]}


@register.simple_tag(takes_context=True)
def querystring_without(context: RequestContext, name: str) -> str:
    """Return the address of this page with one filter less."""
    query = context["request"].GET.copy()
    for gone in (name, "after", "before"):
        query.pop(gone, None)
    return f"?{query.urlencode()}"
