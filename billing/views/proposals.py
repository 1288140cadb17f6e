"""Proposals: the list, one with its lines, its document, and what may be done to it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing import actions, documents, rules
from billing.enums import ProposalState
from billing.errors import NotInProposal
from billing.forms import DecisionForm, NotesForm, ProposalFilterForm
from billing.lifecycle import steps_from
from billing.models import InvoiceProposal, ProposalLine
from crm.models import Company
from helpdesk import files
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.errors import NotPermitted, Refusal
from helpdesk.forms import attempt
from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from tickets.models import Ticket

SHOWN_AT_A_COMPANY = 10


@require_GET
@agent_required
def proposal_list(request: Request) -> HttpResponse:
    """Show the proposals that the filters let through, the newest first."""
    rules.ensure_can_see_proposals(request.user)
    form = ProposalFilterForm(request.GET)
    proposals = InvoiceProposal.objects.visible_to(request.user)
    found = form.apply(proposals) if form.is_valid() else proposals.none()
    page = keyset(
        found.for_list(),
        [("created_at", True)],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render_page(request, "billing/proposal_list.html", {"form": form, "page": page}, partial="rows")


@require_GET
@agent_required
def company_proposals(request: Request, code: str) -> HttpResponse:
    """Show the latest proposals of a company, as a panel of its page."""
    rules.ensure_can_see_proposals(request.user)
    company = get_object_or_404(Company.objects.visible_to(request.user), code=code)
    found = InvoiceProposal.objects.visible_to(request.user).of_company(company).for_list()
    context = {"company": company, "proposals": found.order_by("-created_at")[:SHOWN_AT_A_COMPANY]}
    return render_page(request, "billing/company_proposals.html", context, partial="panel")


@require_GET
@agent_required
def proposal_detail(request: Request, slug: str) -> HttpResponse:
    """Show one proposal: its lines with their works, its tickets, its totals."""
    return _page(request, _proposal_for(request, slug))


@require_GET
@agent_required
def proposal_pdf(request: Request, slug: str) -> HttpResponse:
    """Answer with the document: the stored one of a confirmed proposal and no other, else one drawn now."""
    proposal = _proposal_for(request, slug)
    data = files.read(proposal.pdf) if proposal.pdf else documents.pdf_of(proposal)
    name = f"{proposal.slug}.pdf"
    audit.record(AuditKind.EXPORTED, by=request.user, subject=name)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@require_POST
@agent_required
def proposal_confirm(request: Request, slug: str) -> HttpResponse:
    """Confirm a draft."""
    return _step(request, slug, actions.confirm_proposal, _("%(proposal)s is confirmed; its lines are locked."))


@require_POST
@agent_required
def proposal_unconfirm(request: Request, slug: str) -> HttpResponse:
    """Take a confirmed proposal back to draft."""
    return _step(request, slug, actions.unconfirm_proposal, _("%(proposal)s is a draft again."))


@require_POST
@agent_required
def proposal_cancel(request: Request, slug: str) -> HttpResponse:
    """Give a proposal up."""
    return _step(
        request, slug, actions.cancel_proposal, _("%(proposal)s is cancelled; its tickets are to be billed again.")
    )


@require_POST
@agent_required
def proposal_notes(request: Request, slug: str) -> HttpResponse:
    """Write what a draft says below its lines."""
    proposal = _proposal_for(request, slug)
    rules.ensure_can_change_proposals(request.user)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, {"notes_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    written = attempt(form, lambda: actions.write_notes(proposal, form.cleaned_data["notes"], by=request.user))
    if isinstance(written, Refusal):
        return _page(request, _proposal_for(request, slug), {"notes_form": form}, written.status)
    messages.success(request, _("The notes are saved."))
    return redirect(proposal)


@require_POST
@agent_required
def ticket_remove(request: Request, slug: str, ticket_slug: str) -> HttpResponse:
    """Take a ticket out of a draft, to be billed later."""
    proposal = _proposal_for(request, slug)
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), slug=ticket_slug)
    after = actions.remove_ticket(proposal, ticket, by=request.user)
    return _taken_out(request, after, ticket)


@require_POST
@agent_required
def ticket_suspend(request: Request, slug: str, ticket_slug: str) -> HttpResponse:
    """Take a ticket out of a draft and suspend it."""
    return _take_out(request, slug, ticket_slug, actions.suspend_ticket)


@require_POST
@agent_required
def ticket_drop(request: Request, slug: str, ticket_slug: str) -> HttpResponse:
    """Take a ticket out of a draft and never bill it."""
    return _take_out(request, slug, ticket_slug, actions.not_bill_ticket)


def _proposal_for(request: Request, slug: str) -> InvoiceProposal:
    rules.ensure_can_see_proposals(request.user)
    return get_object_or_404(InvoiceProposal.objects.visible_to(request.user).for_page(), slug=slug)


def _page(
    request: Request, proposal: InvoiceProposal, typed: Mapping[str, object] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Answer with the proposal's page; ``typed`` is a form that was refused."""
    lines = list(ProposalLine.objects.of_proposal(proposal).for_page())
    can_change = rules.can_change_proposals(request.user)
    context = {
        "proposal": proposal,
        "lines": lines,
        "totals": documents.totals_of(lines),
        "places": proposal.places.live().for_page(),
        "released": proposal.places.exclude(released_at=None).for_page(),
        "blocking": proposal.places.blocking().for_page(),
        "steps": steps_from(ProposalState(proposal.state)) if can_change else [],
        "can_change": can_change and proposal.is_draft,
        "notes_form": NotesForm(initial={"notes": proposal.notes}),
        **(typed or {}),
    }
    return render_page(request, "billing/proposal_detail.html", context, status=status)


def _step(request: Request, slug: str, act: Callable[..., InvoiceProposal], words: str) -> HttpResponse:
    proposal = act(_proposal_for(request, slug), by=request.user)
    messages.success(request, words % {"proposal": proposal})
    return redirect(proposal)


def _take_out(request: Request, slug: str, ticket_slug: str, act: Callable[..., InvoiceProposal]) -> HttpResponse:
    proposal = _proposal_for(request, slug)
    rules.ensure_can_change_proposals(request.user)
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), slug=ticket_slug)
    form = DecisionForm(request.POST, auto_id=f"out-{ticket.slug}-%s")
    typed = {"refused_ticket": ticket, "refused_form": form}
    if not form.is_valid():
        return _page(request, proposal, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    reason, leaving = form.cleaned_data["reason"], (NotPermitted, NotInProposal)
    after = attempt(form, lambda: act(proposal, ticket, reason, by=request.user), leaving=leaving)
    if isinstance(after, Refusal):
        return _page(request, _proposal_for(request, slug), typed, after.status)
    return _taken_out(request, after, ticket)


def _taken_out(request: Request, proposal: InvoiceProposal, ticket: Ticket) -> HttpResponse:
    words = {"ticket": ticket, "proposal": proposal}
    messages.success(request, _("Ticket %(ticket)s is out of %(proposal)s.") % words)
    if proposal.is_over:
        messages.info(request, _("It was the last one, so %(proposal)s is cancelled.") % words)
    return redirect(proposal)
