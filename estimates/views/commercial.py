"""The commercial estimate: a view for each command, and one that recalculates while somebody types."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from estimates import actions, rules, ticket_estimates
from estimates.enums import Command
from estimates.views import grids
from estimates.views.panel import Typed, done, show, ticket_for, write
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from tickets.models import Ticket


@require_POST
@agent_required
def start_commercial(request: Request, slug: str) -> HttpResponse:
    """Start the commercial estimate."""
    ticket = ticket_for(request, slug)
    actions.start_commercial(ticket, by=request.user)
    return done(request, ticket, _("The commercial estimate is started."))


@require_POST
@agent_required
def change_commercial(request: Request, slug: str) -> HttpResponse:
    """Save the grid; or, asked for another line, show it with one more, nothing saved."""
    ticket = ticket_for(request, slug)
    rules.ensure_may(request.user, Command.CHANGE_COMMERCIAL)
    if "another" in request.POST:
        return show(request, ticket, Typed(commercial=_grid(request, ticket, as_typed=True)))
    return _write(request, ticket, Command.CHANGE_COMMERCIAL, _("The commercial estimate is saved."))


@require_POST
@agent_required
def end_commercial(request: Request, slug: str) -> HttpResponse:
    """Save the grid and lock it."""
    ticket = ticket_for(request, slug)
    return _write(request, ticket, Command.END_COMMERCIAL, _("The commercial estimate is ended; an offer can be made."))


@require_POST
@agent_required
def cancel_commercial_end(request: Request, slug: str) -> HttpResponse:
    """Unlock the commercial estimate, voiding a draft offer if told to."""
    ticket = ticket_for(request, slug)
    actions.cancel_commercial_end(ticket, by=request.user, void_draft="void_draft" in request.POST)
    return done(request, ticket, _("The commercial estimate is unlocked."))


@require_POST
@agent_required
def commercial_totals(request: Request, slug: str) -> HttpResponse:
    """Answer what the lines come to as they are typed; nothing is saved."""
    ticket = ticket_for(request, slug)
    if not rules.can_see_commercial(request.user):
        raise Http404
    grid = _grid(request, ticket)
    context = {
        "commercial_grid": grid,
        "currency": ticket_estimates.read(ticket).currency,
        "can_see_prices": rules.can_see_prices(request.user),
    }
    return render_page(request, "estimates/commercial_totals.html", context)


def _grid(request: Request, ticket: Ticket, *, as_typed: bool = False) -> grids.CommercialGrid | None:
    return grids.commercial(
        request.POST, ticket_estimates.read(ticket), CompanyProfile.current().today(), as_typed=as_typed
    )


def _write(request: Request, ticket: Ticket, command: Command, words: str) -> HttpResponse:
    rules.ensure_may(request.user, command)
    act = actions.end_commercial if command == Command.END_COMMERCIAL else actions.change_commercial
    return write(request, ticket, Typed(commercial=_grid(request, ticket)), act, words)
