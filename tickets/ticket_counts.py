"""How many tickets each view holds: counted by a job, read by pages, never counted in a request."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import Count

from helpdesk.models import User
from mail.models import Alert, InboundMail
from tickets.models import Ticket
from tickets.querysets import Scope, TicketQuerySet, scope_of

KEY = "counts-of-views"
SOON = timedelta(hours=1)
KEPT = timedelta(minutes=10)


def refresh(now: datetime) -> Mapping[str, object]:
    """Count the views of who sees all tickets, and of each agent who does not, and keep the figures for the pages."""
    attention = InboundMail.objects.set_aside().count() + Alert.objects.open().count()
    agents = User.objects.agents()
    limited = agents.exclude(pk__in=agents.holding(Scope.ALL.value))
    owned = Ticket.objects.live().exclude(assignee=None).order_by().values_list("assignee").annotate(Count("pk"))
    counts = {
        "shared": {**_of_views(Ticket.objects.all(), now), "attention": attention},
        "limited": {(user.pk, scope_of(user)): _of_views(Ticket.objects.visible_to(user), now) for user in limited},
        "mine": dict(owned),
    }
    caches["figures"].set(KEY, counts, KEPT.total_seconds())
    return counts


def _of_views(tickets: TicketQuerySet, now: datetime) -> dict[str, int]:
    live = tickets.live()
    return {
        "all": live.count(),
        "unassigned": live.unassigned().count(),
        "soon": live.due_before(now + SOON).count(),
        "waiting": live.waiting_for_customer().count(),
    }


def read(user: User) -> dict[str, int]:
    """Return the last figures for ``user``, at most half a minute old; nothing when none were counted yet.

    Nor while they are of another right than they have now: who may see less since then is not told how much there is.
    """
    counts = caches["figures"].get(KEY)
    if counts is None:
        return {}
    scope = scope_of(user)
    views = counts["shared"] if scope == Scope.ALL else counts["limited"].get((user.pk, scope))
    return {**views, "mine": counts["mine"].get(user.pk, 0)} if views else {}
