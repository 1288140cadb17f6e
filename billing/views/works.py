"""Works on a ticket: the panel of the ticket's page, and the forms in it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing import actions, rules
from billing.enums import Trigger
from billing.errors import StaleWork
from billing.facts_loading import currency_of, facts_of
from billing.forms import DecisionForm, RateForm, WorkForm
from billing.lifecycle import can_follow
from billing.lines import value_of
from billing.models import BillingEvent, ProposalTicket, Work
from helpdesk.errors import Refusal
from helpdesk.forms import attempt
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.models import CompanyProfile, User
from tickets.enums import BillingStatus
from tickets.models import Ticket


@require_GET
@agent_required
def ticket_panel(request: Request, slug: str) -> HttpResponse:
    """Show the works of a ticket, what they come to, and where the ticket stands in billing."""
    return _panel(request, _ticket_for(request, slug))


@require_POST
@agent_required
def work_log(request: Request, slug: str) -> HttpResponse:
    """Log a work."""
    ticket = _ticket_for(request, slug)
    rules.ensure_can_log_work(request.user)
    form = WorkForm(request.POST, ticket=ticket, user=request.user)
    if not form.is_valid():
        return _panel(request, ticket, {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        work = actions.log_work(ticket, form.draft, by=request.user, key=form.cleaned_data["key"])
    except KeyUsed as used:
        form.refuse_key(used)
        return _panel(request, ticket, {"form": form}, status=used.status)
    messages.success(request, _("The work is logged."))
    if Work.objects.overlapping(work).exists():
        messages.warning(request, _("It overlaps with another work of yours; see the list."))
    return _answer(request, ticket)


@require_http_methods(["GET", "POST"])
@agent_required
def work_edit(request: Request, public_id: str) -> HttpResponse:
    """Change a work."""
    work = _work_for(request, public_id)
    rules.ensure_can_change_work(request.user, work)
    rules.ensure_work_unlocked(work)
    form = WorkForm(request.POST or None, ticket=work.ticket, user=request.user, work=work)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _panel(request, work.ticket, {"form": form}, status=status)
    try:
        actions.change_work(work, form.draft, by=request.user, version=form.cleaned_data["version"])
    except StaleWork as stale:
        form.add_error(None, stale.reason)
        return _panel(request, work.ticket, {"form": form}, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The work is changed."))
    return _answer(request, work.ticket)


@require_POST
@agent_required
def work_delete(request: Request, public_id: str) -> HttpResponse:
    """Delete a work."""
    work = _work_for(request, public_id)
    actions.delete_work(work, by=request.user)
    messages.success(request, _("The work is deleted."))
    return _answer(request, work.ticket)


@require_POST
@agent_required
def ticket_not_bill(request: Request, slug: str) -> HttpResponse:
    """Decide that a ticket is not billed."""
    return _decide(request, slug, actions.set_not_billed, "not_bill")


@require_POST
@agent_required
def ticket_bill_again(request: Request, slug: str) -> HttpResponse:
    """Let a ticket be billed after all."""
    return _decide(request, slug, actions.bill_again, "bill_again")


@require_POST
@agent_required
def ticket_rate(request: Request, slug: str) -> HttpResponse:
    """Set the price that replaces those of the services."""
    ticket = _ticket_for(request, slug)
    rules.ensure_can_set_rate(request.user)
    form = RateForm(request.POST, rate=ticket.rate)
    if not form.is_valid():
        return _panel(request, ticket, {"rate_form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.set_rate(ticket, form.amount, by=request.user)
    messages.success(request, _("The rate of the ticket is changed."))
    return _answer(request, ticket)


def _decide(request: Request, slug: str, decide: Callable[..., Ticket], dialog: str) -> HttpResponse:
    """Change the billing status for a reason; what was typed stays in its dialog when that is refused."""
    ticket = _ticket_for(request, slug)
    rules.ensure_can_set_status(request.user)
    form = DecisionForm(request.POST, auto_id=f"{dialog.replace('_', '-')}-dialog-%s")
    typed = {f"{dialog}_form": form}
    if not form.is_valid():
        return _panel(request, ticket, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    decided = attempt(form, lambda: decide(ticket, form.cleaned_data["reason"], by=request.user))
    if isinstance(decided, Refusal):
        return _panel(request, ticket, typed, status=decided.status)
    messages.success(request, _("The billing status is changed."))
    return _answer(request, ticket)


def _ticket_for(request: Request, slug: str) -> Ticket:
    if not rules.can_see_works(request.user):
        raise Http404
    tickets = Ticket.objects.visible_to(request.user)
    return get_object_or_404(tickets.select_related("company", "crm_contact__company", "project", "status"), slug=slug)


def _work_for(request: Request, public_id: str) -> Work:
    work = get_object_or_404(Work.objects.for_panel(), public_id=public_id)
    work.ticket = _ticket_for(request, work.ticket.slug)
    return work


def _answer(request: Request, ticket: Ticket) -> HttpResponse:
    """Answer a change: htmx gets the panel anew, everybody else is sent to it."""
    if request.htmx:
        return _panel(request, _ticket_for(request, ticket.slug))
    return redirect("billing:ticket_panel", ticket.slug)


def _panel(
    request: Request, ticket: Ticket, forms: Mapping[str, object] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Answer with the page, or its panel; ``forms`` are those that were typed into and refused."""
    user = request.user
    works = list(Work.objects.of_ticket(ticket).for_panel())
    standing = BillingStatus(ticket.billing_status)
    place = ProposalTicket.objects.of_ticket(ticket)
    context = {
        "ticket": ticket,
        "works": works,
        "minutes": sum(work.minutes for work in works),
        "billable": sum(work.billable_minutes for work in works if work.billing_mode == "billable"),
        "form": WorkForm(ticket=ticket, user=user),
        "place": place,
        "history": BillingEvent.objects.of_ticket(ticket) if rules.can_see_history(user) else [],
        "can_log": rules.can_log_work(user) and not (place and ticket.is_closed),
        "can_change_any": user.has_perm("billing.change_any_work"),
        "can_set_status": rules.can_set_status(user),
        "can_not_bill": can_follow(standing, Trigger.NOT_BILLED_BY_HAND),
        "can_bill_again": can_follow(standing, Trigger.BILLED_AGAIN),
        "not_bill_form": DecisionForm(),
        "bill_again_form": DecisionForm(),
        **(_rate(user, ticket, place) if rules.can_see_amounts(user) else {}),
        **(_worth(ticket, works) if rules.can_see_amounts(user) else {}),
        **(forms or {}),
    }
    return render_page(request, "billing/ticket_panel.html", context, partial="panel", status=status)


def _rate(user: User, ticket: Ticket, place: ProposalTicket | None) -> dict[str, object]:
    """Return the rate of a ticket, and a field for it where it may be changed."""
    form = RateForm(rate=ticket.rate) if rules.can_set_rate(user) and place is None else None
    return {"sees_rate": True, "rate_currency": currency_of(ticket), "rate_form": form}


def _worth(ticket: Ticket, works: list[Work]) -> dict[str, object]:
    """Put beside each work what it would bring, and add it up; works in a proposal are shown there."""
    facts = facts_of([ticket])[ticket.pk]
    if not facts.works:
        return {}
    values = {work.id: value_of(work) for work in facts.works}
    for work in works:
        work.value = values.get(work.pk)  # type: ignore[attr-defined]
    currency = next(iter(facts.currencies), None) or CompanyProfile.current().currency
    known = [value for value in values.values() if value is not None]
    return {"sees_amounts": True, "worth": sum(known), "currency": currency}
