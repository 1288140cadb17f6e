"""Where a ticket stands: its moves, and its status."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk import html as markup
from helpdesk.errors import ReasonMissing, Refusal
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from tickets import actions
from tickets.enums import Move
from tickets.errors import SolutionMissing, StatusNotOffered
from tickets.forms import MoveForm, StatusForm
from tickets.models import Ticket
from tickets.views.page import changed, newest_event, page_context, refused, ticket_for


@require_POST
def ticket_move(request: Request, slug: str, move: str) -> HttpResponse:
    """Make one move, with its reason; a customer may judge the solution of their own ticket."""
    ticket = ticket_for(request, slug)
    if move not in Move.values:
        raise Http404
    form = MoveForm(request.POST)
    words = markup.from_text(form.cleaned_data["words"]) if form.is_valid() else ""
    since = newest_event(request, ticket)
    ticket = actions.move(ticket, Move(move), by=request.user, words_given=words)
    messages.success(request, _("%(ticket)s is now “%(status)s”.") % {"ticket": ticket, "status": ticket.status})
    return changed(request, ticket, since) if request.user.is_agent else redirect(ticket)


@require_POST
@agent_required
def ticket_status(request: Request, slug: str) -> HttpResponse:
    """Put the ticket into a status of its type, by the move that leads there (N07)."""
    ticket = ticket_for(request, slug)
    form = StatusForm(ticket, CompanyProfile.current().today(), request.POST)
    if not form.is_valid():
        raise StatusNotOffered(_("That is no status of this ticket's type."), "STATUS_OF_ANOTHER_TYPE")
    since = newest_event(request, ticket)
    words = markup.from_text(form.cleaned_data["words"])
    try:
        actions.change_status(ticket, form.cleaned_data["status"], by=request.user, words_given=words)
    except (SolutionMissing, ReasonMissing) as missing:
        return _ask_words(request, ticket, form, missing)
    except Refusal as refusal:
        return refused(request, ticket, refusal)
    return changed(request, ticket, since)


def _ask_words(request: Request, ticket: Ticket, form: StatusForm, missing: Refusal) -> HttpResponse:
    """Ask for the solution or the reason, in place of the choice of status."""
    form.add_error("words", missing.reason)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {**page_context(request, ticket, ""), "status_form": form}
    if not request.htmx:
        return render_page(request, "tickets/status_reason.html", context, status=status)
    response = render_page(request, "tickets/_status.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#prop-status", "outerHTML"
    return response
