"""How many tickets each view holds: counted by a job, read by pages, never counted in a request."""

from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import Count

from helpdesk.models import User
from mail.models import Alert, InboundMail
from tickets.models import Ticket

KEY = "view-counts"
SOON = timedelta(hours=1)
KEPT = timedelta(minutes=10)


def refresh(now: datetime) -> dict[str, dict[str, int]]:
    """Count the shared views, and each agent's own, and keep the figures for the pages."""
    live = Ticket.objects.live()
    shared = {
        "all": live.count(),
        "unassigned": live.unassigned().count(),
        "soon": live.due_before(now + SOON).count(),
        "waiting": live.waiting_for_customer().count(),
        "attention": InboundMail.objects.set_aside().count() + Alert.objects.open().count(),
    }
    owned = live.exclude(assignee=None).order_by().values_list("assignee").annotate(Count("pk"))
    counts = {"shared": shared, "mine": {str(user): count for user, count in owned}}
    caches["figures"].set(KEY, counts, KEPT.total_seconds())
    return counts


def read(user: User) -> dict[str, int]:
    """Return the last figures for ``user``, at most half a minute old; nothing when none were counted yet."""
    counts = caches["figures"].get(KEY)
    if counts is None:
        return {}
    return {**counts["shared"], "mine": counts["mine"].get(str(user.pk), 0)}
