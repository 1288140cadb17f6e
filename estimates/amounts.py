"""What the rows of a commercial estimate come to today; a row without a price says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from estimates import quotation
from estimates.errors import NotPossibleNow
from estimates.models import CommercialRow
from estimates.prices import PriceBook
from estimates.quotation import DraftLine
from estimates.ticket_estimates import TicketEstimates


@dataclass(frozen=True)
class RowAmount:
    """What one row comes to, or what is missing."""

    line: DraftLine | None = None
    problem: str = ""


def of_rows(rows: Sequence[CommercialRow], standing: TicketEstimates, day: date) -> list[RowAmount]:
    """Price each of ``rows`` on ``day``, as an offer would."""
    services = [service for service in map(standing.service_of, rows) if service]
    book = quotation.load_prices([standing], services)
    return [_amount(row, standing, book, day) for row in rows]


def net(amounts: Iterable[RowAmount]) -> Decimal:
    """Add up what has a price."""
    return sum((amount.line.net for amount in amounts if amount.line), Decimal(0))


def _amount(row: CommercialRow, standing: TicketEstimates, book: PriceBook, day: date) -> RowAmount:
    try:
        return RowAmount(quotation.row_line(row, standing, book, day))
    except NotPossibleNow as missing:
        return RowAmount(problem=missing.reason)
