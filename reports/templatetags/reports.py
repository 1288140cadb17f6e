"""What the templates of reports ask: shares in words and as bars, and this page with one filter less."""

from typing import Protocol

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext as _

register = template.Library()

WHOLE = 100


@register.filter
def share(part: int, whole: int) -> str:
    """Say how many per cent ``part`` is of ``whole``; nothing of nothing."""
    return f"{round(WHOLE * part / whole)} %" if whole else "–"


class Counted(Protocol):
    """Promises, and what came of them."""

    kept: int
    broken: int
    open: int


@register.inclusion_tag("reports/_bar.html")
def kept_bar(row: Counted) -> dict[str, object]:
    """Draw what was kept and what was broken as one bar; both are said in words too."""
    judged = row.kept + row.broken
    kept = _per_cent(row.kept, judged)
    broken = WHOLE - kept if judged else 0
    label = _("%(kept)s kept, %(broken)s broken") % {"kept": row.kept, "broken": row.broken}
    return {"label": label, "parts": [("kept", kept, 0), ("broken", broken, kept)]}


@register.inclusion_tag("reports/_bar.html")
def late_bar(late: int, promised: int, most: int) -> dict[str, object]:
    """Draw how many of the promised are late, on the scale of the longest bar beside it."""
    whole = _per_cent(promised, most)
    length = _per_cent(late, most)
    label = _("%(late)s of %(promised)s late") % {"late": late, "promised": promised}
    return {"label": label, "parts": [("kept", whole, 0), ("broken", length, 0)]}


def _per_cent(part: int, whole: int) -> int:
    return round(WHOLE * part / whole) if whole else 0


@register.simple_tag(takes_context=True)
def querystring_without(context: RequestContext, name: str) -> str:
    """Return the address of this page with one filter less."""
    query = context["request"].GET.copy()
    for gone in (name, "after", "before"):
        query.pop(gone, None)
    return f"?{query.urlencode()}"
