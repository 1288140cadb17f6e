"""What billing keeps, one file per noun."""

from billing.models.batch import BatchTicket, ProposalBatch
from billing.models.event import BillingEvent
from billing.models.line import ProposalLine, ProposalLineWork
from billing.models.proposal import InvoiceProposal, ProposalTicket
from billing.models.work import Work

__all__ = [
    "BatchTicket",
    "BillingEvent",
    "InvoiceProposal",
    "ProposalBatch",
    "ProposalLine",
    "ProposalLineWork",
    "ProposalTicket",
    "Work",
]
