"""Bending what was promised for one ticket: another policy, a new start, a deadline by hand."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.errors import Refusal
from helpdesk.forms import attempt
from helpdesk.http import Request, agent_required, render_page
from sla.enums import Kind
from tickets import actions, rules
from tickets.errors import NotYourTicket
from tickets.forms import DeadlineForm, PolicyChoiceForm, ResetForm
from tickets.models import Ticket
from tickets.rules import BENDING
from tickets.views.page import ticket_for


@require_GET
@agent_required
def ticket_agreement(request: Request, slug: str) -> HttpResponse:
    """Ask what is to be changed about the agreement of a ticket."""
    return _asked(request, ticket_for(request, slug), {})


@require_POST
@agent_required
def agreement_choose(request: Request, slug: str) -> HttpResponse:
    """Put the ticket under a policy of one's choice."""
    ticket = ticket_for(request, slug)
    form = PolicyChoiceForm(request.POST, auto_id="choose_%s")
    if not form.is_valid():
        return _asked(request, ticket, {"choose_form": form})
    chosen = attempt(form, lambda: actions.choose_policy(ticket, **form.cleaned_data, by=request.user))
    if isinstance(chosen, Refusal):
        return _asked(request, ticket, {"choose_form": form})
    messages.success(
        request, _("The policy “%(policy)s” applies to the ticket now.") % {"policy": form.cleaned_data["policy"]}
    )
    return redirect(ticket)


@require_POST
@agent_required
def agreement_reset(request: Request, slug: str) -> HttpResponse:
    """Start the clocks of the ticket anew."""
    ticket = ticket_for(request, slug)
    form = ResetForm(request.POST, auto_id="reset_%s")
    if not form.is_valid():
        return _asked(request, ticket, {"reset_form": form})
    reset = attempt(form, lambda: actions.reset_agreement(ticket, by=request.user, **form.cleaned_data))
    if isinstance(reset, Refusal):
        return _asked(request, ticket, {"reset_form": form})
    messages.success(request, _("The agreement starts anew from now."))
    return redirect(ticket)


@require_POST
@agent_required
def deadline_set(request: Request, slug: str) -> HttpResponse:
    """Put a deadline where somebody wants it."""
    ticket = ticket_for(request, slug)
    form = DeadlineForm(ticket, request.POST)
    if not form.is_valid():
        return _asked(request, ticket, {"deadline_form": form})
    data = form.cleaned_data
    kind, due_at, reason = Kind(data["kind"]), data["due_at"], data["reason"]
    put = attempt(form, lambda: actions.set_deadline(ticket, kind, due_at, reason=reason, by=request.user))
    if isinstance(put, Refusal):
        return _asked(request, ticket, {"deadline_form": form})
    messages.success(request, _("The deadline is set."))
    return redirect(ticket)


def _asked(request: Request, ticket: Ticket, refused: Mapping[str, Form]) -> HttpResponse:
    """Show the forms that this person may send; one that was refused keeps what was typed."""
    rights = {right for right in BENDING if rules.can_override_agreement(request.user, ticket, right)}
    if not rights:
        raise NotYourTicket(_("Only supervisors may change the agreement of ticket %(ticket)s.") % {"ticket": ticket})
    current = ticket.agreement.policy_id if ticket.agreement else None
    context = {
        "ticket": ticket,
        "rights": rights,
        "choose_form": PolicyChoiceForm(initial={"policy": current}, auto_id="choose_%s"),
        "reset_form": ResetForm(auto_id="reset_%s"),
        "deadline_form": DeadlineForm(ticket),
        **refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render_page(request, "tickets/ticket_agreement.html", context, partial="panel", status=status)
