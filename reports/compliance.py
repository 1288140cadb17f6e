"""The compliance report: which promises were kept, summed up by what lies around them, down to the very tickets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, DateField, F, Q, Value, When
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla import compliance
from sla.enums import Kind, PromiseResult
from tickets.querysets import TicketQuerySet

CLOCKS = "agreement__clocks"
Words = str | Promise


@dataclass(frozen=True)
class Dimension:
    """What a report may be summed up by: the way to it, and to its name."""

    label: Words
    key: str
    name: str = ""


DIMENSIONS: Mapping[str, Dimension] = {
    "policy": Dimension(_("Policy"), f"{CLOCKS}__version__policy", f"{CLOCKS}__version__policy__name"),
    "priority": Dimension(_("Priority"), f"{CLOCKS}__priority__code", f"{CLOCKS}__priority__name"),
    "company": Dimension(_("Customer"), "company__code", "company__name"),
    "group": Dimension(_("Group"), "group", "group__name"),
    "month": Dimension(_("Month"), "month"),
    "kind": Dimension(_("Promise"), f"{CLOCKS}__kind"),
}


@dataclass(frozen=True)
class Question:
    """What is asked: promises that began in these days at our firm, perhaps only some of them, as of ``now``."""

    first: date
    last: date
    zone: ZoneInfo
    now: datetime
    policy: int | None = None
    priority: str = ""
    company: str = ""
    group: int | None = None
    kind: str = ""

    @property
    def condition(self) -> Q:
        """Return what a ticket and one of its clocks must answer; one ``filter`` must hold all of it."""
        asked = {"version__policy": self.policy, "priority__code": self.priority, "kind": self.kind}
        clocks = {lookup: value for lookup, value in asked.items() if value}
        tickets = {"company__code": self.company, "group": self.group}
        begun = compliance.begun(CLOCKS, self.midnight(self.first), self.midnight(self.last + timedelta(days=1)))
        kept = Q(**{lookup: value for lookup, value in tickets.items() if value})
        return begun & compliance.narrowed(CLOCKS, clocks) & kept

    @property
    def months(self) -> Iterator[date]:
        """Yield the first day of each month that is asked for."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = _following(month)

    def midnight(self, day: date) -> datetime:
        """Return when a day begins at our firm."""
        return datetime.combine(day, time(), self.zone)


@dataclass(frozen=True)
class Row:
    """Promises that have something in common, and what came of them."""

    key: str
    name: str
    kept: int
    broken: int
    open: int
    used: timedelta | None
    timed: int = 0

    @property
    def judged(self) -> int:
        """Return how many were kept or broken."""
        return self.kept + self.broken

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.judged + self.open


def rows_by(tickets: TicketQuerySet, question: Question, by: str) -> list[Row]:
    """Sum the promises up by one dimension, in one query: months in order, all else with the most broken first."""
    dimension = DIMENSIONS[by]
    found = tickets.filter(question.condition).order_by()
    if by == "month":
        found = found.annotate(month=_month_begun(question))
    columns = {"what": F(dimension.key)} | ({"called": F(dimension.name)} if dimension.name else {})
    summed = found.values(**columns).annotate(**compliance.sums(CLOCKS, question.now))
    rows = [_row(by, line) for line in summed]
    return sorted(rows, key=lambda row: row.key) if by == "month" else sorted(rows, key=lambda row: -row.broken)


def total_of(rows: Iterable[Row]) -> Row:
    """Add rows up; the averages weigh by how many they were taken over."""
    rows = list(rows)
    weight = sum(row.timed for row in rows)
    used = sum(((row.used or timedelta()) * row.timed for row in rows), timedelta())
    return Row(
        key="",
        name=gettext("Total"),
        kept=sum(row.kept for row in rows),
        broken=sum(row.broken for row in rows),
        open=sum(row.open for row in rows),
        used=used / weight if weight else None,
        timed=weight,
    )


def tickets_of(tickets: TicketQuerySet, question: Question, outcome: str) -> TicketQuerySet:
    """Keep the tickets with a promise that the report counts, each once."""
    condition = question.condition
    if outcome:
        condition &= compliance.came_out(CLOCKS, PromiseResult(outcome), question.now)
    return tickets.filter(pk__in=tickets.model.objects.filter(condition).order_by().values("pk"))


def narrowed(question: Question, by: str, key: str) -> Question:
    """Return the question that one row of a report answers."""
    if by == "month":
        first = date.fromisoformat(key)
        last = _following(first) - timedelta(days=1)
        return replace(question, first=max(first, question.first), last=min(last, question.last))
    return replace(question, **{by: int(key) if by in {"policy", "group"} else key})  # type: ignore[arg-type]


def _following(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _month_begun(question: Question) -> Case:
    """Return the month in which a promise began, by our own clock: PostgreSQL's may know other rules of the zone."""
    before = f"{CLOCKS}__started_at__lt"
    months = [When(**{before: question.midnight(_following(month))}, then=Value(month)) for month in question.months]
    return Case(*months, output_field=DateField())


def _row(by: str, line: Mapping[str, object]) -> Row:
    key, used = line["what"], line["used"]
    return Row(
        key=str(key or ""),
        name=_name(by, key, line.get("called", key)),
        kept=int(str(line["kept"])),
        broken=int(str(line["broken"])),
        open=int(str(line["open"])),
        used=timedelta(seconds=float(str(used))) if used is not None else None,
        timed=int(str(line["timed"])),
    )


def _name(by: str, key: object, name: object) -> str:
    if isinstance(key, date):
        return date_format(key, "YEAR_MONTH_FORMAT")
    if by == "kind":
        return str(Kind(str(key)).label)
    return gettext(str(name)) if by == "priority" else str(name or "–")
