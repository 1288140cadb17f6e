"""The technical estimate: a view for each command, and one that recalculates while somebody types."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from estimates import actions, rules, ticket_estimates
from estimates.enums import Command
from estimates.views import grids
from estimates.views.panel import Typed, done, show, ticket_for, write
from helpdesk import html as markup
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from tickets.models import Ticket


@require_GET
@agent_required
def ticket_panel(request: Request, slug: str) -> HttpResponse:
    """Show the estimates and the offers of a ticket."""
    return show(request, ticket_for(request, slug))


@require_POST
@agent_required
def start_technical(request: Request, slug: str) -> HttpResponse:
    """Start the technical estimate, and put the ticket on hold if a reason is given."""
    ticket = ticket_for(request, slug)
    reason = request.POST.get("hold_reason", "").strip()
    actions.start_technical(ticket, by=request.user, hold_reason=markup.from_text(reason) if reason else "")
    return done(request, ticket, _("The technical estimate is started."))


@require_POST
@agent_required
def change_technical(request: Request, slug: str) -> HttpResponse:
    """Save the grid; or, asked for another row, show it with one more, nothing saved."""
    ticket = ticket_for(request, slug)
    if "another" in request.POST:
        return show(request, ticket, Typed(technical=_grid(request, ticket, as_typed=True)))
    return _write(request, ticket, Command.CHANGE_TECHNICAL, _("The technical estimate is saved."))


@require_POST
@agent_required
def end_technical(request: Request, slug: str) -> HttpResponse:
    """Save the grid and lock it."""
    ticket = ticket_for(request, slug)
    return _write(request, ticket, Command.END_TECHNICAL, _("The technical estimate is ended; it is with sales now."))


@require_POST
@agent_required
def cancel_technical_end(request: Request, slug: str) -> HttpResponse:
    """Unlock the technical estimate."""
    ticket = ticket_for(request, slug)
    actions.cancel_technical_end(ticket, by=request.user)
    return done(request, ticket, _("The technical estimate is unlocked."))


@require_POST
@agent_required
def discard(request: Request, slug: str) -> HttpResponse:
    """Throw the technical estimate away."""
    ticket = ticket_for(request, slug)
    actions.discard(ticket, by=request.user)
    return done(request, ticket, _("The technical estimate is discarded."))


@require_POST
@agent_required
def technical_totals(request: Request, slug: str) -> HttpResponse:
    """Answer what the rows come to as they are typed; nothing is saved."""
    grid = _grid(request, ticket_for(request, slug))
    return render_page(request, "estimates/technical_totals.html", {"technical_grid": grid})


def _grid(request: Request, ticket: Ticket, *, as_typed: bool = False) -> grids.TechnicalGrid | None:
    return grids.technical(
        request.POST, ticket_estimates.read(ticket), CompanyProfile.current().today(), as_typed=as_typed
    )


def _write(request: Request, ticket: Ticket, command: Command, words: str) -> HttpResponse:
    rules.ensure_may(request.user, command)
    act = actions.end_technical if command == Command.END_TECHNICAL else actions.change_technical
    return write(request, ticket, Typed(technical=_grid(request, ticket)), act, words)
