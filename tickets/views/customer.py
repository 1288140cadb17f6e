"""What a customer sees: their own tickets, and what was said in public."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.models import Company
from helpdesk import current_time
from helpdesk.http import Request, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.paging import keyset
from sla.snapshots import snapshot
from tickets import actions, rules, timeline_folding
from tickets.enums import Move
from tickets.forms import CustomerForm
from tickets.models import Ticket
from tickets.views.page import events_of, ticket_for


def own_tickets(request: Request) -> HttpResponse:
    """Show a customer what they asked for, or what their whole company did where they oversee it."""
    company = Company.objects.overseen_by(request.user).first()
    tickets = Ticket.objects.visible_to(request.user).for_list()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = keyset(tickets, [("active_at", True)], after=after, before=before)
    return render_page(request, "tickets/customer_list.html", {"page": page, "company": company}, partial="rows")


def own_ticket(
    request: Request, ticket: Ticket, form: CustomerForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show a customer their ticket: what was said in public, and a box for their answer."""
    entries = timeline_folding.entries(events_of(request, ticket).for_timeline())
    context = {
        "ticket": ticket,
        "entries": entries,
        "is_said": timeline_folding.description_in(entries, ticket.description),
        "form": form or CustomerForm(user=request.user),
        "clocks": snapshot(ticket.agreement, current_time.now()) if ticket.agreement else [],
        "may_answer_solution": rules.can_move(request.user, ticket, Move.REFUSE)
        and ticket.status_category == "resolved",
    }
    return render_page(request, "tickets/customer_ticket.html", context, status=status)


@require_POST
def ticket_answer(request: Request, slug: str) -> HttpResponse:
    """Write down what a customer says on their ticket's page."""
    ticket = ticket_for(request, slug)
    if request.user.is_agent:
        raise Http404
    form = CustomerForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return own_ticket(request, ticket, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return redirect(_taken_in(request, ticket, form))
    except KeyUsed as used:
        form.refuse_key(used)
        return own_ticket(request, ticket, form, used.status)


def _taken_in(request: Request, ticket: Ticket, form: CustomerForm) -> Ticket:
    """Write down what the form says, and return the ticket that it is part of."""
    if ticket.is_past_reopening(current_time.now()):
        ticket = actions.follow_up(ticket, form.incoming())
        messages.info(
            request, _("That ticket was closed long ago. We have opened %(ticket)s for you.") % {"ticket": ticket}
        )
        return ticket
    actions.receive(ticket, form.incoming())
    messages.success(request, _("Thank you. We have your message."))
    return ticket
