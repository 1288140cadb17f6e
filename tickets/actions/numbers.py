"""Taking the next number of a series: consecutive, and never one twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from tickets import numbering
from tickets.models import NumberingCounter, NumberingSeries


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
        return slugify(self.reference.replace("/", "-"))


@transaction.atomic
def take_number(
    series: NumberingSeries, type_code: str, day: date, *, is_taken: Callable[[str], bool] = lambda _reference: False
) -> Numbered:
    """Take the next number of ``series`` on ``day``; whoever comes second waits for the first to commit.

    A rollback gives the number back, for it is a row that was locked and no sequence (estimates-and-billing.md A.1).
    A number whose reference ``is_taken``, by a series of the same pattern or before the pattern was changed, is passed over.
    """
    key = numbering.period_key(series.period, day)
    counter, _made = NumberingCounter.objects.select_for_update().get_or_create(
        series=series, period_key=key, defaults={"last_number": series.start_number - 1}
    )
    write = partial(numbering.reference, series.pattern, type_code=type_code, day=day)
    number = next(n for n in count(counter.last_number + 1) if not is_taken(write(number=n)))
    counter.last_number = number
    counter.save(update_fields=["last_number"])
    return Numbered(number=number, period_key=key, reference=write(number=number), year=day.year)
