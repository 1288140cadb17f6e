"""Histories taken from the test suites of other desks, run through our calendar and clocks.

A vector's ``recommended`` outcome wins over that of its desk. Left out: averages and wall-clock lengths (reports), and
the ticket's own status.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sla import actions, states
from sla.calendar import ALWAYS, DateRange, NeverOpen, Window, WorkingTime, YearlyRange
from sla.enums import Kind, State
from sla.models import ClosedDay
from sla.snapshots import snapshot, spent
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory

ROME = ZoneInfo("Europe/Rome")
FOLDER = Path(__file__).parent / "vectors"
DAYS = "mon tue wed thu fri sat sun".split()
ELSEWHERE = {"avg_response_time", "user_resolution_time", "status"}
WALL_CLOCK = {"total_hold_time", "resolution_time"}
LATE = {State.BREACHED, State.MET_LATE, State.PAUSED_AFTER_BREACH}


def vectors(name: str):
    rows = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in rows]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def minute(text: str) -> int:
    hours, minutes, *_ = text.split(":")
    return int(hours) * 60 + int(minutes)


def windows(rows) -> tuple[Window, ...]:
    return tuple(Window(minute(opens), minute(closes)) for opens, closes in rows)


class History:
    """A conversation as a vector tells it."""

    def __init__(self, vector) -> None:
        week = {number: windows(vector["calendar"]["hours"].get(day, [])) for number, day in enumerate(DAYS)}
        self.vector, self.now = vector, at(vector["created"])
        self.calendar = CalendarFactory(week=week)
        self.close(vector["calendar"]["holidays"])
        self.priority = PriorityFactory()
        self.policy = PolicyFactory(calendar=self.calendar, targets=self.targets(vector["targets"]))
        self.agreement = actions.start(self.policy, self.priority, now=self.now)

    def targets(self, seconds):
        kinds = {Kind.FIRST_RESPONSE: "response_s", Kind.RESOLUTION: "resolution_s"}
        return {(self.priority, kind): seconds[key] // 60 for kind, key in kinds.items()}

    def close(self, days) -> None:
        ClosedDay.objects.filter(calendar=self.calendar).delete()
        for day in days:
            ClosedDay.objects.create(calendar=self.calendar, name=day, first=day, last=day)

    def happen(self, event) -> None:
        self.now = at(event["at"])
        getattr(self, event["do"])(event)
        self.agreement.refresh_from_db()

    def customer_message(self, event) -> None:
        actions.reopen(self.agreement, now=self.now)
        actions.resume(self.agreement, now=self.now)

    def agent_message(self, event) -> None:
        actions.answer(self.agreement, now=self.now)

    def set_status(self, event) -> None:
        status = event["status"]
        if self.vector["engine"] == "helpdesk" and status != "Open":
            actions.answer(self.agreement, now=self.now)
        if status in self.vector["fulfilled_on"]:
            actions.stop_resolution(self.agreement, now=self.now)
        elif status in self.vector["pause_on"]:
            actions.pause(self.agreement, now=self.now)
        else:
            self.customer_message(event)

    def save(self, event) -> None:
        actions.breach_due(now=self.now)

    def reset_sla(self, event) -> None:
        actions.reset(self.agreement, now=self.now)

    def set_targets(self, event) -> None:
        actions.set_targets(self.policy, self.targets(event))
        actions.change(self.agreement, now=self.now)

    def set_holidays(self, event) -> None:
        self.close(event["holidays"])
        actions.change(self.agreement, now=self.now)

    def tell(self, key: str):
        clocks = {clock.kind: clock for clock in self.agreement.clocks.counting().with_times()}
        first, resolution = clocks[Kind.FIRST_RESPONSE], clocks[Kind.RESOLUTION]
        facts = {
            "response_by": first.due_at,
            "resolution_by": resolution.due_at,
            "first_responded_on": self.agreement.answered_at,
            "on_hold_since": self.agreement.held_at,
            "resolution_date": self.agreement.resolved_at,
            "total_hold_time": states.paused_time(resolution.working_time, resolution.past_pauses),
            "resolution_time": spent(resolution, self.now),
            "first_response_failed_by": late_by(first),
            "resolution_failed_by": late_by(resolution),
            "agreement_status": self.status(),
        }
        return plain(facts[key])

    def status(self) -> str:
        views = {view.kind: view for view in snapshot(self.agreement, self.now)}
        found = {view.state for view in views.values()}
        if found & LATE:
            return "Failed"
        if State.PAUSED in found:
            return "Paused"
        running = [view.kind for view in views.values() if view.is_running]
        titles = {Kind.FIRST_RESPONSE: "First Response Due", Kind.RESOLUTION: "Resolution Due"}
        return titles[running[0]] if running else "Fulfilled"


def late_by(clock) -> timedelta | None:
    late = clock.met_at and clock.met_at > clock.due_at
    return clock.met_at - clock.due_at if late else None


def plain(value):
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.astimezone(ROME).replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value


def expected(vector) -> dict[int, dict]:
    left_out = ELSEWHERE if "recommended" in vector or vector["hold_clock"] == "business" else ELSEWHERE | WALL_CLOCK
    rows = vector.get("recommended") or vector["expect"]
    return {row["after"]: {key: row[key] for key in row if key not in {"after", *left_out}} for row in rows}


@pytest.mark.django_db
@pytest.mark.parametrize("vector", vectors("erpnext"))
def test_clocks_follow_the_history(vector):
    history, found = History(vector), {}

    for after, event in enumerate([None, *vector["events"]]):
        if event:
            history.happen(event)
        found[after] = {key: history.tell(key) for key in expected(vector).get(after, {})}

    assert {after: told for after, told in found.items() if told} == {
        after: facts for after, facts in expected(vector).items() if facts
    }


def working_time(calendar) -> WorkingTime:
    """Build a calendar as written in the vectors, where Sunday is day 0."""
    if calendar is None:
        return ALWAYS
    week = tuple(windows(calendar["weekly"].get(str((number + 1) % 7), [])) for number in range(7))
    bounded = [row for row in calendar["holidays"] if row["from"] and row["to"]]
    spans = [(row["perpetual"], date.fromisoformat(row["from"]), date.fromisoformat(row["to"])) for row in bounded]
    return WorkingTime(
        ROME,
        week,
        closed=tuple(DateRange(first, last) for yearly, first, last in spans if not yearly),
        yearly=tuple(
            YearlyRange((first.month, first.day), (last.month, last.day)) for yearly, first, last in spans if yearly
        ),
    )


def due_date(given, when) -> dict:
    working = working_time(given["calendar"])
    paused = when["pauses"] if given["target"]["kind"] == "resolve" else []
    pauses = [states.Pause(at(began), at(ended)) for began, ended in paused]
    due = states.due_after(working, at(when["opened_at"]), timedelta(hours=given["target"]["value"]), pauses)
    waiting = states.paused_time(working, pauses).total_seconds()
    fires = working.add(due, timedelta(seconds=given["level_offset_seconds"]))
    return {"due_at": local(due), "waiting_seconds": waiting, "level_fires_at": local(fires)}


def compute_end(given, when) -> dict:
    try:
        working = working_time(given["calendar"])
    except NeverOpen:
        return {"end": None}
    return {"end": local(working.add(at(when["start"]), timedelta(seconds=when["delay_seconds"])))}


def local(instant: datetime) -> str:
    return instant.astimezone(ROME).strftime("%Y-%m-%d %H:%M:%S")


AREAS = {
    "sla.due_date": due_date,
    "calendar.compute_end": compute_end,
    "calendar.active_time": lambda given, when: {
        "seconds": working_time(given["calendar"]).between(at(when["from"]), at(when["to"])).total_seconds()
    },
    "calendar.is_working_day": lambda given, when: {
        "working_day": working_time(given["calendar"]).is_working_day(at(when["at"]).date())
    },
    "calendar.is_working_time": lambda given, when: {
        "working_time": working_time(given["calendar"]).is_open(at(when["at"]))
    },
    "calendar.is_holiday": lambda given, when: {
        "is_holiday": working_time(given["calendar"]).is_closed(date.fromisoformat(when["date"]))
    },
}


@pytest.mark.parametrize("vector", vectors("glpi"))
def test_the_calendar_agrees(vector):
    found = AREAS[vector["area"]](vector["given"], vector["when"])

    expectation = vector.get("better", vector["then"])
    # The offsets of a day or more are counted in working days, which escalation brings.
    if abs(vector["given"].get("level_offset_seconds", 0)) >= 86_400:
        expectation, found = expectation | {"level_fires_at": None}, found | {"level_fires_at": None}
    assert found == expectation
