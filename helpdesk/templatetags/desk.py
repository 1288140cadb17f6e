"""What every template needs: icons, money, hours, people, times and form controls."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zlib import crc32

from django import forms, template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helpdesk import current_time
from helpdesk import money as amounts
from helpdesk.http import came_from
from helpdesk.models import CompanyProfile

register = template.Library()

TINTS = 8
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 1440
RECENT = timedelta(days=30)
MINUS_WHEN_NARROW = {"fr", "ro"}  # where the narrow form of "5 minutes ago" is "-5 m"


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of our sprite; with a ``label`` it speaks, without it it is decoration."""
    css = f"icon icon-{size}" if size else "icon"
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, address)


@register.filter
def money(value: Decimal | None, currency: str = "EUR") -> str:
    """Write an amount the way the reader's language does; nothing for no amount."""
    return "" if value is None else amounts.format_money(Decimal(value), currency, _language())


@register.filter
def number(value: Decimal | None, places: int = 2) -> str:
    """Write a quantity with the separators of the reader's language."""
    return "" if value is None else amounts.format_number(Decimal(value), _language(), places)


@register.filter
def day(text: str) -> str:
    """Write a day that is kept as text (2026-03-02) the short way of the reader's language; nothing for none."""
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if text else ""


@register.filter
def duration(minutes: Decimal | None) -> str:
    """Write minutes as hours and minutes: 105 is 1:45."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(int(minutes)), MINUTES_AN_HOUR)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"


@register.simple_tag
def our_firm() -> CompanyProfile:
    """Return our own firm, whose desk this is."""
    return CompanyProfile.current()


@register.simple_tag
def avatar(person: object, size: str = "xs") -> SafeString:
    """Draw the initials of a person; a dash for nobody."""
    name = str(person or "")
    words = name.split()
    initials = "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else "–"
    tint = crc32(name.encode()) % TINTS
    return format_html(
        '<span class="avatar avatar-{} avatar-rounded tint-{}" title="{}" aria-hidden="true">{}</span>',
        size,
        tint,
        name,
        initials,
    )


@register.simple_tag
def relative_time(moment: datetime | None) -> SafeString | str:
    """Say how long ago ``moment`` was, kept current by the browser, or on which day; the title has date and time.

    The browser counts, and never tells a day: it would be that of its own time zone, by its own rules.
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    title = date_format(local, "DATETIME_FORMAT")
    if current_time.now() - moment > RECENT:
        day = date_format(local, "SHORT_DATE_FORMAT")
        return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), title, day)
    return format_html(
        '<relative-time datetime="{}" prefix="" format="relative" tense="past" format-style="{}" no-title title="{}">{}</relative-time>',
        moment.isoformat(),
        "short" if get_language() in MINUS_WHEN_NARROW else "narrow",
        title,
        date_format(local, "SHORT_DATETIME_FORMAT"),
    )


@register.inclusion_tag("_due.html")
def due(moment: datetime | None, state: str = "ok", label: str = "") -> dict[str, object]:
    """Show a promise as a pill; ``state`` is ok, warn, late, paused or met."""
    words = {"paused": _("paused"), "met": _("met")}
    text = words.get(state) or (due_in_words(moment, current_time.now()) if moment else "")
    ticking = moment if state not in words else None
    return {"moment": moment, "state": state, "label": label, "text": text, "ticking": ticking}


def due_in_words(moment: datetime, now: datetime) -> str:
    """Say how long until ``moment``, or how long it has passed."""
    minutes = (moment - now) // timedelta(minutes=1)
    span = _span(abs(minutes))
    return _("breached %(span)s ago") % {"span": span} if minutes < 0 else _("due in %(span)s") % {"span": span}


def _span(minutes: int) -> str:
    """Write a stretch of time in its two largest units: 3 h 10 min, 2 d 4 h."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, minutes = divmod(rest, MINUTES_AN_HOUR)
    parts = [(days, _("d")), (hours, _("h")), (minutes, _("min"))]
    first = next((place for place, (count, _unit) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count or first == len(parts) - 1)


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """Draw the control of a form field with the classes of our look."""
    widget = field.field.widget
    css = {"select": "form-select", "checkbox": "form-check-input", "hidden": ""}.get(_kind(widget), "form-control")
    classes = [str(widget.attrs.get("class", "")), css, "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(name for name in classes if name)})


@register.filter
def choices(field: forms.BoundField) -> list[forms.boundfield.BoundWidget]:
    """List the boxes or radio buttons of a field, with the classes of our look."""
    field.field.widget.attrs.setdefault("class", "form-check-input")
    return list(field)


@register.filter
def is_choice_box(field: forms.BoundField) -> bool:
    """Say whether the field is one box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_list(field: forms.BoundField) -> bool:
    """Say whether the field is a list of boxes or of radio buttons."""
    return isinstance(field.field.widget, forms.RadioSelect)


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    return "hidden" if widget.is_hidden else "text"


@register.simple_tag(takes_context=True)
def way_back(context: RequestContext) -> str:
    """Return the page that led to this one, if it is ours and another."""
    request = context.get("request")
    origin = came_from(request) if request else ""
    is_here = (
        request is not None and bool(origin) and request.method == "GET" and origin == request.build_absolute_uri()
    )
    return "" if is_here else origin


@register.inclusion_tag("_sidebar_link.html", takes_context=True)
def rail_link(context: RequestContext, target: str, glyph: str, label: str, **query: str) -> dict[str, object]:
    """Show one entry of the rail; nothing while its page does not exist.

    ``view`` names one of the views of that page and the count beside it.
    """
    try:
        path = reverse(target)
    except NoReverseMatch:
        return {}
    view = query.get("view", "")
    request = context["request"]
    here = request.path == path and request.GET.get("view", query.get("default", "")) == view
    address = f"{path}?view={view}" if view else path
    return {"address": address, "glyph": glyph, "label": label, "count": view or query.get("count"), "here": here}


def _language() -> str:
    return get_language() or "en"
