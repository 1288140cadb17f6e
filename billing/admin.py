"""Billing for administrators: to look and to repair; statuses, amounts and history move only through actions."""

from django.contrib import admin
from django.http import HttpRequest

from billing.models import BatchTicket, BillingEvent, InvoiceProposal, ProposalBatch, ProposalTicket, Work
from helpdesk.admin_bases import ReadOnly
from tickets.admin import OfVisibleTickets

FACTS = ("work_date", "ticket", "technician", "service", "minutes", "billable_minutes", "billing_mode")


class ProposalTicketInline(ReadOnly, admin.TabularInline[ProposalTicket, InvoiceProposal]):
    """The tickets of a proposal."""

    model = ProposalTicket
    fields = ["ticket", "released_at", "is_stale"]


class BatchTicketInline(ReadOnly, admin.TabularInline[BatchTicket, ProposalBatch]):
    """The tickets of a batch."""

    model = BatchTicket
    fields = ["ticket", "target_key", "outcome", "reason", "words", "attempts", "proposal"]


@admin.register(Work)
class WorkAdmin(OfVisibleTickets, admin.ModelAdmin[Work]):
    """A work; only its words may be repaired here, its times and minutes go through the ticket's page."""

    list_display = FACTS
    list_filter = ["billing_mode", "service"]
    list_select_related = ["ticket", "technician", "service"]
    search_fields = ["ticket__reference", "description"]
    date_hierarchy = "work_date"
    fields = [*FACTS, "start_at", "end_at", "time_zone", "break_minutes", "description", "internal_note"]
    readonly_fields = [*FACTS, "start_at", "end_at", "time_zone", "break_minutes"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse to add; works are logged on tickets."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Work | None = None) -> bool:
        """Refuse to delete; works are deleted on tickets."""
        return False


@admin.register(InvoiceProposal)
class InvoiceProposalAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[InvoiceProposal]):
    """A proposal, as it stands."""

    list_display = ["reference", "company", "date", "state", "net", "vat", "gross", "currency"]
    list_filter = ["state", "currency"]
    list_select_related = ["company"]
    search_fields = ["reference", "company__name"]
    date_hierarchy = "date"
    ticket_path = "places__ticket"
    inlines = [ProposalTicketInline]


@admin.register(ProposalBatch)
class ProposalBatchAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[ProposalBatch]):
    """A batch, and what came of each ticket."""

    list_display = ["public_id", "requested_by", "created_at", "state", "group_by_customer", "group_works"]
    list_filter = ["state"]
    list_select_related = ["requested_by"]
    ticket_path = "tickets__ticket"
    inlines = [BatchTicketInline]


@admin.register(BillingEvent)
class BillingEventAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[BillingEvent]):
    """The history of billing statuses."""

    list_display = ["at", "ticket", "before", "after", "trigger", "rate_after", "actor", "proposal"]
    list_filter = ["at", "trigger"]
    list_select_related = ["ticket", "actor", "proposal"]
    search_fields = ["ticket__reference", "reason"]
