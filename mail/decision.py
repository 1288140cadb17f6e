"""What became of a mail, and why: stored as JSON in its row of the journal, written and read back here alone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Decision:
    """All that was found out and decided about one mail. Under these names it stands on the journal's page.

    ``thread_id`` is the conversation that the mail became part of; the row has a column for it. What stands before it was
    found by the mail's own rules or set by a person; what stands behind it is the answer of the upper app.
    """

    oversize: int = 0
    auto_reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    ignored: str = ""
    duplicate_of: int | None = None
    bounced: str = ""
    recipient: str = ""
    why: str = ""
    kind: str = ""
    quarantined: str = ""
    reason: str = ""
    by: str = ""
    retried_by: str = ""
    forced: bool = False
    thread_id: int | None = None
    matched_by: str = ""
    role: str = ""
    trust: str = ""
    verdict: str = ""
    clash: str = ""
    linked_to: str = ""
    opened: str = ""
    attached_to: str = ""
    also_sent_to: str = ""
    by_hand: str = ""
    flood: bool = False


NAMES = frozenset(field.name for field in fields(Decision)) - {"thread_id"}


def stored(decision: Decision) -> dict[str, object]:
    """Return what the journal keeps of ``decision``: all that says something."""
    return {name: _plain(value) for name, value in asdict(decision).items() if name in NAMES and value}


def added(earlier: Decision, later: Decision) -> Decision:
    """Return ``earlier`` with all that ``later`` says."""
    said = ((name, getattr(later, name)) for name in NAMES)
    return replace(earlier, **{name: value for name, value in said if value})


def _plain(value: object) -> object:
    return [str(piece) for piece in value] if isinstance(value, tuple) else value


def read_back(told: Mapping[str, object]) -> Decision:
    """Return the decision that the journal keeps; names of other versions are passed over."""
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name in NAMES}
    return Decision(**known)  # type: ignore[arg-type]  # ``stored`` has written it
