"""One thing done with many tickets: each for itself, with a report of what was refused and why."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.forms import BoundField
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk import html as markup
from helpdesk.errors import Refusal
from helpdesk.http import Request, agent_required, render_page
from tickets import actions
from tickets.enums import Move
from tickets.forms import AssignManyForm, ChosenForm, MoveManyForm, PrioritiseManyForm
from tickets.models import Ticket
from tickets.views.lists import last_list


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one ticket; a reason says why nothing did."""

    ticket: Ticket
    reason: str = ""


@require_POST
@agent_required
def bulk_take(request: Request) -> HttpResponse:
    """Take the chosen tickets oneself."""
    form = _valid(ChosenForm(request.POST, user=request.user))
    return _report(request, form, lambda ticket: actions.assign(ticket, request.user, by=request.user))


@require_POST
@agent_required
def bulk_assign(request: Request) -> HttpResponse:
    """Give the chosen tickets to somebody."""
    form = _valid(AssignManyForm(request.POST, user=request.user))
    to = form.cleaned_data["assignee"]
    return _report(request, form, lambda ticket: actions.assign(ticket, to, by=request.user))


@require_POST
@agent_required
def bulk_move(request: Request) -> HttpResponse:
    """Make one move with the chosen tickets."""
    form = _valid(MoveManyForm(request.POST, user=request.user))
    move, words = Move(form.cleaned_data["move"]), markup.from_text(form.cleaned_data["words"])
    return _report(request, form, lambda ticket: actions.move(ticket, move, by=request.user, words_given=words))


@require_POST
@agent_required
def bulk_prioritise(request: Request) -> HttpResponse:
    """Give the chosen tickets one priority."""
    form = _valid(PrioritiseManyForm(request.POST, user=request.user))
    values = {"priority": form.cleaned_data["priority"]}
    return _report(request, form, lambda ticket: actions.change(ticket, values, version=None, by=request.user))


def _valid[F: ChosenForm](form: F) -> F:
    """Return the form, or say what is missing."""
    if not form.is_valid():
        field: BoundField = form[next(iter(form.errors))]
        raise BadRequest(f"{field.label}: {field.errors[0]}")
    return form


def _report(request: Request, form: ChosenForm, act: Callable[[Ticket], object]) -> HttpResponse:
    """Do it with each ticket, and tell what was done and what was refused."""
    outcomes = [_outcome(ticket, act) for ticket in form.cleaned_data["ticket"]]
    refused = [outcome for outcome in outcomes if outcome.reason]
    context = {
        "done": [outcome for outcome in outcomes if not outcome.reason],
        "refused": refused,
        "back": last_list(request),
        "title": _("Nothing was changed") if len(refused) == len(outcomes) else _("Done"),
    }
    return render_page(request, "tickets/bulk_report.html", context, status=HTTPStatus.OK)


def _outcome(ticket: Ticket, act: Callable[[Ticket], object]) -> BulkResult:
    try:
        act(ticket)
    except Refusal as refusal:
        return BulkResult(ticket, refusal.reason)
    return BulkResult(ticket)
