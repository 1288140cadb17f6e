"""Taking the next number of a series: consecutive, and never one twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.text import slugify

from tickets import numbering
from tickets.models import NumberingSeries, Ticket, TicketType

# The row stays locked until the transaction ends.
COUNT_ON = """
INSERT INTO tickets_numberingcounter AS counter (series_id, period_key, last_number) VALUES (%s, %s, %s)
ON CONFLICT (series_id, period_key) DO UPDATE SET last_number = counter.last_number + 1
RETURNING last_number
"""


def slug_of(reference: str) -> str:
    """Return how a reference stands in an address: ``int-2026-00042``."""
    return slugify(reference.replace("/", "-"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number, the counter it came from, and how it is written."""

    number: int
    period_key: str
    reference: str
    year: int

    @property
    def slug(self) -> str:
        """Return how the reference stands in an address: ``int-2026-00042``."""
        return slug_of(self.reference)


def take_number(
    series: NumberingSeries, type_code: str, day: date, *, is_taken: Callable[[str], bool] = lambda _reference: False
) -> Numbered:
    """Take the next number of ``series`` on ``day``; whoever comes second waits for the first to commit.

    The caller's rollback gives the number back, for it is a row that was locked and no sequence
    (estimates-and-billing.md A.1). A number whose reference ``is_taken``, by a series of the same pattern or before the
    pattern was changed, is passed over.
    """
    key = numbering.period_key(series.period, day)
    while True:
        number = _count_on(series, key)
        reference = numbering.reference(series.pattern, type_code=type_code, day=day, number=number)
        if not is_taken(reference):
            return Numbered(number=number, period_key=key, reference=reference, year=day.year)


def _count_on(series: NumberingSeries, period_key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON, [series.pk, period_key, series.start_number])
        return int(cursor.fetchone()[0])


def give_number(ticket: Ticket, ticket_type: TicketType, day: date) -> None:
    """Number ``ticket`` in the series of ``ticket_type``; the caller saves it, soon, for others wait for their number."""
    taken = take_number(ticket_type.series, ticket_type.code.upper(), day, is_taken=Ticket.objects.all().knows)
    ticket.series, ticket.year, ticket.period_key = ticket_type.series, taken.year, taken.period_key
    ticket.number, ticket.reference, ticket.slug = taken.number, taken.reference, taken.slug
