"""Forms of estimates and offers."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from estimates import actions as estimate_actions
from estimates.models import Offer
from tests.estimates import factories as estimates
from tests.forms.filled import Filled, agent, on_page
from tests.mail.factories import MailboxFactory
from tickets.models import Ticket


def of_estimate(path: str, made: Callable[[Ticket], object], **changes: object) -> Callable[[], Filled]:
    """Return a form of the estimates of a ticket for which ``made`` was called."""

    def filled() -> Filled:
        by, ticket = agent(), estimates.quotable_ticket()
        made(ticket)
        page = f"{ticket.get_absolute_url()}estimates/"
        if changes:
            return on_page(page, f"{page}{path}", by, **changes)
        return Filled(by, f"{page}{path}")

    return filled


def grid_ends(path: str, made: Callable[[Ticket], object]) -> Callable[[], Filled]:
    """Return the grid of an estimate, sent to be saved and ended."""

    def filled() -> Filled:
        changed = of_estimate(path, made, sent="yes")()
        return Filled(changed.by, f"{changed.address}end/", changed.typed)

    return filled


def offers_create() -> Filled:
    """Make offers of two tickets."""
    tickets = [estimates.quotable_ticket() for _ in range(2)]
    for ticket in tickets:
        estimates.commercially_ended(ticket)
    return Filled(agent(), reverse("estimates:offers_create"), {"ticket": [ticket.slug for ticket in tickets]})


def offer(*moves: str) -> Offer:
    """Return an offer that made these moves."""
    MailboxFactory()
    by, ticket = agent(), estimates.quotable_ticket()
    estimates.commercially_ended(ticket)
    [report] = estimate_actions.create_offers([ticket], by=by, day=date(2026, 3, 1))
    for move in moves:
        getattr(estimate_actions, f"{move}_offer")(report.offer, by=by, **OFFERED.get(move, {}))
    return report.offer


OFFERED: dict[str, dict[str, object]] = {"confirm": {"day": date(2026, 3, 1)}, "reject": {"reason": "Too dear"}}


def of_offer(path: str, *moves: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of an offer that made these ``moves``."""
    return lambda: Filled(agent(), f"/offers/{offer(*moves).slug}/{path}/", typed)


FORMS: dict[str, Callable[[], Filled]] = {
    "estimates:start_technical": of_estimate("technical/start/", lambda _ticket: None),
    "estimates:change_technical": of_estimate("technical/", estimates.started, **{"header-offer_description": "New"}),
    "estimates:end_technical": grid_ends("technical/", estimates.started),
    "estimates:cancel_technical_end": of_estimate("technical/unlock/", estimates.technically_ended),
    "estimates:discard": of_estimate("technical/discard/", estimates.started),
    "estimates:start_commercial": of_estimate("commercial/start/", estimates.technically_ended),
    "estimates:change_commercial": of_estimate("commercial/", estimates.commercially_started, sent="yes"),
    "estimates:end_commercial": grid_ends("commercial/", estimates.commercially_started),
    "estimates:cancel_commercial_end": of_estimate("commercial/unlock/", estimates.commercially_ended),
    "estimates:offers_create": offers_create,
    "estimates:offer_send": of_offer("send", by_mail="on", letter="Dear customer"),
    "estimates:offer_confirm": of_offer("confirm", "send", day="2026-03-01"),
    "estimates:offer_convert": of_offer("convert", "send", "confirm"),
    "estimates:offer_reject": of_offer("reject", "send", **{"reject-reason": "Too dear"}),
    "estimates:offer_cancel": of_offer("cancel", **{"cancel-reason": "Wrong"}),
    "estimates:offer_version": of_offer("version", "send"),
}
