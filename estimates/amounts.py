"""What the rows of a commercial estimate come to today; a row without a price says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from estimates import quotation
from estimates.errors import NotPossibleNow
from estimates.models import CommercialRow
from estimates.price_loading import PriceBook
from estimates.quotation import DraftLine
from estimates.ticket_estimates import TicketEstimates


@dataclass(frozen=True)
class RowAmount:
    """What one row comes to, or what is missing."""

    line: DraftLine | None = None
    problem: str = ""


def of_rows(rows: Sequence[CommercialRow], estimates: TicketEstimates, day: date) -> list[RowAmount]:
    """Price each of ``rows`` on ``day``, as an offer would."""
    services = [service for service in map(estimates.service_of, rows) if service]
    book = quotation.load_prices([estimates], services)
    return [_amount(row, estimates, book, day) for row in rows]


def net(amounts: Iterable[RowAmount]) -> Decimal:
    """Add up what has a price."""
    return sum((amount.line.net for amount in amounts if amount.line), Decimal(0))


def _amount(row: CommercialRow, estimates: TicketEstimates, book: PriceBook, day: date) -> RowAmount:
    try:
        return RowAmount(quotation.row_line(row, estimates, book, day))
    except NotPossibleNow as missing:
        return RowAmount(problem=missing.reason)
