"""Every read of works, proposals and batches, with a name."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Greatest, Least

from billing.enums import PRINTED, BatchState, BillingMode, ProposalState, TicketOutcome
from crm.models import Company, Project
from estimates.models import TechnicalRow
from helpdesk.models import User
from tickets.enums import BillingCriteria
from tickets.models import Ticket
from tickets.querysets import sees_all

if TYPE_CHECKING:
    from billing.models import (
        BatchTicket,
        BillingEvent,
        InvoiceProposal,
        ProposalBatch,
        ProposalLine,
        ProposalLineWork,
        ProposalTicket,
        Work,
    )
    from tickets.querysets import TicketQuerySet


class WorkQuerySet(QuerySet["Work"]):
    """Works on tickets."""

    def of_ticket(self, ticket: Ticket) -> Self:
        """Keep the works of ``ticket``."""
        return self.filter(ticket=ticket)

    def with_live_line(self) -> Self:
        """Join to each work the one live line that holds it, if a proposal was made of it."""
        return self.annotate(live_line=FilteredRelation("lines", condition=Q(lines__released_at=None)))

    def unbilled(self) -> Self:
        """Drop works that a live line of a proposal holds."""
        return self.with_live_line().filter(live_line=None)

    def added_since(self, ticket: Ticket) -> Self:
        """Keep works of a ``ticket`` in a proposal that would be printed, and are in no line of it."""
        return self.of_ticket(ticket).unbilled().filter(billing_mode__in=PRINTED)

    def worth_judging(self, tickets: "TicketQuerySet") -> "TicketQuerySet":
        """Keep of ``tickets`` those with something to bill, and somebody to bill it to; who is ready is among them."""
        has_work = Exists(self.filter(ticket=OuterRef("pk"), billing_mode=BillingMode.BILLABLE))
        has_customer = Q(company__isnull=False) | Q(crm_contact__company__isnull=False)
        return tickets.filter(has_work | Q(billing_criteria=BillingCriteria.QUOTED), has_customer)

    def overlapping(self, work: "Work") -> Self:
        """Keep other works of the same technician at the same time."""
        return self.filter(technician=work.technician_id, start_at__lt=work.end_at, end_at__gt=work.start_at).exclude(
            pk=work.pk
        )

    def for_facts(self) -> Self:
        """Fetch with each work what decides about its billing."""
        return self.select_related("service__unit", "service__vat_rate", "technician").order_by("start_at", "pk")

    def for_panel(self) -> Self:
        """Fetch with each work what its row shows: the proposal that holds it, and how long it overlaps with others."""
        return (
            self.with_live_line()
            .select_related("technician", "service__unit", "project")
            .annotate(
                proposal_reference=F("live_line__line__place__proposal__reference"),
                proposal_slug=F("live_line__line__place__proposal__slug"),
                overlap=Subquery(self._overlaps()),
            )
        )

    def _overlaps(self) -> Any:
        """Return the query that sums up, per work, the time that other works of its technician share with it."""
        shared = ExpressionWrapper(
            Least(F("end_at"), OuterRef("end_at")) - Greatest(F("start_at"), OuterRef("start_at")),
            output_field=DurationField(),
        )
        others = self.model.objects.filter(
            technician=OuterRef("technician"), start_at__lt=OuterRef("end_at"), end_at__gt=OuterRef("start_at")
        ).exclude(pk=OuterRef("pk"))
        return others.order_by().values("technician").annotate(shared=Sum(shared)).values("shared")


class ProposalQuerySet(QuerySet["InvoiceProposal"]):
    """Invoice proposals."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: at the desk, with the rights, proposals of tickets that they see; else none.

        A proposal without its amounts would be none, so both rights are needed.
        """
        if not (user.is_agent and user.has_perms(["billing.view_invoiceproposal", "billing.view_amounts"])):
            return self.none()
        return self if sees_all(user) else self.exclude(places__ticket__in=Ticket.objects.hidden_from(user))

    def knows(self, reference: str) -> bool:
        """Say whether a proposal has ``reference``."""
        return self.filter(reference=reference).exists()

    def in_state(self, state: str) -> Self:
        """Keep proposals in ``state``."""
        return self.filter(state=state)

    def open(self) -> Self:
        """Keep those that something is still to be done with."""
        return self.filter(state__in=[ProposalState.DRAFT, ProposalState.CONFIRMED])

    def undrawn(self) -> Self:
        """Keep confirmed proposals without their document, the newest first."""
        return self.in_state(ProposalState.CONFIRMED).filter(pdf=None).order_by("-pk")

    def of_company(self, company: Company) -> Self:
        """Keep the proposals to ``company``, and those that another pays for it."""
        paid_by_others = self.model.objects.filter(places__ticket__company=company, places__released_at=None)
        return self.filter(Q(company=company) | Q(pk__in=paid_by_others.values("pk")))

    def mentioning(self, text: str) -> Self:
        """Keep proposals whose number, customer or tickets hold ``text``."""
        by_ticket = self.model.objects.filter(places__ticket__reference__icontains=text)
        return self.filter(
            Q(reference__icontains=text) | Q(company__name__icontains=text) | Q(pk__in=by_ticket.values("pk"))
        )

    def for_list(self) -> Self:
        """Fetch with each proposal what a row shows."""
        live = Q(places__released_at=None)
        return self.select_related("company").annotate(
            ticket_count=Count("places", filter=live),
            ticket_references=StringAgg("places__ticket__reference", Value(", "), filter=live),
        )

    def for_page(self) -> Self:
        """Fetch with a proposal what its page and its document show."""
        return self.select_related("company", "batch", "created_by", "pdf")


class ProposalTicketQuerySet(QuerySet["ProposalTicket"]):
    """Tickets in proposals."""

    def live(self) -> Self:
        """Keep tickets that have not been taken out."""
        return self.filter(released_at=None)

    def of_ticket(self, ticket: Ticket) -> "ProposalTicket | None":
        """Return the live place of ``ticket``, if it has one."""
        return self.live().filter(ticket=ticket).select_related("proposal").first()

    def blocking(self) -> Self:
        """Keep those whose ticket was reopened, or got works since."""
        return self.live().filter(~Q(ticket__status_category="closed") | Q(is_stale=True))

    def for_page(self) -> Self:
        """Fetch with each place its ticket."""
        return self.select_related("ticket__status", "ticket__company", "ticket__crm_contact").order_by(
            "ticket__reference"
        )


class LineWorkQuerySet(QuerySet["ProposalLineWork"]):
    """Works in lines."""

    def holding(self, work: "Work") -> "ProposalLineWork | None":
        """Return the live line's hold on ``work``, with its proposal, if there is one."""
        return self.filter(work=work, released_at=None).select_related("line__place__proposal").first()


