"""Tickets that are to be billed: what each brings, or what keeps it from being billed, and what they add up to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.eligibility import Blocker, blockers
from billing.facts import TicketFacts
from billing.facts_loading import facts_of
from billing.lines import worth_of
from billing.remedies import Remedy, remedy_of
from helpdesk import current_time
from helpdesk.models import User
from tickets.models import Ticket

OLD_DAYS = 30


@dataclass(frozen=True)
class Candidate:
    """A ticket with what stands against billing it, or what it brings, as ``reader`` sees it."""

    ticket: Ticket
    facts: TicketFacts
    blockers: list[Blocker]
    reader: User

    @property
    def obstacles(self) -> list[tuple[Blocker, Remedy | None]]:
        """Return what stands against billing it, each with the place where the reader can mend it."""
        return [(blocker, remedy_of(self.ticket, blocker, self.reader)) for blocker in self.blockers]

    @property
    def worth(self) -> Decimal | None:
        """Return what it would bring before VAT; nothing while something stands against it."""
        return None if self.blockers else worth_of(self.facts)

    @property
    def currency(self) -> str:
        """Return the currency it would be billed in."""
        return next(iter(self.facts.currencies), "")

    @property
    def minutes(self) -> int:
        """Return the minutes that would be billed."""
        return sum(work.billable_minutes for work in self.facts.billable_works)

    @property
    def age(self) -> int | None:
        """Return for how many days it has been closed."""
        return (current_time.now() - self.ticket.closed_at).days if self.ticket.closed_at else None

    @property
    def is_old(self) -> bool:
        """Say whether it has waited for too long."""
        return (self.age or 0) > OLD_DAYS


@dataclass(frozen=True)
class Sums:
    """What tickets add up to: how many there are, their minutes, and the net amount in each currency."""

    count: int
    minutes: int
    amounts: dict[str, Decimal]


def candidates(tickets: Sequence[Ticket], reader: User) -> list[Candidate]:
    """Judge ``tickets``, in their order."""
    facts = facts_of(tickets)
    return [Candidate(ticket, facts[ticket.pk], blockers(facts[ticket.pk]), reader) for ticket in tickets]


def sums_of(chosen: Iterable[Candidate]) -> Sums:
    """Add up ``chosen``; amounts of different currencies stay apart."""
    listed = list(chosen)
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in listed:
        if one.worth is not None:
            amounts[one.currency] += one.worth
    return Sums(len(listed), sum(one.minutes for one in listed), dict(sorted(amounts.items())))
