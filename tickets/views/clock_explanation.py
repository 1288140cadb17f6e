"""Why a promise falls due when it does."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from helpdesk import current_time
from helpdesk.http import Request, render_page
from sla.explanation import explain
from sla.models import Clock
from tickets.models import Ticket
from tickets.views.page import ticket_for


@require_GET
def clock_explained(request: Request, slug: str, pk: int) -> HttpResponse:
    """Show how a due date was worked out; customers may ask it of what they were promised."""
    ticket = ticket_for(request, slug)
    clock = _clock_for(request, ticket, pk)
    explanation = explain(clock, current_time.now(), get_language() or "")
    return render_page(
        request, "tickets/clock_explained.html", {"ticket": ticket, "explanation": explanation}, partial="panel"
    )


def _clock_for(request: Request, ticket: Ticket, pk: int) -> Clock:
    if ticket.agreement is None:
        raise Http404
    clocks = ticket.agreement.clocks.with_times().for_explaining()
    return get_object_or_404(clocks if request.user.is_agent else clocks.promised(), pk=pk)
