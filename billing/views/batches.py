"""Generate invoice proposals: what is chosen, what stands against it, how far it is, and what came of it."""

from collections import Counter
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing import actions, rules
from billing.candidates import candidates, sums_of
from billing.enums import TicketOutcome
from billing.forms import GenerateForm
from billing.models import ProposalBatch
from billing.views.ready import chosen_tickets
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from tickets.querysets import TicketQuerySet


@require_http_methods(["GET", "POST"])
@agent_required
def generate(request: Request) -> HttpResponse:
    """Show of each chosen ticket whether it can be billed, and the two options; changes nothing.

    A selection of hundreds does not fit into an address, so it may be posted as well.
    """
    rules.ensure_can_generate(request.user)
    chosen = chosen_tickets(request, (request.POST or request.GET).getlist("ticket"))
    return _page(request, chosen, GenerateForm())


@require_POST
@agent_required
def batch_create(request: Request) -> HttpResponse:
    """Make the proposals, and go to what came of it; sent twice, it is made once (X04)."""
    rules.ensure_can_generate(request.user)
    chosen = chosen_tickets(request, request.POST.getlist("ticket"))
    form = GenerateForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return redirect(actions.generate(chosen, form.options, by=request.user, key=form.cleaned_data["key"]))
    except KeyUsed as used:
        form.refuse_key(used)
        return _page(request, chosen, form, status=used.status)


@require_GET
@agent_required
def batch_detail(request: Request, public_id: str) -> HttpResponse:
    """Show how far a batch is, and then what came of each ticket."""
    rules.ensure_can_generate(request.user)
    batches = ProposalBatch.objects.visible_to(request.user).select_related("requested_by")
    batch = get_object_or_404(batches, public_id=public_id)
    rows = list(batch.tickets.for_result()) if batch.is_done else []
    counts = Counter(batch.tickets.values_list("outcome", flat=True))
    context = {
        "batch": batch,
        "proposals": batch.proposals.visible_to(request.user).for_list() if batch.is_done else [],
        "skipped": [row for row in rows if row.outcome == TicketOutcome.SKIPPED],
        "proposed_count": counts[TicketOutcome.PROPOSED],
        "settled_count": counts.total() - counts[TicketOutcome.WAITING],
        "ticket_count": counts.total(),
    }
    return render_page(request, "billing/batch_detail.html", context, partial="progress")


def _page(request: Request, chosen: TicketQuerySet, form: GenerateForm, status: int = HTTPStatus.OK) -> HttpResponse:
    judged = candidates(list(chosen), request.user)
    eligible = [one for one in judged if not one.blockers]
    context = {
        "form": form,
        "candidates": judged,
        "sums": sums_of(eligible),
        "eligible_count": len(eligible),
        "customer_count": len({one.facts.payer.id for one in eligible if one.facts.payer}),
        "sees_amounts": rules.can_see_amounts(request.user),
    }
    return render_page(request, "billing/generate.html", context, status=status)
