"""Bringing running tickets up to date with an edited policy, after a look at what would move."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from helpdesk.http import Request, agent_required, render_page
from sla import actions as sla_actions
from sla.models import Policy
from sla.previews import preview
from tickets import actions
from tickets.errors import PolicyOvertaken
from tickets.models import Ticket

SHOWN = 200


@require_http_methods(["GET", "POST"])
@agent_required
def policy_apply(request: Request, pk: int) -> HttpResponse:
    """Show which deadlines would move, of the tickets one may see, and, once confirmed, move them."""
    if not request.user.has_perm("sla.change_policy"):
        raise PermissionDenied
    policy = get_object_or_404(Policy, pk=pk)
    version = sla_actions.newest(policy)
    if request.method == "POST":
        if request.POST.get("version") != str(version.number):
            raise PolicyOvertaken
        count = actions.apply_policy(policy, by=request.user)
        words = ngettext("%(count)s ticket is up to date now.", "%(count)s tickets are up to date now.", count)
        messages.success(request, words % {"count": count})
        return redirect("tickets:policy_apply", pk)
    tickets = Ticket.objects.visible_to(request.user).outdated_under(policy).for_preview()
    rows = [(ticket, preview(ticket.agreement, version)) for ticket in tickets[:SHOWN] if ticket.agreement]
    context = {"policy": policy, "version": version, "rows": rows, "count": tickets.count()}
    return render_page(request, "tickets/policy_apply.html", context)