class LineQuerySet(QuerySet["ProposalLine"]):
    """Lines of proposals."""

    def of_proposal(self, proposal: "InvoiceProposal") -> Self:
        """Keep the lines of ``proposal`` whose tickets are still in it, in their order."""
        return self.filter(place__proposal=proposal, place__released_at=None).order_by(
            "place__ticket__reference", "position"
        )

    def for_page(self) -> Self:
        """Fetch with each line its ticket and its works."""
        return self.select_related("place__ticket", "service").prefetch_related("works__work__technician")


class BatchQuerySet(QuerySet["ProposalBatch"]):
    """Batches."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: with the right to make proposals every batch, who sees not all tickets their own."""
        if not (user.is_agent and user.has_perm("billing.generate_invoiceproposal")):
            return self.none()
        return self if sees_all(user) else self.filter(requested_by=user)

    def left_over(self, before: datetime) -> Self:
        """Keep batches from ``before`` that are not done: their worker died, or the queue lost them."""
        return self.exclude(state=BatchState.DONE).filter(created_at__lt=before)


class BatchTicketQuerySet(QuerySet["BatchTicket"]):
    """Tickets of batches."""

    def waiting(self) -> Self:
        """Keep tickets without an outcome."""
        return self.filter(outcome=TicketOutcome.WAITING)

    def of_target(self, key: str) -> Self:
        """Keep those that are meant for one proposal."""
        return self.filter(target_key=key)

    def waiting_targets(self) -> list[str]:
        """Return the proposals still to be made, each once, in the order of their oldest tickets."""
        return list(dict.fromkeys(self.waiting().order_by("ticket_id").values_list("target_key", flat=True)))

    def for_result(self) -> Self:
        """Fetch with each ticket what the result shows."""
        return self.select_related("ticket", "proposal__company").order_by("ticket__reference")


class BillingEventQuerySet(QuerySet["BillingEvent"]):
    """The history of billing statuses."""

    def of_ticket(self, ticket: Ticket) -> Self:
        """Keep the history of ``ticket``, the newest first, with who and which proposal."""
        return self.filter(ticket=ticket).select_related("actor", "proposal").order_by("-at", "-pk")


def of_customer(tickets: "TicketQuerySet", company: Company) -> "TicketQuerySet":
    """Keep of ``tickets`` those of ``company``, of its contacts, and those that it pays for."""
    companies = Company.objects.filter(Q(pk=company.pk) | Q(bill_to=company))
    by_contact = Q(company=None, crm_contact__company__in=companies)
    return tickets.filter(Q(company__in=companies) | by_contact)


def proposed_project(ticket: Ticket, user: User) -> Project | None:
    """Return the project that a work of ``user`` on ``ticket`` probably belongs to (W10).

    That of the estimate row they are the resource of comes first, one that is not over before others; then the ticket's.
    """
    rows = TechnicalRow.objects.filter(estimate__ticket=ticket, resource__user=user, project__isnull=False)
    row = rows.select_related("project").order_by(F("ends_on").desc(nulls_first=True), "position").first()
    return row.project if row else ticket.project
