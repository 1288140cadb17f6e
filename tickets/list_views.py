"""What the list may be asked for: its views and its orders, each from an allow-list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.models import User
from helpdesk.paging import Order
from tickets.querysets import TicketQuerySet
from tickets.ticket_counts import SOON

Words = str | Promise
Narrow = Callable[[TicketQuerySet, User, datetime], TicketQuerySet]
Keep = Callable[[TicketQuerySet, User, Any], TicketQuerySet]  # what the filter's form field returns


@dataclass(frozen=True, slots=True)
class View:
    """One view of the list: its name, what it keeps, and what it says when it is empty."""

    label: Words
    narrow: Narrow
    empty: Words
    advice: Words
    sort: str = "updated"


@dataclass(frozen=True, slots=True)
class Sort:
    """One order of the list, and the same the other way round."""

    label: Words
    order: Order

    def directed(self, *, reverse: bool) -> Order:
        """Return the order as asked for."""
        return [(field, descending != reverse) for field, descending in self.order]

    @property
    def is_descending(self) -> bool:
        """Say whether its first word falls."""
        return self.order[0][1]


VIEWS: Mapping[str, View] = {
    "mine": View(
        _("My tickets"),
        lambda tickets, user, _now: tickets.live().assigned_to(user),
        _("Nothing is waiting for you"),
        _("Take a ticket from the unassigned ones, or look at what the others work on."),
    ),
    "unassigned": View(
        _("Unassigned"),
        lambda tickets, _user, _now: tickets.live().unassigned(),
        _("Every ticket has an owner"),
        _("New ones appear here until somebody takes them."),
    ),
    "soon": View(
        _("Due soon"),
        lambda tickets, _user, now: tickets.due_before(now + SOON),
        _("No deadline is near"),
        _("Tickets appear here an hour before a promise to the customer is broken."),
        sort="due",
    ),
    "waiting": View(
        _("Waiting"),
        lambda tickets, _user, _now: tickets.waiting_for_customer(),
        _("No customer owes you an answer"),
        _("Tickets wait here after your answer until the customer writes back."),
    ),
    "all": View(
        _("All open"),
        lambda tickets, _user, _now: tickets.live(),
        _("No ticket is open"),
        _("Write down what a customer asks, or have mail fetched from a mailbox."),
    ),
    "closed": View(
        _("Done"),
        lambda tickets, _user, _now: tickets.done(),
        _("Nothing is done yet"),
        _("Resolved and closed tickets are kept here."),
    ),
    "any": View(
        _("Everything"),
        lambda tickets, _user, _now: tickets,
        _("There is no ticket yet"),
        _("Write down what a customer asks, or have mail fetched from a mailbox."),
    ),
}

ME, NOBODY = "me", "none"


def _owned(tickets: TicketQuerySet, user: User, owner: str) -> TicketQuerySet:
    if owner == NOBODY:
        return tickets.unassigned()
    return tickets.assigned_to(user.pk if owner == ME else int(owner))


def _promised(tickets: TicketQuerySet, _user: User, how: str) -> TicketQuerySet:
    now = current_time.now()
    return {
        "soon": lambda: tickets.due_between(now, now + SOON),
        "broken": lambda: tickets.broken(now),
        "paused": tickets.standing_still,
    }[how]()


PROMISES = [("soon", _("Due soon")), ("broken", _("Breached")), ("paused", _("Paused"))]

FILTERS: Mapping[str, Keep] = {
    "status": lambda tickets, _user, category: tickets.of_category(category),
    "type": lambda tickets, _user, ticket_type: tickets.of_type(ticket_type),
    "priority": lambda tickets, _user, priority: tickets.of_priority(priority),
    "owner": _owned,
    "company": lambda tickets, _user, company: tickets.of_company(company),
    "category": lambda tickets, _user, category: tickets.about(category),
    "promise": _promised,
    "billing": lambda tickets, _user, status: tickets.of_billing(status),
}

SORTS: Mapping[str, Sort] = {
    "match": Sort(_("Best match"), [("closeness", True), ("active_at", True)]),
    "due": Sort(_("Next deadline"), [("next_due_at", False)]),
    "priority": Sort(_("Priority"), [("priority__rank", True), ("active_at", True)]),
    "number": Sort(_("Number"), [("year", True), ("number", True)]),
    "created": Sort(_("Created"), [("created_at", True)]),
    "updated": Sort(_("Updated"), [("active_at", True)]),
}

FIRST_VIEW = "mine"
SEARCH_VIEW = "any"
SEARCH_SORT = "match"  # only what was searched for has it


def order_of(name: str) -> Order:
    """Return the order called ``name``; a minus turns it round."""
    return SORTS[name.removeprefix("-")].directed(reverse=name.startswith("-"))


def sort_names() -> list[str]:
    """Return every order that may be asked for."""
    return [sign + name for name in SORTS for sign in ("", "-")]
