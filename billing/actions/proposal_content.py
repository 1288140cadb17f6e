"""Drawing up one proposal from eligible tickets, inside the transaction that holds them."""

from collections.abc import Sequence

from billing.actions.statuses import turn
from billing.documents import totals_of
from billing.enums import Trigger
from billing.errors import NoSeries
from billing.facts import TicketFacts
from billing.lines import LineDraft, lines_of
from billing.models import InvoiceProposal, ProposalBatch, ProposalLine, ProposalLineWork, ProposalTicket
from crm.models import Company
from helpdesk import current_time
from helpdesk.models import CompanyProfile
from tickets.actions import take_number
from tickets.models import NumberingSeries, Ticket

SERIES = "PF"


def draw_up(batch: ProposalBatch, key: str, tickets: Sequence[tuple[Ticket, TicketFacts]]) -> InvoiceProposal:
    """Write the proposal of locked, eligible ``tickets`` of one payer and one currency; they turn to In a proposal."""
    payers = {facts.payer.id for _ticket, facts in tickets if facts.payer}
    currencies = {currency for _ticket, facts in tickets for currency in facts.currencies}
    proposal = _head(batch, key, Company.objects.get(pk__in=payers), currencies.pop())
    for ticket, facts in sorted(tickets, key=lambda pair: pair[1].reference):
        drafts = lines_of(facts, group_works=batch.group_works, language=proposal.language)
        _write_lines(ProposalTicket.objects.create(proposal=proposal, ticket=ticket), drafts)
        turn(ticket, Trigger.PROPOSED, by=batch.requested_by, proposal=proposal)
    totals = totals_of(list(ProposalLine.objects.of_proposal(proposal)))
    proposal.net, proposal.vat, proposal.gross = totals.net, totals.vat, totals.gross
    proposal.save(update_fields=["net", "vat", "gross"])
    return proposal


def _head(batch: ProposalBatch, key: str, payer: Company, currency: str) -> InvoiceProposal:
    now = current_time.now()
    day = now.astimezone(CompanyProfile.current().zone).date()
    series = NumberingSeries.objects.filter(code=SERIES).first()
    if series is None:
        raise NoSeries(SERIES)
    taken = take_number(series, SERIES, day, is_taken=InvoiceProposal.objects.all().knows)
    return InvoiceProposal.objects.create(
        reference=taken.reference,
        slug=taken.slug,
        year=taken.year,
        number=taken.number,
        date=day,
        company=payer,
        bill_to=_party(payer),
        currency=currency,
        language=payer.resolved_language,
        payment_days=payer.payment_days,
        batch=batch,
        target_key=key,
        created_at=now,
        created_by=batch.requested_by,
    )


def _party(company: Company) -> dict[str, object]:
    """Return the customer as the document names them; later changes of their card do not reach it."""
    address = company.billing_address
    return {
        "name": company.official_name,
        "lines": address.lines if address else [],
        "vat_id": company.vat_id,
        "tax_code": company.tax_code,
    }


def _write_lines(place: ProposalTicket, drafts: Sequence[LineDraft]) -> None:
    lines = ProposalLine.objects.bulk_create(
        _line(place, position, draft) for position, draft in enumerate(drafts, start=1)
    )
    ProposalLineWork.objects.bulk_create(
        ProposalLineWork(line=line, work_id=work, minutes=minutes)
        for line, draft in zip(lines, drafts, strict=True)
        for work, minutes in draft.works
    )


def _line(place: ProposalTicket, position: int, draft: LineDraft) -> ProposalLine:
    vat = draft.vat
    return ProposalLine(
        place=place,
        position=position,
        kind=draft.kind,
        service_id=draft.service_id,
        description=draft.description,
        quantity=draft.quantity,
        unit=draft.unit,
        unit_price=draft.unit_price,
        rate_source=draft.source or "",
        discount=draft.discount,
        vat_percent=vat.percent if vat else None,
        vat_category=vat.category if vat else "",
        vat_natura=vat.natura if vat else "",
        vat_reason=vat.reason if vat else "",
        net=draft.net,
        minutes=draft.minutes,
    )
