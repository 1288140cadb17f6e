"""What the templates of tickets ask: how a promise stands, what was changed, which words are plain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, TextChoices
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.templatetags.desk import icon
from mail.enums import DeliveryState
from mail.models import Delivery
from sla.enums import Act, Kind, Trigger
from sla.models import Priority
from tickets import timeline_folding
from tickets.actions.numbering import slug_of
from tickets.enums import BillingStatus, Category, Move, Source
from tickets.forms import FilterForm
from tickets.list_views import SORTS
from tickets.models import Event, Message, Ticket
from tickets.ticket_counts import SOON

register = template.Library()

DOTS = {
    Category.NEW: "new",
    Category.OPEN: "open",
    Category.REPLIED: "waiting",
    Category.ON_HOLD: "waiting",
    Category.RESOLVED: "done",
    Category.CLOSED: "closed",
}
SHAPES = {
    "secondary": "arrow-down",
    "blue": "minus",
    "green": "minus",
    "yellow": "arrow-up",
    "orange": "arrow-up",
    "red": "alert-triangle",
}
MOVE_ICONS: dict[str, str] = {
    Move.ACCEPT: "circle-dot",
    Move.HOLD: "player-pause",
    Move.RESUME: "player-play",
    Move.RESOLVE: "circle-check",
    Move.REFUSE: "circle-x",
    Move.CLOSE: "archive",
    Move.REOPEN: "refresh",
    Move.CANCEL: "ban",
}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """What became of a mail: its state, in words, with an icon, and in detail."""

    state: str
    label: str
    icon: str
    details: str
    is_open: bool = False


@register.filter
def dot(category: str) -> str:
    """Return the colour word of a status category."""
    return DOTS[Category(category)]


@register.simple_tag
def due_state(ticket: Ticket, now: datetime) -> str:
    """Return how the next promise of ``ticket`` stands, from its own row; nothing when nothing is promised."""
    if ticket.next_due_at and ticket.is_live:
        left = ticket.next_due_at - now
        return "late" if left < timedelta() else "warn" if left < SOON else "ok"
    if ticket.agreement_id and ticket.is_live:
        return "paused" if ticket.status_category in {Category.REPLIED, Category.ON_HOLD} else "met"
    return ""


@register.filter
def due_label(ticket: Ticket) -> str:
    """Say what falls due next."""
    return _labelled(Kind, ticket.next_due_kind) if ticket.next_due_kind else ""


@register.simple_tag
def priority_icon(priority: Priority) -> SafeString:
    """Draw a priority: its shape and its colour say the same, and its name is read aloud."""
    return format_html(
        '<span class="priority priority-{}" title="{}">{}</span>',
        priority.colour,
        priority,
        icon(SHAPES.get(priority.colour, "flag"), str(priority)),
    )


@register.inclusion_tag("tickets/_sort_head.html", takes_context=True)
def sort_head(context: RequestContext, form: FilterForm, name: str, css: str = "", icon: str = "") -> dict[str, object]:
    """Show the head of a column that sorts; asked again, it sorts the other way round."""
    sort, current = SORTS[name], form.sort_name
    is_on, is_reversed = current.removeprefix("-") == name, current.startswith("-")
    wanted = f"-{name}" if is_on and not is_reversed else name
    falls = sort.is_descending != is_reversed
    query = context["request"].GET.copy()
    for gone in ("after", "before"):
        query.pop(gone, None)
    query["view"], query["sort"] = form.view_name, wanted
    direction = ("descending" if falls else "ascending") if is_on else ""
    return {"label": sort.label, "css": css, "glyph": icon, "direction": direction, "address": f"?{query.urlencode()}"}


@register.filter
def is_unread(ticket: Ticket) -> bool:
    """Say whether the customer has the last word on a live ticket."""
    heard, said = ticket.last_customer_at, ticket.last_agent_at
    return bool(ticket.is_live and heard and (said is None or heard > said))


@register.simple_tag
def delivery(message: Message) -> DeliveryStatus | None:
    """Return what became of an answer's mail, its worst copy deciding; nothing for what was never mailed."""
    copies = list(message.outbound.deliveries.all()) if message.outbound else []
    if not copies:
        return None
    details = "; ".join(f"{copy.address}: {copy.explanation or copy.get_state_display()}" for copy in copies)
    states = {copy.state for copy in copies}
    is_open = message.undone_at is None and bool(states & {DeliveryState.QUEUED, DeliveryState.SENDING})
    return DeliveryStatus(*_fate(message, copies, states), details, is_open)


