"""What a vector expects, and what came out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Facts = dict[str, Any]
Play = Callable[[Facts], Any]
COMMENTS = {"rule", "note"}


class NotBuilt(Exception):
    """The product has nothing that this vector could be run through; the text says what is missing."""


@dataclass(frozen=True)
class VectorResult:
    """How one vector went; ``reason`` says why it was not run."""

    id: str
    area: str
    expected: Any
    got: Any
    reason: str = ""

    @property
    def ok(self) -> bool | None:
        """Tell whether the product did what is expected; nothing when it was not run."""
        return None if self.reason else self.expected == self.got

    def as_data(self) -> Facts:
        """Return one line of the report."""
        told = {"id": self.id, "ok": self.ok, "expected": self.expected, "got": self.got}
        return told | ({"reason": self.reason} if self.reason else {})


def area_of(vector: Facts) -> str:
    """Return the family of a vector: its area, or in the other schema its kind."""
    return str(vector.get("area") or vector["kind"])


def run(vector: Facts, areas: dict[str, Play]) -> VectorResult:
    """Run one vector through the product."""
    area, expected = area_of(vector), expected_of(vector)
    play = areas.get(area) or areas.get(area.partition(".")[0] + ".*")
    if play is None:
        return VectorResult(vector["id"], area, expected, None, f"“{area}” is not built yet.")
    try:
        return VectorResult(vector["id"], area, expected, play(vector))
    except NotBuilt as missing:
        return VectorResult(vector["id"], area, expected, None, str(missing))
    except KeyError as missing:
        return VectorResult(vector["id"], area, expected, None, f"The vector says nothing of {missing}.")


def expected_of(vector: Facts) -> Any:
    """Return what the product should do: what is recommended goes before what the original does."""
    if "then" in vector:
        return _without_comments(vector.get("better") or vector["then"])
    expect, recommended = vector.get("expect"), vector.get("recommended")
    if not recommended:
        return vector.get("steps") or vector.get("cases") if expect is None else expect
    if isinstance(recommended, dict):
        return {**(expect or {}), **recommended}
    return _merged(expect or [], recommended)


def _without_comments(wanted: Facts) -> Facts:
    return {key: value for key, value in wanted.items() if key not in COMMENTS}


def is_recommended(vector: Facts, key: str) -> bool:
    """Tell whether ``key`` of a history has a recommended value, so that the original's values of it do not hold."""
    return any(key in row for row in vector.get("recommended") or [])


def _merged(expect: list[Facts], recommended: list[Facts]) -> list[Facts]:
    """Join the rows of both; a fact with a recommended value anywhere follows the recommended rows alone."""
    ours = {key for row in recommended for key in row} - {"after"}
    rows: dict[int, Facts] = {}
    for row in expect:
        rows.setdefault(row["after"], {}).update({key: value for key, value in row.items() if key not in ours})
    for row in recommended:
        rows.setdefault(row["after"], {}).update(row)
    return [{"after": after, **row} for after, row in sorted(rows.items()) if row.keys() - {"after"}]
