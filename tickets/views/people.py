"""Who works on a ticket, and who is told of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.errors import NotPermitted
from helpdesk.http import Request, agent_required
from tickets import actions
from tickets.forms import OwnerForm, WatcherForm
from tickets.views.fields import has_moved, stale
from tickets.views.page import changed, newest_event, ticket_for


@require_POST
@agent_required
def ticket_assign(request: Request, slug: str) -> HttpResponse:
    """Give the ticket to somebody, or to nobody."""
    ticket = ticket_for(request, slug)
    form = OwnerForm(ticket, request.POST)
    if not form.is_valid():
        raise NotPermitted(_("Only people who work at the desk and see tickets can own one."))
    if has_moved(request, "assignee", ticket.assignee_id):
        return stale(request, ticket, form["assignee"], "tickets:ticket_assign")
    since = newest_event(request, ticket)
    if form.cleaned_data["assignee"]:
        actions.assign(ticket, form.cleaned_data["assignee"], by=request.user)
    else:
        actions.unassign(ticket, by=request.user)
    return changed(request, ticket, since)


@require_POST
@agent_required
def ticket_take(request: Request, slug: str) -> HttpResponse:
    """Take the ticket oneself."""
    ticket = ticket_for(request, slug)
    since = newest_event(request, ticket)
    actions.assign(ticket, request.user, by=request.user)
    messages.success(request, _("%(ticket)s is yours.") % {"ticket": ticket})
    return changed(request, ticket, since)


@require_POST
@agent_required
def ticket_unassign(request: Request, slug: str) -> HttpResponse:
    """Take the ticket from its owner."""
    ticket = ticket_for(request, slug)
    since = newest_event(request, ticket)
    actions.unassign(ticket, by=request.user)
    return changed(request, ticket, since)


@require_POST
@agent_required
def ticket_watch(request: Request, slug: str) -> HttpResponse:
    """Be told of the ticket oneself, or have an e-mail address told."""
    ticket = ticket_for(request, slug)
    since = newest_event(request, ticket)
    form = WatcherForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is not an e-mail address."))
    elif form.cleaned_data["email"]:
        actions.watch(ticket, by=request.user, email=form.cleaned_data["email"])
    else:
        actions.watch(ticket, by=request.user, user=request.user)
    return changed(request, ticket, since)


@require_POST
@agent_required
def ticket_unwatch(request: Request, slug: str) -> HttpResponse:
    """Be told of the ticket no longer, or have an e-mail address told no longer."""
    ticket = ticket_for(request, slug)
    form = WatcherForm(request.POST)
    if form.is_valid() and form.cleaned_data["email"]:
        actions.unwatch(ticket, by=request.user, email=form.cleaned_data["email"])
    else:
        actions.unwatch(ticket, by=request.user, user=request.user)
    return changed(request, ticket, newest_event(request, ticket))
