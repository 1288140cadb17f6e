"""The proposal as a document: what it shows, in the customer's language, and its PDF."""

from django.utils import translation

from billing.models import InvoiceProposal, ProposalLine
from estimates.totals import Totals, total
from helpdesk import files, pdf
from helpdesk.models import CompanyProfile

TEMPLATE = "billing/proposal_pdf.html"


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
        "firm": CompanyProfile.current(),
    }


def pdf_of(proposal: InvoiceProposal) -> bytes:
    """Draw the document in the customer's language."""
    with translation.override(proposal.language):
        return pdf.render(TEMPLATE, context_of(proposal))


def keep_pdf(proposal_id: int) -> None:
    """Store the document of a confirmed proposal; one that went back to draft meanwhile keeps none."""
    proposal = InvoiceProposal.objects.in_state("confirmed").filter(pk=proposal_id, pdf=None).first()
    if proposal:
        file = files.store(pdf_of(proposal))
        InvoiceProposal.objects.in_state("confirmed").filter(pk=proposal_id).update(pdf=file)
