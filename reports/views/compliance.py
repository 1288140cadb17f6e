"""How promises were kept: the report, the very tickets behind each number, a sheet, and a document for a client."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.models import Company
from helpdesk import current_time, pdf
from helpdesk.actions import audit
from helpdesk.csv_export import csv_response
from helpdesk.enums import AuditKind
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from helpdesk.paging import keyset
from reports import compliance, rules
from reports.compliance import DIMENSIONS, Question, Row
from reports.forms import ReportForm
from reports.responses import average_responses
from sla.enums import PromiseResult
from sla.snapshots import snapshot
from tickets.models import Ticket

SHOWN = 200
MISSED = 100
ASKED = ("first", "last", "kind", "policy", "priority", "company", "group")


@require_GET
@agent_required
def compliance_report(request: Request) -> HttpResponse:
    """Sum up by one dimension what came of the promises of some days."""
    form = _form(request)
    question, by = _question(form), form.dimension
    rows = compliance.rows_by(Ticket.objects.visible_to(request.user), question, by)
    context = {
        "form": form,
        "dimension": DIMENSIONS[by],
        "lines": [(row, _address(question, by, row.key)) for row in rows[:SHOWN]],
        "total": compliance.total_of(rows),
        "whole": _asked(question),
        "hidden": max(len(rows) - SHOWN, 0),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "reports/compliance_report.html", context, partial="rows")


@require_GET
@agent_required
def compliance_tickets(request: Request) -> HttpResponse:
    """Show the tickets behind a number of the report."""
    form, now = _form(request), current_time.now()
    found = compliance.tickets_of(
        Ticket.objects.visible_to(request.user), _question(form), form.cleaned_data["outcome"]
    )
    page = keyset(
        found.for_list().with_promises(),
        [("created_at", True)],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    responses = average_responses(page.rows)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, snapshot(one.agreement, now), responses[one.pk]) for one in page.rows if one.agreement],
        "outcome": PromiseResult(form.cleaned_data["outcome"]).label if form.cleaned_data["outcome"] else "",
    }
    return render_page(request, "reports/compliance_tickets.html", context, partial="rows")


@require_GET
@agent_required
def compliance_csv(request: Request) -> HttpResponse:
    """Answer with the report as a sheet."""
    form = _form(request)
    rows = compliance.rows_by(Ticket.objects.visible_to(request.user), _question(form), form.dimension)
    head = [
        DIMENSIONS[form.dimension].label,
        *(outcome.label for outcome in PromiseResult),
        "%",
        _("Working time (minutes)"),
    ]
    name = f"service-levels-{form.dimension}.csv"
    audit.record(AuditKind.EXPORTED, by=request.user, subject=name)
    return csv_response(name, head, _sheet(rows))


@require_GET
@agent_required
def company_compliance_pdf(request: Request, code: str) -> HttpResponse:
    """Answer with the report for one client, in its language."""
    form = _form(request)
    company = get_object_or_404(Company.objects.visible_to(request.user), code=code)
    question = compliance.narrowed(_question(form), "company", company.code)
    tickets = Ticket.objects.visible_to(request.user)
    with translation.override(company.resolved_language):
        tables = [(DIMENSIONS[by].label, compliance.rows_by(tickets, question, by)) for by in ("priority", "month")]
        kinds = compliance.rows_by(tickets, question, "kind")
        missed = compliance.tickets_of(tickets, question, PromiseResult.BROKEN).for_list().order_by("created_at", "pk")
        context = {
            "company": company,
            "question": question,
            "tables": [(DIMENSIONS["kind"].label, kinds), *tables],
            "total": compliance.total_of(kinds),
            "missed": missed[:MISSED],
        }
        document = pdf.render("reports/compliance_pdf.html", context)
    name = f"service-levels-{company.code}-{question.first}-{question.last}.pdf"
    audit.record(AuditKind.EXPORTED, by=request.user, subject=name)
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


def _form(request: Request) -> ReportForm:
    rules.ensure_can_see_compliance(request.user)
    form = ReportForm(CompanyProfile.current().today(), request.GET)
    if not form.is_valid():
        raise BadRequest(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return form


def _question(form: ReportForm) -> Question:
    now: datetime = current_time.now()
    return form.question(CompanyProfile.current().zone, now)


def _address(question: Question, by: str, key: str) -> str:
    """Return what leads from a row to its tickets; a row of nobody cannot be asked for by its key."""
    return _asked(compliance.narrowed(question, by, key)) if key else ""


def _asked(question: Question) -> str:
    asked = {name: getattr(question, name) for name in ASKED}
    return urlencode({name: value for name, value in asked.items() if value})


def _sheet(rows: list[Row]) -> Iterator[list[object]]:
    for row in rows:
        minutes = round(row.used.total_seconds() / 60) if row.used is not None else ""
        per_cent = round(100 * row.kept / row.judged, 1) if row.judged else ""
        yield [row.name, row.kept, row.broken, row.open, per_cent, minutes]
