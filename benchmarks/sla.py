"""How fast deadlines are found, and what the sweeps cost with few and with many running clocks.

    .venv/bin/python -m helpdesk.project.embedded .venv/bin/python benchmarks/sla.py

Deadlines are compared with ``businesstimedelta`` in the same run. The sweeps run in a database of their own, which is
dropped afterwards. Figures are printed; nothing is asserted.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.project.settings")

import django

django.setup()

import businesstimedelta
import holidays
import pytz
from django.db import connection, models, transaction

from sla import actions
from sla.calendar import PublicHolidays, Window, WorkingTime
from sla.enums import Kind
from sla.management.commands.conformance import database_of_its_own
from sla.models import Agreement, Clock, Escalation, EscalationLevel, Policy, Priority

HOURS_A_DAY = 8
DUE = 1_000
RUNNING = (10_000, 1_000_000)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFICE = WorkingTime(
    ZoneInfo("Europe/Rome"),
    ((Window(540, 780), Window(840, 1080)),) * 5 + ((), ()),
    closed=(PublicHolidays("IT"),),
)


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


def best(run: Callable[[], object], times: int, rounds: int) -> float:
    """Return the seconds of one run, in the best of some rounds."""
    found = []
    for _ in range(rounds):
        began = perf_counter()
        for _ in range(times):
            run()
        found.append((perf_counter() - began) / times)
    return min(found)


## DEADLINES


def other_rules() -> businesstimedelta.Rules:
    """Write the same hours for the other library."""
    zone = pytz.timezone("Europe/Rome")
    days = businesstimedelta.WorkDayRule(time(9), time(18), working_days=[0, 1, 2, 3, 4], tz=zone)
    lunch = businesstimedelta.LunchTimeRule(time(13), time(14), working_days=[0, 1, 2, 3, 4], tz=zone)
    return businesstimedelta.Rules(
        [days, lunch, businesstimedelta.HolidayRule(holidays.country_holidays("IT"), tz=zone)]
    )


def deadlines() -> None:
    """Compare deadlines per second for 1, 10 and 100 working days ahead."""
    rules = other_rules()
    ours_start = datetime(2025, 8, 4, 8, tzinfo=UTC)
    theirs_start = pytz.timezone("Europe/Rome").localize(datetime(2025, 8, 4, 10))  # noqa: DTZ001 -- pytz gives the zone
    say("Deadlines per second, 8 h to the working day, with lunch and Italian holidays:")
    for days in (1, 10, 100):
        budget = timedelta(hours=HOURS_A_DAY * days)
        theirs_budget = businesstimedelta.BusinessTimeDelta(rules, hours=HOURS_A_DAY * days)
        same = OFFICE.add(ours_start, budget) == theirs_start + theirs_budget
        ours = best(lambda budget=budget: OFFICE.add(ours_start, budget), 20_000, 7)
        theirs = best(lambda budget=theirs_budget: theirs_start + budget, max(2, 200 // days), 5)
        say(
            f"  {days:3} days: {1 / ours:10,.0f} ours, {1 / theirs:8,.0f} businesstimedelta, "
            f"{theirs / ours:8,.0f} times as fast, {'same answer' if same else 'ANOTHER ANSWER'}"
        )


## SWEEPS


def sweeps() -> None:
    """Compare the sweeps among few and among many running clocks; as many are due in both."""
    took = {}
    for running in RUNNING:
        with database_of_its_own():
            fill(running)
            took[running] = (timed(sweep_breaches), timed(sweep_levels))
            breaches, levels = took[running]
            say(f"{running:9,} running clocks, {DUE:,} due: breaches {breaches:.3f} s, levels {levels:.3f} s")
            explain()
    few, many = (took[running] for running in RUNNING)
    say(f"Many against few: breaches {many[0] / few[0]:.2f} times, levels {many[1] / few[1]:.2f} times")


def fill(running: int) -> None:
    """Write ``running`` agreements with a running clock and a planned level each, of which ``DUE`` are due."""
    priority = Priority.objects.first()
    policy = Policy.objects.create(name="Benchmark")
    EscalationLevel.objects.create(policy=policy, kind=Kind.RESOLUTION, amount=80)
    actions.set_targets(policy, {(priority, Kind.RESOLUTION): 60})
    actions.start(policy, priority, now=NOW - timedelta(days=1))
    at = f"timestamptz '{NOW.isoformat()}' + interval '1 minute' * (case when n <= {DUE} then -n else n end)"
    copy(Agreement, f"generate_series(2, {running}) n", {"id": "id + n"})
    instants = {"started_at": f"{at} - interval '1 hour'", "due_at": at, "sweep_at": at}
    copy(Clock, f"generate_series(2, {running}) n", {"id": "id + n", "agreement_id": "agreement_id + n", **instants})
    copy(Escalation, f"generate_series(2, {running}) n", {"id": "id + n", "clock_id": "clock_id + n", "at": at})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copy(model: type[models.Model], rows: str, changed: dict[str, str]) -> None:
    """Copy the one row of ``model`` for each of ``rows``, with some columns changed."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, {rows}")


def timed(sweep: Callable[[], None]) -> float:
    """Return the seconds of a sweep, the best of some, each taken back afterwards."""

    def once() -> None:
        with transaction.atomic():
            sweep()
            transaction.set_rollback(True)

    return best(once, 1, 15)


def sweep_breaches() -> None:
    """Note all breaches, in as many goes as it takes."""
    while actions.breach_due(now=NOW):
        continue


def sweep_levels() -> None:
    """Fire all levels, in as many goes as it takes."""
    while actions.escalate_due(now=NOW):
        continue


def explain() -> None:
    """Print how the database finds what is due."""
    for name, found in (
        ("breaches", Agreement.objects.breaching(NOW)[:500]),
        ("levels", Agreement.objects.escalating(NOW)[:500]),
    ):
        plan = found.explain()
        say(f"  {name}: {'WITH' if 'Seq Scan' in plan else 'without'} a sequential scan")
        say("    " + plan.replace("\n", "\n    "))


if "sweeps" not in sys.argv:
    deadlines()
sweeps()
