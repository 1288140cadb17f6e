"""The estimates of one ticket: both grids, the offers, and the buttons for what is possible now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from estimates import lifecycle, rules, ticket_estimates
from estimates.drafts import CommercialDraft, TechnicalDraft
from estimates.enums import Command, Obstacle
from estimates.errors import NotPossibleNow, StaleRows
from estimates.models import Offer
from estimates.ticket_estimates import TicketEstimates
from estimates.views import grids
from helpdesk.errors import Refusal
from helpdesk.http import Request, render_page
from helpdesk.models import User
from tickets.models import Ticket

TECHNICAL = (Command.START_TECHNICAL, Command.CANCEL_TECHNICAL_END, Command.DISCARD)
COMMERCIAL = (Command.START_COMMERCIAL, Command.CANCEL_COMMERCIAL_END)


@dataclass(frozen=True)
class Typed:
    """Grids that somebody typed into, to be shown as they were typed, and what was refused."""

    technical: grids.TechnicalGrid | None = None
    commercial: grids.CommercialGrid | None = None
    refusal: Refusal | None = None

    @property
    def draft(self) -> TechnicalDraft | CommercialDraft | None:
        """Return what was typed, or nothing while something is wrong with it."""
        grid = self.technical or self.commercial
        return grid.draft if grid else None


NOTHING = Typed()


@dataclass(frozen=True)
class Button:
    """A command of this ticket: where it is sent, and what is in its way."""

    command: Command
    url: str
    obstacle: Obstacle | None

    @property
    def reason(self) -> StrOrPromise:
        """Return why it cannot be pressed now."""
        return self.obstacle.label if self.obstacle else ""


def ticket_for(request: Request, slug: str) -> Ticket:
    """Return the ticket at this address if this person may see its estimates; else there is none (404)."""
    if not rules.can_see_estimates(request.user):
        raise Http404
    return get_object_or_404(Ticket.objects.visible_to(request.user).for_page(), slug=slug)


def show(request: Request, ticket: Ticket, typed: Typed = NOTHING, status: int = HTTPStatus.OK) -> HttpResponse:
    """Answer with the page, or its panel; grids that were typed into are shown as they were typed."""
    now = ticket_estimates.read(ticket)
    day = now.firm.today()
    context = {
        "ticket": ticket,
        "estimates": now,
        "refusal": typed.refusal,
        "can_see_prices": rules.can_see_prices(request.user),
        "currency": now.currency,
        **_technical(request.user, now, day, typed.technical),
        **_commercial(request.user, now, day, typed.commercial),
        **_offers(request.user, now),
    }
    return render_page(request, "estimates/ticket_panel.html", context, partial="panel", status=status)


def write(request: Request, ticket: Ticket, typed: Typed, act: Callable[..., object], words: str) -> HttpResponse:
    """Save or end what was typed; it stays on screen when something is wrong with it or in its way."""
    draft = typed.draft
    if draft is None:
        return show(request, ticket, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act(ticket, draft=draft, by=request.user)
    except (NotPossibleNow, StaleRows) as refusal:
        return show(request, ticket, replace(typed, refusal=refusal), refusal.status)
    return done(request, ticket, words)


def done(request: Request, ticket: Ticket, words: str) -> HttpResponse:
    """Answer a command that was carried out."""
    messages.success(request, words)
    return show(request, ticket) if request.htmx else redirect("estimates:ticket_panel", ticket.slug)


def _technical(user: User, now: TicketEstimates, day: date, typed: grids.TechnicalGrid | None) -> dict[str, object]:
    can_change = rules.obstacle(user, now, Command.CHANGE_TECHNICAL) is None
    grid = typed or (grids.technical(None, now, day) if can_change else None)
    return {
        "technical": now.technical,
        "technical_grid": grid,
        "technical_rows": now.technical_rows,
        "planned": grid.effort if grid else now.planned,
        "technical_buttons": _buttons(user, now, TECHNICAL),
    }


def _commercial(user: User, now: TicketEstimates, day: date, typed: grids.CommercialGrid | None) -> dict[str, object]:
    if not rules.can_see_commercial(user):
        return {"can_see_commercial": False}
    can_change = rules.obstacle(user, now, Command.CHANGE_COMMERCIAL) is None
    grid = typed or grids.commercial(None, now, day)
    return {
        "can_see_commercial": True,
        "commercial": now.commercial,
        "commercial_grid": grid,
        "can_change_commercial": can_change or typed is not None,
        "commercial_buttons": _buttons(user, now, COMMERCIAL),
    }


def _offers(user: User, now: TicketEstimates) -> Mapping[str, object]:
    if not rules.can_see_offers(user):
        return {"can_see_offers": False}
    offers = Offer.objects.visible_to(user).of_ticket(now.ticket).for_list().newest_first()
    obstacle = rules.obstacle(user, now, Command.CREATE_OFFERS)
    url = f"{reverse('estimates:offers_new')}?ticket={now.ticket.slug}"
    return {"can_see_offers": True, "offers": offers, "offer_button": Button(Command.CREATE_OFFERS, url, obstacle)}


def _buttons(user: User, now: TicketEstimates, commands: Sequence[Command]) -> list[Button]:
    """Return the commands whose place is here, each with what is in its way; none that the user has no right to."""
    return [
        Button(command, reverse(f"estimates:{command}", args=[now.ticket.slug]), lifecycle.obstacle(now.facts, command))
        for command in commands
        if rules.can_command(user, command) and lifecycle.begins_here(now.facts, command)
    ]
