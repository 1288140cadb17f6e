"""What a requester thinks of a solution, said through the link in its mail."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from helpdesk import html as markup
from tickets import actions
from tickets.enums import Category, Move
from tickets.forms import JudgeForm
from tickets.letters import JUDGE
from tickets.models import Ticket

GOOD_FOR = 90 * 24 * 3600


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def solution_judge(request: HttpRequest, token: str) -> HttpResponse:
    """Show the solution and two buttons; only a button changes anything, for mail programs follow links by themselves."""
    ticket = _ticket(token)
    form = JudgeForm(request.POST or None)
    is_open = ticket.status_category == Category.RESOLVED
    if request.method == "POST" and is_open and form.is_valid():
        move = Move(form.cleaned_data["move"])
        actions.judge(ticket, move, words_given=markup.from_text(form.cleaned_data["words"]))
        return render(request, "tickets/solution_judged.html", {"move": move})
    context = {"ticket": ticket, "form": form, "is_open": is_open, "solution": markup.clean(ticket.solution)}
    return render(request, "tickets/solution_judge.html", context, status=422 if form.errors else 200)


def _ticket(token: str) -> Ticket:
    """Return the ticket of a link; one that is too old, forged, or about an earlier solution leads nowhere."""
    try:
        pk, resolved_at = signing.loads(token, salt=JUDGE, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    ticket = Ticket.objects.for_action().filter(pk=pk).first()
    if ticket is None or ticket.resolved_at is None or ticket.resolved_at.isoformat() != resolved_at:
        raise Http404
    return ticket