def _fate(message: Message, copies: list[Delivery], states: set[str]) -> tuple[str, str, str]:
    """Return the colour, the words and the icon of the worst that befell one of ``copies``."""
    came_back = DeliveryState.FAILED in states or any(copy.bounced for copy in copies)
    candidates: list[tuple[bool, str, str, str]] = [
        (message.undone_at is not None, "undone", _("Undone"), "arrow-back-up"),
        (came_back, "failed", _("Not delivered"), "alert-triangle"),
        (any(copy.possibly_twice for copy in copies), "queued", _("Possibly sent twice"), "alert-triangle"),
        (DeliveryState.UNKNOWN in states, "queued", _("Possibly sent"), "alert-triangle"),
        (states == {DeliveryState.SENT}, "sent", _("Sent"), "mail-check"),
    ]
    return next((rest[1:] for rest in candidates if rest[0]), ("queued", _("Being sent"), "mail-forward"))


@register.filter
def move_icon(move: str) -> str:
    """Return the icon of a move."""
    return MOVE_ICONS.get(move, "progress")


@register.filter
def move_label(move: str) -> str:
    """Say a move as the timeline keeps it."""
    return _labelled(Move, move)


@register.filter
def category_label(category: str) -> str:
    """Say a status category as the timeline keeps it."""
    return _labelled(Category, category)


@register.filter
def clock_label(kind: str) -> str:
    """Say what a clock measures."""
    return _labelled(Kind, kind)


@register.filter
def instant(text: str) -> datetime | None:
    """Read an instant as the timeline keeps it."""
    return parse_datetime(text)


@register.filter
def level_label(data: Mapping[str, object]) -> str:
    """Say which level of an escalation was reached, as the timeline keeps it."""
    return f"{data['amount']} {_labelled(Trigger, data['trigger'])}"


@register.filter
def step_label(step: Mapping[str, object]) -> str:
    """Say what a level has done, or why it could not, as the timeline keeps it."""
    said = _labelled(Act, step["act"]) + (f": {step['to']}" if step["to"] else "")
    return f"{said} ({step['refused']})" if "refused" in step else said


@register.filter
def billing_label(status: str) -> str:
    """Say a billing status as the timeline keeps it."""
    return _labelled(BillingStatus, status)


@register.simple_tag
def source_name(source: str) -> str:
    """Say where a ticket came from."""
    return _labelled(Source, source)


def _labelled(choices: type[TextChoices], value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "–")


@register.filter
def cleaned(html: str) -> SafeString:
    """Return HTML that was cleaned when it was kept, cleaned again: cleaners learn."""
    return markup.clean(html)


@register.filter
def is_plain(html: str) -> bool:
    """Say whether cleaned ``html`` may stand on the page itself."""
    return timeline_folding.is_plain(html)


@register.filter
def changes(event: Event) -> Iterator[tuple[str, str, str]]:
    """Yield each field that an event changed, with its values before and after, as people call them."""
    fields = event.data.get("fields", {})
    if not isinstance(fields, Mapping):
        return
    for name, (before, after) in fields.items():
        field = _field(name)
        label = str(field.verbose_name) if field else name.replace("_", " ")
        yield label, _shown(field, before), _shown(field, after)


def _field(name: str) -> "Field[object, object] | None":
    try:
        field = Ticket._meta.get_field(name)  # noqa: SLF001 -- Django's own documented door
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _shown(field: "Field[object, object] | None", value: object) -> str:
    if value in {None, ""}:
        return "–"
    if field and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    day = parse_date(str(value)) if field and field.get_internal_type() == "DateField" else None
    text = date_format(day, "DATE_FORMAT") if day else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


@register.filter
def page_of(reference: str) -> str:
    """Return where the ticket stands that has, or once had, a number."""
    return reverse("tickets:ticket_detail", args=[slug_of(reference)])
