"""Conversations told event by event, played through policies, agreements and clocks."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sla import actions, measures, states
from sla.calendar import Target, Unit
from sla.conformance import fixtures
from sla.conformance.fixtures import at, iso, seconds
from sla.conformance.outcomes import Facts, NotBuilt, expected_of, is_recommended
from sla.enums import Kind, PauseKind, State
from sla.measures import Message
from sla.models import Agreement, Clock, Priority
from sla.snapshots import snapshot, spent

LATE = {State.BREACHED, State.MET_LATE, State.PAUSED_AFTER_BREACH}
DUE = {Kind.FIRST_RESPONSE: "First Response Due", Kind.RESOLUTION: "Resolution Due"}
KINDS = {Kind.FIRST_RESPONSE: "response_s", Kind.RESOLUTION: "resolution_s"}
A_YEAR = Target(12, Unit.MONTH)


def sla(vector: Facts) -> list[Facts]:
    """Play a history, and tell after each event what is asked for then."""
    history = History(vector)
    rows = {row["after"]: row for row in expected_of(vector)}
    told = []
    for after, event in enumerate([None, *vector["events"]]):
        if event is not None:
            history.happen(event)
        if after in rows:
            told.append({key: after if key == "after" else history.tell(key) for key in rows[after]})
    return told


def first_response_time(vector: Facts) -> Facts:
    """Tell what the clock of the first response took from the start to the answer."""
    priority = fixtures.priority()
    policy = fixtures.policy(vector, {(priority, Kind.FIRST_RESPONSE): A_YEAR})
    agreement = actions.start(policy, priority, now=at(vector["created"]))
    answered = at(vector["first_response"])
    actions.answer(agreement, now=answered)
    clock = agreement.clocks.with_times().get(kind=Kind.FIRST_RESPONSE)
    return {"first_response_time": seconds(spent(clock, answered))}


class History:
    """A conversation as a vector tells it."""

    def __init__(self, vector: Facts) -> None:
        self.vector, self.now = vector, at(vector["created"])
        self.priority = fixtures.priority()
        self.policy = fixtures.policy(vector, self._targets(vector["targets"]))
        self.agreement: Agreement = actions.start(self.policy, self.priority, now=self.now)
        self.status = "Open"
        self.messages: list[Message] = []

    def happen(self, event: Facts) -> None:
        """Let one event come."""
        if event["do"] not in EVENTS:
            raise NotBuilt(f"The event “{event['do']}” is not built yet.")
        self.now = at(event["at"])
        EVENTS[event["do"]](self, event)
        self.agreement.refresh_from_db()

    def customer_message(self, _event: Facts) -> None:
        """Let the customer write: what was closed is open again."""
        self.messages.append(Message(self.now, is_ours=False))
        self.open()

    def open(self) -> None:
        """Let the clocks run."""
        self.status = "Open"
        actions.reopen(self.agreement, now=self.now)
        actions.resume(self.agreement, now=self.now)

    def agent_message(self, _event: Facts) -> None:
        """Let an agent answer in public."""
        self.messages.append(Message(self.now, is_ours=True))
        actions.answer(self.agreement, now=self.now)

    def set_status(self, event: Facts) -> None:
        """Put the ticket into a status; to these desks leaving the open ones is an answer."""
        status = event["status"]
        is_closing, is_pausing = status in self.vector["fulfilled_on"], status in self.vector["pause_on"]
        if not is_closing and not is_pausing:
            self.open()
        if is_closing:
            actions.answer(self.agreement, now=self.now)
            actions.stop_resolution(self.agreement, now=self.now)
        if is_pausing:
            self.pause()
        self.status = status

    def pause(self) -> None:
        """Let the clocks stand still; what was resolved is open again first."""
        actions.answer(self.agreement, now=self.now)
        actions.reopen(self.agreement, now=self.now)
        actions.pause(self.agreement, now=self.now)

    def save(self, _event: Facts) -> None:
        """Let the sweep come by."""
        actions.breach(self.agreement, now=self.now)

    def reset_sla(self, _event: Facts) -> None:
        """Start anew."""
        actions.reset(self.agreement, now=self.now)

    def set_targets(self, event: Facts) -> None:
        """Promise something else."""
        actions.set_targets(self.policy, self._targets(event.get("targets") or event))
        self._apply()

    def set_holidays(self, event: Facts) -> None:
        """Edit the calendar, and apply that to what runs."""
        calendar = self.policy.calendar
        if calendar is not None:
            fixtures.close(calendar, fixtures.days_off(event["holidays"]))
            actions.publish_calendar(calendar)
        self._apply()

    def set_total_hold(self, event: Facts) -> None:
        """Say how long the resolution was on hold in all, as if it had been so from the start."""
        length = timedelta(seconds=next(value for value in event.values() if isinstance(value, int | float)))
        clock = self._clock(Kind.RESOLUTION)
        if clock is not None:
            ended = clock.working_time.add(clock.started_at, length)
            clock.pauses.filter(ended__isnull=False).delete()
            clock.pauses.create(kind=PauseKind.HOLD, began=clock.started_at, ended=ended)
        self._apply()

    def tell(self, key: str) -> object:
        """Tell one fact of the conversation as it stands."""
        if key not in FACTS:
            raise NotBuilt(f"“{key}” is not told yet.")
        value = FACTS[key](self)
        if isinstance(value, timedelta):
            return seconds(value)
        return iso(value) if isinstance(value, datetime) else value

    def due(self, kind: Kind) -> datetime | None:
        """Return when something falls due; to the one desk it is open while the clock stands still."""
        clock = self._clock(kind)
        if clock is None or (clock.paused_at is not None and self.vector["engine"] == "erpnext"):
            return None
        return clock.due_at

    def late_by(self, kind: Kind) -> timedelta | None:
        """Return how much working time something came too late."""
        clock = self._clock(kind)
        if clock is None or clock.met_at is None or clock.met_at <= clock.due_at:
            return None
        return clock.working_time.between(clock.due_at, clock.met_at)

    def held(self) -> timedelta:
        """Return how long the resolution stood still: by the wall clock, or in working time."""
        clock = self._clock(Kind.RESOLUTION)
        pauses = clock.past_pauses if clock else []
        if self._by_the_wall("total_hold_time"):
            return sum((pause.ended - pause.began for pause in pauses), timedelta())
        return states.paused_time(clock.working_time, pauses) if clock else timedelta()

    def took(self) -> timedelta | None:
        """Return how long it took to resolve: by the wall clock, or in working time."""
        clock, resolved_at = self._clock(Kind.RESOLUTION), self.agreement.resolved_at
        if resolved_at is None:
            return None
        if self._by_the_wall("resolution_time"):
            return resolved_at - self.agreement.started_at
        return spent(clock, resolved_at) if clock else None

    def responded(self) -> timedelta | None:
        """Return how long the first response took, in working time."""
        clock = self._clock(Kind.FIRST_RESPONSE)
        return spent(clock, clock.met_at) if clock and clock.met_at else None

    def waited_for_us(self) -> timedelta | None:
        """Return how long the customer waited for us of the time to the resolution."""
        resolved_at = self.agreement.resolved_at
        if resolved_at is None:
            return None
        return resolved_at - self.agreement.started_at - measures.waiting_for_the_customer(self.messages)

    def standing(self) -> str:
        """Return how the agreement stands, in these desks' words."""
        views = snapshot(Agreement.objects.with_clocks().get(pk=self.agreement.pk), self.now)
        found = {view.state for view in views}
        if found & LATE:
            return "Failed"
        if self.agreement.held_at is not None:
            return "Paused"
        return next((DUE[kind] for kind in DUE for view in views if view.kind == kind and view.is_running), "Fulfilled")

    def _apply(self) -> None:
        actions.change(self.agreement, now=self.now)

    def _clock(self, kind: Kind) -> Clock | None:
        return self.agreement.clocks.counting().with_times().filter(kind=kind).last()

    def _by_the_wall(self, key: str) -> bool:
        return self.vector["hold_clock"] == "wall" and not is_recommended(self.vector, key)

    def _targets(self, lengths: Facts) -> dict[tuple[Priority, Kind], Target | int]:
        kinds = KINDS if self.vector.get("apply_resolution", True) else {Kind.FIRST_RESPONSE: "response_s"}
        return {(self.priority, kind): lengths[key] // 60 for kind, key in kinds.items() if lengths.get(key)}


EVENTS: dict[str, Callable[[History, Facts], None]] = {
    "customer_message": History.customer_message,
    "agent_message": History.agent_message,
    "set_status": History.set_status,
    "save": History.save,
    "reset_sla": History.reset_sla,
    "set_targets": History.set_targets,
    "set_holidays": History.set_holidays,
    "set_total_hold": History.set_total_hold,
}
FACTS: dict[str, Callable[[History], object]] = {
    "response_by": lambda history: history.due(Kind.FIRST_RESPONSE),
    "resolution_by": lambda history: history.due(Kind.RESOLUTION),
    "first_responded_on": lambda history: history.agreement.answered_at,
    "on_hold_since": lambda history: history.agreement.held_at,
    "resolution_date": lambda history: history.agreement.resolved_at,
    "total_hold_time": History.held,
    "resolution_time": History.took,
    "first_response_time": History.responded,
    "user_resolution_time": History.waited_for_us,
    "avg_response_time": lambda history: measures.average_response(history.messages),
    "first_response_failed_by": lambda history: history.late_by(Kind.FIRST_RESPONSE),
    "resolution_failed_by": lambda history: history.late_by(Kind.RESOLUTION),
    "agreement_status": History.standing,
    "status": lambda history: history.status,
}
