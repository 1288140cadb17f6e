"""Opening a ticket by form."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.errors import NotPermitted, Refusal
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.models import CompanyProfile
from tickets import actions, rules
from tickets.errors import OtherClient
from tickets.forms import NewTicketForm
from tickets.models import TicketCategory, TicketType

FROM_ADDRESS = ("type", "company", "requester", "project", "subject")


@require_http_methods(["GET", "POST"])
@agent_required
def ticket_new(request: Request) -> HttpResponse:
    """Open a ticket; the address may name its client, its requester or its type."""
    rules.ensure_can_open(request.user)
    if request.method == "GET":
        form = NewTicketForm(user=request.user, today=CompanyProfile.current().today(), given=_given(request))
        return render_page(request, "tickets/ticket_new.html", {"form": form})
    form = NewTicketForm(request.POST, request.FILES, user=request.user, today=CompanyProfile.current().today())
    if not form.is_valid():
        return _refused(request, form)
    try:
        ticket = actions.open_ticket(form.draft(), by=request.user)
    except KeyUsed as used:
        form.refuse_key(used)
        return _refused(request, form, used.status)
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error("client_is_meant" if isinstance(refusal, OtherClient) else None, refusal.reason)
        return _refused(request, form, refusal.status)
    messages.success(request, _("%(ticket)s is open.") % {"ticket": ticket})
    return redirect(ticket)


@require_POST
@agent_required
def ticket_new_fields(request: Request) -> HttpResponse:
    """Answer the fields that follow from what was chosen so far; nothing is saved (N08)."""
    given = request.POST.dict()
    if given.get("category") != given.get("category_before"):
        given |= _proposal(given.get("category", ""))
    form = NewTicketForm(user=request.user, today=CompanyProfile.current().today(), given=given)
    return render_page(request, "tickets/ticket_new_fields.html", {"form": form})


def _refused(
    request: Request, form: NewTicketForm, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    """Show the form again with everything that was typed, and why it was refused."""
    return render_page(request, "tickets/ticket_new.html", {"form": form}, status=status)


def _proposal(category: str) -> dict[str, str]:
    """Return what a category that was just chosen proposes: a type."""
    chosen = TicketCategory.objects.filter(pk=category) if category.isdecimal() else TicketCategory.objects.none()
    proposed = TicketType.objects.offered().filter(pk__in=chosen.values("proposed_type")).first()
    return {"type": proposed.code} if proposed else {}


def _given(request: Request) -> dict[str, str]:
    return {name: request.GET[name] for name in FROM_ADDRESS if name in request.GET}
