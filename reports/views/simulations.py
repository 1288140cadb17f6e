"""Trying policies out: what to replay, how far it is, and what would have come of it."""

from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from helpdesk.actions import audit
from helpdesk.csv_export import csv_response
from helpdesk.enums import AuditKind
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.models import CompanyProfile, User
from reports import simulation_results
from reports.forms import SimulationForm
from reports.simulation_results import ResultLine
from sla.models import Policy, Priority, Simulation
from tickets import actions, rules
from tickets.models import Ticket
from tickets.querysets import sees_all

SHOWN = 50
RECENT = 50


@require_GET
@agent_required
def simulation_list(request: Request) -> HttpResponse:
    """Show the policies that may be tried out, and what was tried out lately."""
    rules.ensure_can_simulate(request.user)
    context = {
        "policies": Policy.objects.select_related("calendar"),
        "simulations": _simulations_of(request.user)[:RECENT],
    }
    return render_page(request, "reports/simulation_list.html", context)


@require_http_methods(["GET", "POST"])
@agent_required
def policy_simulate(request: Request, pk: int) -> HttpResponse:
    """Ask what to try out; sent twice, it is tried out once."""
    rules.ensure_can_simulate(request.user)
    policy = get_object_or_404(Policy, pk=pk)
    day = CompanyProfile.current().today()
    form = SimulationForm(policy, day, request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            return redirect(actions.simulate(form.draft(), by=request.user, key=form.cleaned_data["key"]))
        except KeyUsed as used:
            form.refuse_key(used)
            status = used.status
    return render_page(request, "reports/policy_simulate.html", {"form": form, "policy": policy}, status=status)


@require_GET
@agent_required
def simulation_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Show how far a simulation is, and then what would have come of the promises."""
    simulation = _simulation_for(request, public_id)
    context: dict[str, object] = {
        "simulation": simulation,
        "part_count": simulation.parts.count(),
        "done_count": simulation.parts.done().count(),
    }
    if simulation.is_done:
        result = simulation_results.result_of(simulation)
        context |= {
            "result": result,
            "tables": [
                (_("Priority"), result.by_priority),
                (_("Group"), result.by_group),
                (_("Promise"), result.by_kind),
            ],
            "newly_late": _with_tickets(request, result.newly_late[:SHOWN]),
        }
    return render_page(request, "reports/simulation_detail.html", context, partial="progress")


@require_GET
@agent_required
def simulation_csv(request: Request, public_id: UUID) -> HttpResponse:
    """Answer with each replayed promise as a line of a sheet."""
    simulation = _simulation_for(request, public_id)
    head = [_("Ticket"), _("Promise"), _("Priority"), _("Late before"), _("Late after"), _("Due")]
    name = f"simulation-{simulation.public_id}.csv"
    audit.record(AuditKind.EXPORTED, by=request.user, subject=name)
    return csv_response(name, head, _sheet(request, simulation))


def _simulation_for(request: Request, public_id: UUID) -> Simulation:
    rules.ensure_can_simulate(request.user)
    return get_object_or_404(_simulations_of(request.user), public_id=public_id)


def _simulations_of(user: User) -> QuerySet[Simulation]:
    """Return those that ``user`` may look at: who sees not all tickets asked for them themselves."""
    found = Simulation.objects.for_list()
    return found if sees_all(user) else found.requested_by(user)


def _with_tickets(request: Request, lines: list[ResultLine]) -> list[tuple[ResultLine, Ticket]]:
    tickets = Ticket.objects.visible_to(request.user).agreed_by(line.agreement for line in lines).for_list()
    by_agreement = {ticket.agreement_id: ticket for ticket in tickets}
    return [(line, by_agreement[line.agreement]) for line in lines if line.agreement in by_agreement]


def _sheet(request: Request, simulation: Simulation) -> Iterator[list[object]]:
    lines = list(simulation_results.lines_of(simulation))
    tickets = Ticket.objects.visible_to(request.user).agreed_by({line.agreement for line in lines})
    references = dict(tickets.values_list("agreement", "reference"))
    priorities = {priority.pk: str(priority) for priority in Priority.objects.all()}
    words = {True: _("yes"), False: _("no"), None: "–"}
    for line in lines:
        if line.agreement in references:
            due = line.due_at.isoformat() if line.due_at else ""
            said = [words[line.before], words[line.after], due]
            yield [references[line.agreement], line.kind.label, priorities.get(line.priority, "–"), *said]
