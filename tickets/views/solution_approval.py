"""What a requester thinks of a solution, said through the link in its mail."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from helpdesk import html as markup
from tickets import actions
from tickets.enums import Category, Move
from tickets.forms import SolutionAnswerForm
from tickets.mail_templates import SALT
from tickets.models import Event, Ticket

GOOD_FOR = 90 * 24 * 3600


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def solution_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the solution and two buttons; only a button changes anything, for mail programs follow links by themselves."""
    ticket, resolved_at = _meant(token)
    if ticket.status_category != Category.RESOLVED or ticket.resolved_at != resolved_at:
        return _past(request, ticket, resolved_at)
    form = SolutionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        move = Move(form.cleaned_data["move"])
        actions.answer_solution(ticket, move, words_given=markup.from_text(form.cleaned_data["words"]))
        return render(request, "tickets/solution_answered.html", {"move": move})
    context = {"ticket": ticket, "form": form, "solution": markup.clean(ticket.solution)}
    return render(request, "tickets/solution_answer.html", context, status=422 if form.errors else 200)


def _past(request: HttpRequest, ticket: Ticket, resolved_at: datetime) -> HttpResponse:
    """Say what was answered, and how to go on; whoever has an old link learns nothing that was said since."""
    asks = ticket.requester
    context = {
        "ticket": ticket,
        "answer": Event.objects.of(ticket).answer_to_solution(resolved_at),
        "has_login": asks is not None and asks.is_active and asks.user is not None and asks.user.is_active,
    }
    return render(request, "tickets/solution_past.html", context)


def _meant(token: str) -> tuple[Ticket, datetime]:
    """Return the ticket of a link, and when it was solved; a link that is too old, or forged, leads nowhere."""
    try:
        pk, resolved_at = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
        solved = datetime.fromisoformat(resolved_at)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    return get_object_or_404(Ticket.objects.for_action(), pk=pk), solved
