"""The proposal as a document: what it shows, in the customer's language, and its PDF."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from billing.models import InvoiceProposal, ProposalLine
from estimates.totals import Totals, total
from helpdesk import files, pdf
from helpdesk.errors import DocumentTooLarge

TEMPLATE = "billing/proposal_pdf.html"
TRIED_AGAIN = timedelta(days=1)


def totals_of(lines: list[ProposalLine]) -> Totals:
    """Add up the lines of a proposal."""
    return total((line.tax, line.net) for line in lines if not line.is_text)


def context_of(proposal: InvoiceProposal) -> dict[str, object]:
    """Return what the document shows; internal notes and confidential notes are nowhere in it."""
    lines = list(ProposalLine.objects.of_proposal(proposal).for_page())
    return {
        "proposal": proposal,
        "lines": lines,
        "has_discount": any(line.discount for line in lines),
        "totals": totals_of(lines),
    }


def pdf_of(proposal: InvoiceProposal) -> bytes:
    """Draw the document in the customer's language."""
    with translation.override(proposal.language):
        return pdf.render(TEMPLATE, context_of(proposal))


def keep_pdf(proposal_id: int) -> None:
    """Store the document of a confirmed proposal; of one that is too large, note that."""
    try:
        _keep_pdf(proposal_id)
    except DocumentTooLarge:
        cache.set(_key(proposal_id), "too large", TRIED_AGAIN.total_seconds())
        raise


def was_too_large(proposal_id: int) -> bool:
    """Say whether the document of a proposal was found too large within the last day."""
    return cache.get(_key(proposal_id)) is not None


def _key(proposal_id: int) -> str:
    return f"too_large:{proposal_id}"


@transaction.atomic
def _keep_pdf(proposal_id: int) -> None:
    """Store the document of a confirmed proposal; whoever takes it back to draft meanwhile waits, so that none is old."""
    confirmed = InvoiceProposal.objects.in_state("confirmed").select_for_update(of=("self",))
    proposal = confirmed.filter(pk=proposal_id, pdf=None).first()
    if proposal:
        proposal.pdf = files.store(pdf_of(proposal))
        proposal.save(update_fields=["pdf"])
