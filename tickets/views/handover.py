"""Handing a ticket over to a colleague or to a group."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpdesk import html as markup
from helpdesk.errors import Refusal
from helpdesk.forms import attempt
from helpdesk.http import Request, agent_required, render_page
from tickets import actions, rules
from tickets.forms import HandOverForm
from tickets.models import Ticket
from tickets.views.page import ticket_for


@require_http_methods(["GET", "POST"])
@agent_required
def ticket_hand_over(request: Request, slug: str) -> HttpResponse:
    """Ask who takes the ticket over, and hand it over with a note."""
    ticket = ticket_for(request, slug)
    rules.ensure_can_hand_over(request.user, ticket)
    if request.method == "GET":
        return _asked(request, ticket, HandOverForm(ticket))
    form = HandOverForm(ticket, request.POST)
    if not form.is_valid():
        return _asked(request, ticket, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    note = markup.from_text(form.cleaned_data["note"])
    handed = attempt(form, lambda: actions.hand_over(ticket, form.receiver, note=note, by=request.user), beside="to")
    if isinstance(handed, Refusal):
        return _asked(request, ticket, form, handed.status)
    messages.success(request, _("%(who)s has the ticket now.") % {"who": form.receiver})
    return redirect(ticket)


def _asked(request: Request, ticket: Ticket, form: HandOverForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"ticket": ticket, "form": form}
    return render_page(request, "tickets/ticket_hand_over.html", context, partial="panel", status=status)
