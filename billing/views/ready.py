"""Ready to bill: closed tickets that are to be billed, what they bring, and what keeps them."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from billing import rules
from billing.assessment import facts_of
from billing.eligibility import Blocker, blockers
from billing.facts import TicketFacts
from billing.lines import worth_of
from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from tickets.models import Ticket

OLD_DAYS = 30


@dataclass(frozen=True)
class Candidate:
    """A ticket with what stands against billing it, or what it brings."""

    ticket: Ticket
    facts: TicketFacts
    blockers: list[Blocker]

    @property
    def worth(self) -> Decimal | None:
        """Return what it would bring before VAT; nothing while something stands against it."""
        return None if self.blockers else worth_of(self.facts)

    @property
    def currency(self) -> str:
        """Return the currency it would be billed in."""
        return next(iter(self.facts.currencies), "")

    @property
    def minutes(self) -> int:
        """Return the minutes that would be billed."""
        return sum(work.billable_minutes for work in self.facts.billable_works)

    @property
    def age(self) -> int | None:
        """Return for how many days it has been closed."""
        return (timezone.now() - self.ticket.closed_at).days if self.ticket.closed_at else None

    @property
    def is_old(self) -> bool:
        """Say whether it has waited for too long."""
        return (self.age or 0) > OLD_DAYS


def candidates(tickets: list[Ticket]) -> list[Candidate]:
    """Judge ``tickets``, in their order."""
    facts = facts_of(tickets)
    return [Candidate(ticket, facts[ticket.pk], blockers(facts[ticket.pk])) for ticket in tickets]


@require_GET
@agent_required
def ready_list(request: Request) -> HttpResponse:
    """Show closed tickets that are still to be billed, those that have waited longest first."""
    rules.ensure_can_see_proposals(request.user)
    waiting = Ticket.objects.visible_to(request.user).ready_to_bill().for_list()
    page = keyset(
        waiting, [("closed_at", False)], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "page": page,
        "candidates": candidates(page.rows),
        "can_generate": rules.can_generate(request.user),
        "sees_amounts": rules.can_see_amounts(request.user),
    }
    return render_page(request, "billing/ready_list.html", context, partial="rows")
