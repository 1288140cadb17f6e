"""Who asks what, when, and how it ends: drawn before anything is written."""

import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from crm.models import Contact
from demo import office
from demo.customers import Customer, Register
from demo.ticket_texts import Story, Turn

DAYS = 182
HOUR_WEIGHTS = {7: 3, 8: 10, 9: 14, 10: 14, 11: 11, 12: 6, 13: 4, 14: 10, 15: 11, 16: 9, 17: 7, 18: 3, 19: 1, 21: 1}
DAY_WEIGHTS = (13, 11, 10, 10, 9, 1, 0.6)
FULL = 600


class Ending(StrEnum):
    """How far a ticket has come by today."""

    NEW = "new"
    TAKEN = "taken"
    OPEN = "open"
    REPLIED = "replied"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ESTIMATED = "estimated"


class Stage(StrEnum):
    """How far an estimate has come by today."""

    DISCARDED = "discarded"
    TECHNICAL = "technical"
    TECHNICAL_ENDED = "technical_ended"
    COMMERCIAL = "commercial"
    COMMERCIAL_ENDED = "commercial_ended"
    DRAFT = "draft"
    SENT = "sent"
    CONFIRMED = "confirmed"
    CONVERTED = "converted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


# How many of 600, and how many minutes of work ago each began, or was last touched.
LIVE: Mapping[Ending, tuple[int, ...]] = {
    Ending.NEW: (95, 130, 206, 222, 231, 300, 520, 900),
    Ending.TAKEN: (35, 60, 120, 190, 215, 260),
    Ending.OPEN: (12, 25, 40, 70, 110, 180, 240, 330, 420, 500, 640, 900, 1300, 2100),
    Ending.REPLIED: (15, 45, 90, 130, 200, 280, 420, 480, 610, 780, 930, 1200, 1700),
    Ending.ON_HOLD: (120, 300, 560, 800, 1400, 2300, 3100, 4200),
    Ending.RESOLVED: (20, 60, 100, 240, 400, 700, 1000, 1500),
}
JUST_NOW = (timedelta(minutes=4), timedelta(minutes=19), timedelta(minutes=47))
# Each stage with the days since its ticket was opened.
STAGES: tuple[tuple[Stage, int], ...] = (
    (Stage.CONFIRMED, 40),
    (Stage.SENT, 11),
    (Stage.TECHNICAL, 2),
    (Stage.COMMERCIAL, 6),
    (Stage.DRAFT, 9),
    (Stage.REJECTED, 48),
    (Stage.TECHNICAL_ENDED, 5),
    (Stage.CONVERTED, 72),
    (Stage.EXPIRED, 66),
    (Stage.CANCELLED, 39),
    (Stage.SUPERSEDED, 35),
    (Stage.COMMERCIAL_ENDED, 8),
    (Stage.DISCARDED, 15),
    (Stage.TECHNICAL, 3),
    (Stage.SENT, 14),
    (Stage.CONFIRMED, 18),
    (Stage.CONFIRMED, 95),
    (Stage.TECHNICAL_ENDED, 6),
    (Stage.COMMERCIAL, 8),
    (Stage.DRAFT, 12),
    (Stage.CONVERTED, 120),
    (Stage.REJECTED, 84),
    (Stage.TECHNICAL, 4),
    (Stage.SENT, 20),
    (Stage.COMMERCIAL_ENDED, 10),
    (Stage.CONVERTED, 150),
    (Stage.SENT, 24),
    (Stage.COMMERCIAL, 9),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A ticket to be: how it ends, and when it begins or, if it is live, when it was last touched."""

    ending: Ending
    opened: datetime
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A ticket to be, with everything that is known before it is written."""

    number: int
    opened: datetime
    ending: Ending
    stage: Stage | None
    story: Story
    subject: str
    words: Mapping[str, str]
    contact: Contact
    customer: Customer | None
    agent: str
    by_mail: bool
    turns: Sequence[tuple[datetime, Turn]] = field(default_factory=tuple)


class Drawer:
    """Draws plans; the same stories, register and end of time give the same plans."""

    def __init__(self, register: Register, stories: Sequence[Story], end: datetime, rng: random.Random) -> None:
        self.register, self.stories, self.end, self.rng = register, stories, end, rng
        self._recent: deque[str] = deque(maxlen=14)
        self._subjects: deque[str] = deque(maxlen=120)

    def draw(self, count: int) -> list[Plan]:
        """Return about ``count`` plans in the order of their beginnings."""
        slots = [*self._live(count), *self._staged(count)]
        slots += [Slot(Ending.CLOSED, self._some_time()) for _ in range(max(count - len(slots), 1))]
        slots.sort(key=lambda slot: slot.opened)
        return [self._plan(number, slot) for number, slot in enumerate(slots)]

    def _live(self, count: int) -> list[Slot]:
        slots = [Slot(Ending.NEW, self.end - ago) for ago in _share(JUST_NOW, count)]
        for ending, minutes in LIVE.items():
            slots += [Slot(ending, office.earlier(self.end, ago)) for ago in _share(minutes, count)]
        return slots

    def _staged(self, count: int) -> list[Slot]:
        chosen = _share(STAGES, count, least=5)
        return [
            Slot(Ending.ESTIMATED, office.at_clock(self.end - timedelta(days=days), 10, 3 * days % 60), stage=stage)
            for stage, days in chosen
        ]

    def _some_time(self) -> datetime:
        """Return a moment of the last half year, mostly in the hours when people work."""
        while True:
            day = self.end - timedelta(days=self.rng.uniform(3, DAYS))
            if self.rng.random() * max(DAY_WEIGHTS) <= DAY_WEIGHTS[day.astimezone(office.ROME).weekday()]:
                hour = self.rng.choices(list(HOUR_WEIGHTS), list(HOUR_WEIGHTS.values()))[0]
                return office.at_clock(day, hour, self.rng.randrange(60)) + timedelta(seconds=self.rng.randrange(60))

    def _plan(self, number: int, slot: Slot) -> Plan:
        customer, contact = self._asker(slot)
        story = self._story(contact.resolved_language, slot)
        subject, words = self._subject(story)
        known = {
            **words,
            "first": contact.name.split()[0],
            "company": customer.company.name if customer else contact.name,
        }
        return Plan(
            number=number,
            opened=slot.opened,
            ending=slot.ending,
            stage=slot.stage,
            story=story,
            subject=subject,
            words=known,
            contact=contact,
            customer=customer,
            agent=self._agent(story.language),
            by_mail=self._by_mail(slot),
        )

    def _asker(self, slot: Slot) -> tuple[Customer | None, Contact]:
        if slot.stage is None and self.rng.random() < 0.012:
            return None, self.rng.choice(self.register.strangers)
        customers = [c for c in self.register.customers if slot.stage is None or c.company.language in self._quoting]
        weights = [customer.weight for customer in customers]
        customer = self.rng.choices(customers, weights)[0]
        return customer, self.rng.choice(customer.people)

    @property
    def _quoting(self) -> set[str]:
        return {story.language for story in self.stories if story.leads_to_offer}

    def _story(self, language: str, slot: Slot) -> Story:
        fitting = [
            story
            for story in self.stories
            if story.language == language and story.leads_to_offer == (slot.stage is not None)
        ]
        fresh = [story for story in fitting if story.key not in self._recent]
        chosen = self.rng.choice(fresh or fitting)
        self._recent.append(chosen.key)
        return chosen

    def _subject(self, story: Story) -> tuple[str, dict[str, str]]:
        """Return a subject that was not used lately, where there is one."""
        tries = [story.subject_with(self.rng) for _ in range(12)]
        subject, words = next((one for one in tries if one[0] not in self._subjects), tries[-1])
        self._subjects.append(subject)
        return subject, words

    def _agent(self, language: str) -> str:
        choices = {"it": ["luca", "luca", "luca", "ana"], "en": ["ana"], "fr": ["elise"], "ro": ["andrei", "ana"]}
        return self.rng.choice(choices[language])

    def _by_mail(self, slot: Slot) -> bool:
        """Let those of the last days come in as real mails, and some of the others."""
        return self.rng.random() < (0.6 if slot.ending in (Ending.NEW, Ending.OPEN, Ending.TAKEN) else 0.06)


def _share[T](choices: Sequence[T], count: int, least: int = 1) -> list[T]:
    """Return as many of ``choices`` as ``count`` is of a full demo, spread evenly."""
    wanted = min(len(choices), max(least, round(len(choices) * count / FULL)))
    return [choices[place * len(choices) // wanted] for place in range(wanted)]
