"""What one version of a policy promises, frozen: targets, levels, and what its statuses mean. Pure."""

from dataclasses import dataclass
from typing import NamedTuple, Self, TypedDict

from sla.calendar import Target, Unit
from sla.enums import CUSTOMERS, INTERNAL, PAUSED_BY_EVERY_HOLD, RESPONSES, Act, Kind, StatusMeaning, Trigger


class PromiseData(TypedDict):
    """A promise as plain data."""

    kind: str
    priority: int | None
    amount: int
    unit: str
    group: int | None


class LevelData(TypedDict):
    """A level as plain data."""

    key: int
    kind: str
    trigger: str
    amount: int
    steps: list[list[str]]


class TermsData(TypedDict):
    """Terms as plain data."""

    promises: list[PromiseData]
    levels: list[LevelData]
    pausing: list[str]
    fulfilling: list[str]
    pauses_responses: bool


class Promise(NamedTuple):
    """One target: to the customer, or, with a ``group``, among ourselves; no ``priority`` means at each."""

    kind: Kind
    priority: int | None
    target: Target
    group: int | None = None


class Step(NamedTuple):
    """One thing that a level does; ``to`` says to whom or what: ``owner``, ``user:5``, ``group:3``, a status."""

    act: Act
    to: str = ""


class Level(NamedTuple):
    """When something is done about a clock, and what. ``key`` stays the same from version to version."""

    key: int
    kind: Kind
    trigger: Trigger
    amount: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Terms:
    """All that a version of a policy says to a clock, but for the calendar."""

    promises: tuple[Promise, ...] = ()
    levels: tuple[Level, ...] = ()
    pausing: frozenset[str] = frozenset()
    fulfilling: frozenset[str] = frozenset()
    pauses_responses: bool = False

    def promised(self, priority: int) -> dict[Kind, Target]:
        """Return what the customer is promised at ``priority``."""
        return {one.kind: one.target for one in self.promises if one.kind in CUSTOMERS and one.priority == priority}

    def promised_by(self, group: int, priority: int) -> dict[Kind, Target]:
        """Return what ``group`` promises at ``priority``; what is said of that one goes before what is said of all."""
        ours = [one for one in self.promises if one.kind in INTERNAL and one.group == group]
        general = {one.kind: one.target for one in ours if one.priority is None}
        return general | {one.kind: one.target for one in ours if one.priority == priority}

    def levels_of(self, kind: Kind) -> list[Level]:
        """Return the levels of the clocks of ``kind``."""
        return [level for level in self.levels if level.kind == kind]

    def level(self, key: int) -> Level | None:
        """Return the level with this key, if this version has it."""
        return next((level for level in self.levels if level.key == key), None)

    def meaning_of(self, category: str) -> StatusMeaning:
        """Return what a status of ``category`` means to the clocks."""
        if category in self.fulfilling:
            return StatusMeaning.FULFILLED
        return StatusMeaning.PAUSED if category in self.pausing else StatusMeaning.RUNNING

    def pauses(self, kind: Kind) -> bool:
        """Tell whether a hold stops a clock of ``kind``."""
        return kind in PAUSED_BY_EVERY_HOLD or (kind in RESPONSES and self.pauses_responses)

    def as_data(self) -> TermsData:
        """Return the same as plain data, for a JSON column."""
        return {
            "promises": [
                {"kind": kind, "priority": priority, "amount": target.amount, "unit": target.unit, "group": group}
                for kind, priority, target, group in self.promises
            ],
            "levels": [
                {"key": key, "kind": kind, "trigger": trigger, "amount": amount, "steps": [[*step] for step in steps]}
                for key, kind, trigger, amount, steps in self.levels
            ],
            "pausing": sorted(self.pausing),
            "fulfilling": sorted(self.fulfilling),
            "pauses_responses": self.pauses_responses,
        }

    @classmethod
    def from_data(cls, data: TermsData) -> Self:
        """Read what ``as_data`` wrote."""
        return cls(
            promises=tuple(_promise(one) for one in data["promises"]),
            levels=tuple(_level(one) for one in data["levels"]),
            pausing=frozenset(data["pausing"]),
            fulfilling=frozenset(data["fulfilling"]),
            pauses_responses=data["pauses_responses"],
        )


def _promise(data: PromiseData) -> Promise:
    target = Target(data["amount"], Unit(data["unit"]))
    return Promise(Kind(data["kind"]), data["priority"], target, data["group"])


def _level(data: LevelData) -> Level:
    steps = tuple(Step(Act(act), to) for act, to in data["steps"])
    return Level(data["key"], Kind(data["kind"]), Trigger(data["trigger"]), data["amount"], steps)
