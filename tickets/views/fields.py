"""A ticket's fields, each saved alone."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms import BoundField, ChoiceField, Field, ModelChoiceField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.errors import Refusal
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from tickets import actions
from tickets.errors import StaleForm
from tickets.forms import PropertiesForm, TypeForm
from tickets.models import Ticket
from tickets.views.page import changed, full_page, newest_event, refused, ticket_for


@require_POST
@agent_required
def ticket_change(request: Request, slug: str) -> HttpResponse:
    """Save one field, unless somebody else changed it since it was shown."""
    ticket = ticket_for(request, slug)
    name = request.POST.get("field", "")
    if name not in PropertiesForm.base_fields:
        raise BadRequest(_("A ticket has no field “%(name)s” to change.") % {"name": name[:80]})
    form = PropertiesForm(ticket, CompanyProfile.current().today(), request.POST, user=request.user, only=name)
    if not form.is_valid():
        return _invalid(request, ticket, form[name])
    since = newest_event(request, ticket)
    if has_moved(request, name, form.initial[name]):
        return stale(request, ticket, form[name], "tickets:ticket_change")
    try:
        is_meant = "client_is_meant" in request.POST
        values = {name: form.cleaned_data[name]}
        actions.change(ticket, values, version=ticket.version, by=request.user, client_is_meant=is_meant)
    except StaleForm:
        return stale(request, ticket, form[name], "tickets:ticket_change")
    except Refusal as refusal:
        return refused(request, ticket, refusal)
    return changed(request, ticket, since)


@require_POST
@agent_required
def ticket_type(request: Request, slug: str) -> HttpResponse:
    """Give the ticket another type."""
    ticket = ticket_for(request, slug)
    form = TypeForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("There is no such type of ticket."))
    ticket = actions.change_type(ticket, form.cleaned_data["type"], by=request.user)
    messages.success(request, _("The ticket is now %(ticket)s.") % {"ticket": ticket})
    return redirect(ticket)


def has_moved(request: Request, name: str, current: object) -> bool:
    """Say whether a field is no longer what the form had on screen when it was loaded."""
    shown = request.POST.get("was")
    return shown is not None and shown != _plain(current) and request.POST.get(name, "") != _plain(current)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field as somebody wants it, beside what it has become; each as it is sent and as it is shown."""

    name: str
    label: str
    mine: str
    mine_shown: str
    theirs: str
    theirs_shown: str
    action: str


def stale(request: Request, ticket: Ticket, field: BoundField, action: str) -> HttpResponse:
    """Show what was to be saved beside what somebody else saved meanwhile (409)."""
    if not request.htmx:
        raise StaleForm
    current = field.form.initial[field.name]
    conflict = Conflict(
        name=field.name,
        label=str(field.label),
        mine=_plain(field.value()),
        mine_shown=_shown(field.field, field.value()),
        theirs=_plain(current),
        theirs_shown=_shown(field.field, current),
        action=reverse(action, args=[ticket.slug]),
    )
    context = {"ticket": ticket, "conflict": conflict, "tab": request.POST.get("tab", "")}
    response = render_page(request, "tickets/field_stale.html", context, status=HTTPStatus.CONFLICT)
    response["HX-Retarget"], response["HX-Reswap"] = f"#prop-{field.name}", "outerHTML"
    return response


def _shown(field: Field, value: object) -> str:
    """Return a field's value as people call it."""
    if value in {None, ""}:
        return "–"
    if isinstance(field, ModelChoiceField):
        return str(field.to_python(value))
    return str(dict(field.widget.choices).get(value, value)) if isinstance(field, ChoiceField) else str(value)


def _invalid(request: Request, ticket: Ticket, field: BoundField) -> HttpResponse:
    """Show the field again with what was typed, and what is wrong with it."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not request.htmx:
        messages.error(request, str(field.errors[0]))
        return full_page(request, ticket, {}, status)
    context = {"ticket": ticket, "field": field, "tab": request.POST.get("tab", ""), "can_work": True}
    response = render_page(request, "tickets/_prop.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = f"#prop-{field.name}", "outerHTML"
    return response
