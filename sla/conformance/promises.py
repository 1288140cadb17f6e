"""Agreements: when they fall due, when their levels are reached, and what pauses do to both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group

from sla import actions, states
from sla.calendar import Target, Unit
from sla.conformance import fixtures
from sla.conformance.fixtures import at, seconds, spaced, zone_of
from sla.conformance.outcomes import Facts, NotBuilt, expected_of
from sla.enums import INTERNAL, Kind, State, Trigger
from sla.models import Agreement, Clock, EscalationLevel, Policy, Priority
from sla.snapshots import view_of

SYMBOLIC = datetime(2025, 8, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LATE = {State.BREACHED, State.MET_LATE, State.PAUSED_AFTER_BREACH}
OF_CUSTOMERS = {"resolve": Kind.RESOLUTION, "own": Kind.FIRST_RESPONSE}
AMONG_OURSELVES = {"resolve": Kind.HANDLING, "own": Kind.TAKING}
STARTS = {
    "sla_own": Kind.FIRST_RESPONSE,
    "sla_resolve": Kind.RESOLUTION,
    "ola_own": Kind.TAKING,
    "ola_resolve": Kind.HANDLING,
}


@dataclass(frozen=True)
class Scene:
    """A policy with one priority and one group."""

    policy: Policy
    priority: Priority
    group: Group

    @classmethod
    def of(cls, vector: Facts, targets: dict[Kind, Target]) -> "Scene":
        """Write down that ``targets`` are promised, by the calendar of the vector."""
        priority, group = fixtures.priority(), Group.objects.create(name=f"Group {next(fixtures.NUMBERS)}")
        customers = {(priority, kind): target for kind, target in targets.items() if kind not in INTERNAL}
        policy = fixtures.policy(vector, customers)
        ours: dict[tuple[Group, Priority | None, Kind], Target | int] = {
            (group, None, kind): target for kind, target in targets.items() if kind in INTERNAL
        }
        actions.set_group_targets(policy, ours)
        return cls(policy, priority, group)

    def escalate(self, kind: Kind, offset: float) -> None:
        """Write a level so many seconds after the due instant, or before it if they are negative."""
        trigger = Trigger.AFTER if offset >= 0 else Trigger.BEFORE
        EscalationLevel.objects.create(policy=self.policy, kind=kind, trigger=trigger, amount=abs(int(offset)) // 60)
        actions.publish(self.policy)

    def start(self, now: datetime) -> Agreement:
        """Agree, and hand the matter to the group at once."""
        agreement = actions.start(self.policy, self.priority, now=now)
        return actions.hand_over(agreement, self.group, now=now)


def due_date(vector: Facts) -> Facts:
    """Tell when a promise falls due; one to the customer and one among ourselves must say the same."""
    name = vector["given"]["target"].get("kind", "resolve")
    answers = [_play_due_date(vector, kinds[name]) for kinds in (OF_CUSTOMERS, AMONG_OURSELVES)]
    return answers[0] if answers[0] == answers[1] else {"sla": answers[0], "ola": answers[1]}


def _play_due_date(vector: Facts, kind: Kind) -> Facts:
    given, when, zone = vector["given"], vector["when"], zone_of(vector)
    scene = Scene.of(vector, {kind: target_of(given["target"])})
    if given.get("level_offset_seconds") is not None:
        scene.escalate(kind, given["level_offset_seconds"])
    agreement = scene.start(at(when["opened_at"], zone))
    for began, ended in when.get("pauses", []):
        actions.pause(agreement, now=at(began, zone))
        actions.resume(agreement, now=at(ended, zone))
    return _tell(vector, clock_of(agreement, kind))


def _tell(vector: Facts, clock: Clock) -> Facts:
    zone = zone_of(vector)
    waited = states.paused_time(clock.working_time, clock.past_pauses)
    level = clock.escalations.first()
    facts: Facts = {
        "due_at": spaced(clock.due_at, zone),
        "waiting_seconds": seconds(waited),
        "level_fires_at": spaced(level.at, zone) if level else None,
    }
    facts |= {"end": facts["due_at"], "due": facts["due_at"], "due_after": facts["due_at"]}
    told = {key: facts[key] for key in expected_of(vector) if key in facts}
    if not told:
        raise NotBuilt("None of what this vector asks for is told yet.")
    return told


def target_of(data: Facts) -> Target:
    """Read a target."""
    if data.get("end_of_working_day"):
        return Target(data["value"], Unit.END_OF_DAY)
    return Target(data["value"], Unit(data["unit"]))


def clock_of(agreement: Agreement, kind: Kind) -> Clock:
    """Return the clock of ``kind`` as it stands in the database."""
    return agreement.clocks.with_times().get(kind=kind, cancelled_at=None)


def start_point(vector: Facts) -> Facts:
    """Tell from when on promises to the customer and among ourselves count; times are written like T+2h45m."""
    given, when = vector["given"], vector["when"]
    lengths = {name: given[name.partition("_")[0]][f"{name.partition('_')[2]}_h"] for name in STARTS}
    scene = Scene.of(vector, {STARTS[name]: Target(hours, Unit.HOUR) for name, hours in lengths.items()})
    for name, offset in given["levels_seconds"].items():
        scene.escalate(STARTS[name], offset)
    bare = fixtures.policy(vector, {})
    agreement = actions.start(bare, scene.priority, now=_symbol(when["opened_at"]))
    attached = _symbol(when["attached_at"])
    actions.change(agreement, policy=scene.policy, now=attached)
    actions.hand_over(agreement, scene.group, now=attached)
    return {key: _told_start(agreement, key) for key in expected_of(vector)}


def _told_start(agreement: Agreement, key: str) -> str:
    clock = clock_of(agreement, STARTS[key.removeprefix("level_")])
    level = clock.escalations.first() if key.startswith("level_") else None
    return _since(level.at if level else clock.due_at)


def manual_due(vector: Facts) -> Facts:
    """Tell where a due instant that was set by hand is after a pause."""
    zone = zone_of(vector)
    due_at = at(vector["given"]["manual_due"], zone)
    began, ended = (at(text, zone) for text in vector["when"]["pause"])
    agreement = _set_by_hand(vector, due_at, min(began, due_at) - DAY)
    actions.pause(agreement, now=began)
    actions.resume(agreement, now=ended)
    return {"due_after": spaced(clock_of(agreement, Kind.RESOLUTION).due_at, zone)}


def breach(vector: Facts) -> Facts:
    """Tell whether a clock is late at some instant, whatever happened before."""
    zone, facts = zone_of(vector), vector["given"] | vector["when"]
    due_at = at(facts["due_at"], zone)
    moments = sorted((at(facts[key], zone), key) for key in BEFORE if facts.get(key))
    agreement = _set_by_hand(vector, due_at, min([due_at, *(moment for moment, _ in moments)]) - DAY)
    for moment, key in moments:
        BEFORE[key](agreement, now=moment)
    now = at(facts["now"], zone) if "now" in facts else max(moment for moment, _ in moments)
    return {"late": view_of(clock_of(agreement, Kind.RESOLUTION), now).state in LATE}


BEFORE: dict[str, Callable[..., Agreement]] = {
    "paused_since": actions.pause,
    "resumed_at": actions.resume,
    "solved_at": actions.stop_resolution,
    "closed_at": actions.stop_resolution,
}


def _set_by_hand(vector: Facts, due_at: datetime, start: datetime) -> Agreement:
    scene = Scene.of(vector, {Kind.RESOLUTION: Target(1, Unit.HOUR)})
    return actions.set_due(scene.start(start), Kind.RESOLUTION, due_at, now=start)


def level(vector: Facts) -> Facts:
    """Tell what becomes of a level that is still to come: after an answer, or in each of some statuses."""
    when = vector["when"]
    if "statuses" in when:
        return {status: "kept" if _waits_in(vector, status) else "dropped" for status in when["statuses"]}
    kind = OF_CUSTOMERS[vector["given"].get("target", {}).get("kind", "resolve")]
    agreement = _escalating(vector, kind)
    if when.get("taken_into_account"):
        actions.answer(agreement, now=SYMBOLIC + DAY / 24)
    fired = actions.escalate(agreement, now=SYMBOLIC + DAY)
    waiting = clock_of(agreement, kind).escalations.planned()
    facts = {"actions_run": bool(fired), "level_row_removed": not waiting.exists()}
    return {key: facts[key] for key in expected_of(vector)}


def _waits_in(vector: Facts, status: str) -> bool:
    """Tell whether the level is still there for the day on which the matter runs again."""
    agreement = _escalating(vector, Kind.RESOLUTION)
    if status == "pending":
        actions.pause(agreement, now=SYMBOLIC)
        actions.resume(agreement, now=SYMBOLIC)
    elif status == "deleted":
        actions.cancel(agreement, now=SYMBOLIC)
    else:
        actions.stop_resolution(agreement, now=SYMBOLIC)
        actions.reopen(agreement, now=SYMBOLIC)
    return bool(actions.escalate(agreement, now=SYMBOLIC + DAY))


def _escalating(vector: Facts, kind: Kind) -> Agreement:
    scene = Scene.of(vector, {kind: Target(4, Unit.HOUR)})
    scene.escalate(kind, -3600)
    return scene.start(SYMBOLIC)


def _symbol(text: str) -> datetime:
    """Read T, T-1h or T+2h45m."""
    rest = text.removeprefix("T")
    sign = -1 if rest.startswith("-") else 1
    hours, minutes = _hours_and_minutes(rest.lstrip("+-"))
    return SYMBOLIC + sign * timedelta(hours=hours, minutes=minutes)


def _hours_and_minutes(text: str) -> Iterable[int]:
    hours, has_hours, minutes = text.rpartition("h")
    return int(hours) if has_hours else 0, int(minutes.removesuffix("m") or 0)


def _since(instant: datetime) -> str:
    """Write what ``_symbol`` reads."""
    minutes = int((instant - SYMBOLIC) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"T{sign}{hours}h{rest}m" if rest else f"T{sign}{hours}h"
