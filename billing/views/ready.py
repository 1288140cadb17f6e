"""Ready to bill: closed tickets that are to be billed, what they bring, and what keeps them."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing import rules
from billing.candidates import Candidate, candidates, sums_of
from billing.enums import Readiness
from billing.forms import ReadyFilterForm
from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import Page, sifted
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet


@require_GET
@agent_required
def ready_list(request: Request) -> HttpResponse:
    """Show closed tickets that are still to be billed and can be, or those that cannot yet; the oldest first."""
    rules.ensure_can_see_proposals(request.user)
    form = ReadyFilterForm(request.GET)
    if not form.is_valid():
        raise BadRequest(_("This list has no such filter. Start again from “Ready to bill”."))
    page, shown = _judged(request, form)
    context = {
        "form": form,
        "page": page,
        "candidates": shown,
        "sums": sums_of(shown),
        "readiness": Readiness,
        "can_generate": form.is_ready and rules.can_generate(request.user),
        "sees_amounts": form.is_ready and rules.can_see_amounts(request.user),
    }
    return render_page(request, "billing/ready_list.html", context, partial="rows")


@require_GET
@agent_required
def ready_sums(request: Request) -> HttpResponse:
    """Add up the chosen tickets."""
    rules.ensure_can_see_proposals(request.user)
    chosen = candidates(list(chosen_tickets(request, request.GET.getlist("ticket"))), request.user)
    sums = sums_of(one for one in chosen if not one.blockers)
    context = {"sums": sums, "sees_amounts": rules.can_see_amounts(request.user)}
    return render(request, "billing/_sums.html", context)


def chosen_tickets(request: Request, slugs: list[str]) -> TicketQuerySet:
    """Return those of the tickets named that the user may see."""
    return Ticket.objects.visible_to(request.user).for_list().filter(slug__in=slugs).order_by("reference")


def _judged(request: Request, form: ReadyFilterForm) -> tuple[Page[Ticket], list[Candidate]]:
    """Return the page of the tickets asked for, each with the judgement by which it is on it."""
    waiting = form.apply(Ticket.objects.visible_to(request.user).ready_to_bill()).for_list()
    judged: dict[int, Candidate] = {}

    def keep(tickets: list[Ticket]) -> list[Ticket]:
        judged.update((one.ticket.pk, one) for one in candidates(tickets, request.user))
        return [ticket for ticket in tickets if form.is_ready != bool(judged[ticket.pk].blockers)]

    tokens = {name: form.cleaned_data[name] for name in ("after", "before")}
    page = sifted(waiting, [("closed_at", False)], keep, **tokens)
    return page, [judged[ticket.pk] for ticket in page.rows]
