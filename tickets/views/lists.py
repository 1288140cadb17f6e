"""Lists of tickets: the desk's own, and the panels on a customer's page."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from crm.models import Company, Contact
from helpdesk import current_time
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import User
from helpdesk.paging import keyset
from sla.models import Priority
from tickets import list_views, rules, ticket_counts
from tickets.enums import Move
from tickets.forms import FilterForm
from tickets.models import Notification, Ticket
from tickets.querysets import TicketQuerySet, seeing_tickets

LAST_LIST = "ticket_list"
KEPT_SECONDS = 90 * 24 * 3600
LONGEST_KEPT = 1000
PANEL_SIZE = 10
MOST_NEW = 100
BULK_MOVES = (Move.ACCEPT, Move.HOLD, Move.RESUME, Move.RESOLVE, Move.CLOSE, Move.REOPEN, Move.CANCEL)


@require_GET
@agent_required
def ticket_list(request: Request) -> HttpResponse:
    """Show the tickets of a view that the filters let through; whoever was given none reads whom to ask."""
    if not rules.can_see_tickets(request.user):
        return render_page(request, "tickets/no_rights.html", {"administrators": User.objects.administrators()})
    # The field above the list asks while somebody types in it.
    form = FilterForm(request.GET, user=request.user, is_typing=bool(request.htmx))
    form.ensure_readable()
    now = current_time.now()
    tickets = form.apply(Ticket.objects.visible_to(request.user).for_list(), now)
    data = form.cleaned_data
    context = {
        "form": form,
        "page": keyset(tickets, form.order, after=data["after"], before=data["before"]),
        "now": now,
        "views": list_views.VIEWS,
        "sorts": list_views.SORTS,
        "counts": ticket_counts.read(request.user),
        **_bulk_context(request.user),
    }
    return _remember(request, render_page(request, "tickets/ticket_list.html", context, partial="rows"))


def _remember(request: Request, response: HttpResponse) -> HttpResponse:
    """Keep what was asked for, without what was left empty, in the browser's address and for coming back."""
    query = urlencode([(name, value) for name, value in request.GET.items() if value])
    if request.htmx:
        response["HX-Push-Url"] = f"{request.path}?{query}"
    if len(query) <= LONGEST_KEPT:
        response.set_cookie(LAST_LIST, query, max_age=KEPT_SECONDS, httponly=True, samesite="Lax")
    return response


def _bulk_context(user: User) -> dict[str, object]:
    """Return what the bar under a selection offers."""
    return {
        "agents": seeing_tickets(),
        "priorities": Priority.objects.active(),
        "moves": BULK_MOVES,
        "can_open": rules.can_open(user),
        "can_assign": user.has_perm("tickets.assign_ticket"),
    }


def last_list(request: Request) -> str:
    """Return the address of the list as this person left it."""
    query = request.COOKIES.get(LAST_LIST, "")
    return f"{reverse('tickets:ticket_list')}?{query}" if query else reverse("tickets:ticket_list")


def is_last_list_readable(request: Request) -> bool:
    """Say whether the list can still be asked for as it was left; a filter may name somebody who is gone since."""
    return FilterForm(QueryDict(request.COOKIES.get(LAST_LIST, "")), user=request.user).is_readable


@require_GET
@agent_required
def view_counts(request: Request) -> HttpResponse:
    """Answer how many tickets each view holds, as the job counted them, and how many have news since one last looked."""
    new = Notification.objects.visible_to(request.user).new_count(MOST_NEW)
    counted = ticket_counts.read(request.user)
    if not rules.can_sort_mail(request.user):
        counted.pop("attention", None)  # their rail does not lead there
    context = {"counts": counted, "new": new, "is_more": new == MOST_NEW}
    return render_page(request, "tickets/view_counts.html", context)


@require_GET
@agent_required
def company_tickets(request: Request, code: str) -> HttpResponse:
    """Show the newest tickets of a company on its page."""
    company = get_object_or_404(Company.objects.visible_to(request.user), code=code)
    return _panel(request, Ticket.objects.of_company(company), {"company": company.code})


@require_GET
@agent_required
def contact_tickets(request: Request, public_id: UUID) -> HttpResponse:
    """Show the newest tickets of a contact on their page."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user), public_id=public_id)
    return _panel(request, Ticket.objects.of_contact(contact), {"q": contact.email or contact.name})


def _panel(request: Request, tickets: TicketQuerySet, query: dict[str, str]) -> HttpResponse:
    page = keyset(tickets.visible_to(request.user).for_list(), [("active_at", True)], size=PANEL_SIZE)
    everything = f"{reverse('tickets:ticket_list')}?{urlencode({'view': 'any', **query})}"
    context = {"page": page, "now": current_time.now(), "everything": everything}
    return render_page(request, "tickets/ticket_panel.html", context, partial="panel")
