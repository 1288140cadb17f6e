"""One ticket's page."""

from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from tickets import timeline_folding
from tickets.forms import ReplyForm
from tickets.models import Message, Ticket
from tickets.views.customer import own_ticket
from tickets.views.page import BATCH, TABS, composer_context, events_of, full_page, newest_of, page_context, ticket_for

LONGEST_NUMBER = 18


@require_GET
def ticket_detail(request: Request, slug: str) -> HttpResponse:
    """Show a ticket: to agents everything, to its customer what was said in public."""
    ticket = ticket_for(request, slug)
    if ticket.slug != slug:
        return redirect(ticket)
    if not request.user.is_agent:
        return own_ticket(request, ticket)
    tab = request.GET.get("tab", TABS[0])
    if tab not in TABS:
        raise BadRequest(_("A ticket has no tab “%(tab)s”.") % {"tab": tab[:80]})
    if tab == TABS[0]:
        return full_page(request, ticket, _taken_back(request, ticket))
    return render_page(request, "tickets/ticket_detail.html", page_context(request, ticket, tab))


def _taken_back(request: Request, ticket: Ticket) -> dict[str, object]:
    """Return the composer with the words of the answer that was just taken back; nothing when none was."""
    event = request.GET.get("again", "")
    if not event.isdecimal() or len(event) > LONGEST_NUMBER:
        return {}
    message = Message.objects.undone_in(ticket).filter(event=int(event)).first()
    answer = ReplyForm.again(message, user=request.user) if message else None
    return {**composer_context(request, ticket, answer=answer), "undone": answer} if answer else {}


@require_GET
@agent_required
def ticket_news(request: Request, slug: str) -> HttpResponse:
    """Answer what was told since the page was drawn, for a page that is open; nothing new costs next to nothing."""
    ticket = ticket_for(request, slug)
    since = request.GET.get("since", "")
    if not since.isdecimal() or len(since) > LONGEST_NUMBER:
        raise BadRequest(_("This address is not one of ours. Load the ticket again."))
    news = list(events_of(request, ticket).since(int(since)).for_timeline())
    if not news:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {
        **page_context(request, ticket, TABS[0]),
        "news": timeline_folding.entries(news),
        "newest": newest_of(news),
    }
    return render_page(request, "tickets/ticket_news.html", context)


@require_GET
@agent_required
def ticket_earlier(request: Request, slug: str) -> HttpResponse:
    """Show more of what lies between the beginning and the end of a long timeline."""
    ticket = ticket_for(request, slug)
    left = _number(request)
    events = events_of(request, ticket).for_timeline()
    page = keyset(events, [("at", True)], after=request.GET.get("before", ""), size=min(BATCH, left))
    context = {
        "ticket": ticket,
        "entries": timeline_folding.entries(reversed(page.rows)),
        "hidden": left - len(page.rows),
        "token": page.after,
    }
    return render_page(request, "tickets/ticket_earlier.html", context, partial="entries")


def _number(request: HttpRequest) -> int:
    """Return how many lines are still folded, as the link that was followed says."""
    left = request.GET.get("left", "")
    if not left.isdecimal() or not 0 < int(left) < 1_000_000:
        raise BadRequest(_("This address is not one of ours. Load the ticket again."))
    return int(left)
