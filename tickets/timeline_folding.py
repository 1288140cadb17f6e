"""How a timeline is read: runs of small events are folded, and harmless words stand on the page itself; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tickets.models import Event

SHORTEST_FOLDED = 3
PLAIN_TAGS = set("a b br blockquote code del div em i li ol p pre s span strong sub sup u ul".split())
TAG = re.compile(r"</?([a-zA-Z0-9]+)([^>]*)>")


@dataclass(frozen=True, slots=True)
class Entry:
    """A message or a note; or one or more small events in a row."""

    events: list[Event]

    @property
    def event(self) -> Event:
        """Return the only event, or the first of a run."""
        return self.events[0]

    @property
    def is_run(self) -> bool:
        """Say whether several small events are folded into this entry."""
        return len(self.events) >= SHORTEST_FOLDED

    @property
    def actors(self) -> list[str]:
        """Return who did what is folded here, each once."""
        return list(dict.fromkeys(str(event.actor) for event in self.events if event.actor))


def is_small(event: Event) -> bool:
    """Say whether an event may be folded: no message, no note, nothing that whoever recorded it wants to be seen."""
    if event.message_id or event.note_id or event.kind == "tickets.solved":
        return False
    return not event.data.get("stands_out")


def entries(events: Iterable[Event]) -> list[Entry]:
    """Return what the timeline shows: large events one by one, runs of small ones together."""
    shown: list[Entry] = []
    for small, run in groupby(events, is_small):
        found = list(run)
        if small and len(found) >= SHORTEST_FOLDED:
            shown.append(Entry(found))
        else:
            shown.extend(Entry([event]) for event in found)
    return shown


def is_plain(html: str) -> bool:
    """Say whether cleaned ``html`` is plain enough for the page itself; anything with looks of its own gets a frame."""
    return all(tag.lower() in PLAIN_TAGS and "style=" not in rest.lower() for tag, rest in TAG.findall(html))


def description_in(entries: Iterable[Entry], words: str) -> bool:
    """Say whether ``words`` stand among ``entries`` as a message, so that they need not be shown twice."""
    events = (event for entry in entries for event in entry.events)
    return any(event.message is not None and event.message.html == words for event in events)
