"""Where everybody starts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from helpdesk.http import Request
from tickets import actions, rules
from tickets.views.customer import own_tickets
from tickets.views.lists import is_last_list_readable, last_list


@require_GET
def home(request: Request) -> HttpResponse:
    """Lead agents to the list as they left it, and show customers their own tickets; a desk is set up before."""
    if rules.can_set_up(request.user) and actions.leads_to_list():
        return redirect("tickets:set_up")
    if not request.user.is_agent:
        return own_tickets(request)
    return redirect(last_list(request) if is_last_list_readable(request) else "tickets:ticket_list")
