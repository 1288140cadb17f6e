"""Service levels at a glance: what breaks soon, what is broken, what stands still, and how the last days went."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from helpdesk import current_time
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from reports import compliance, rules
from reports.compliance import Question
from tickets.models import Ticket
from tickets.ticket_counts import SOON

SHOWN = 8
A_MONTH = timedelta(days=30)


@require_GET
@agent_required
def level_dashboard(request: Request) -> HttpResponse:
    """Show supervisors where promises stand."""
    rules.ensure_can_see_compliance(request.user)
    now, firm = current_time.now(), CompanyProfile.current()
    day = firm.today()
    tickets = Ticket.objects.visible_to(request.user)
    question = Question(first=day - A_MONTH, last=day, zone=firm.zone, now=now)
    kinds = compliance.rows_by(tickets, question, "kind")
    context = {
        "now": now,
        "question": question,
        "soon_count": tickets.due_between(now, now + SOON).count(),
        "late_count": tickets.broken(now).count(),
        "paused_count": tickets.standing_still().count(),
        "soon": tickets.due_between(now, now + SOON).for_list().order_by("next_due_at", "pk")[:SHOWN],
        "late": tickets.broken(now).for_list().order_by("next_due_at", "pk")[:SHOWN],
        "kinds": kinds,
        "total": compliance.total_of(kinds),
    }
    return render_page(request, "reports/level_dashboard.html", context)
