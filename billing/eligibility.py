"""Why a ticket may not be billed: reasons as data, each with the words that it needs (B.3)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

from billing.enums import PRINTED, BillingMode, Reason
from billing.facts import TicketFacts, WorkFacts
from tickets.enums import BillingStatus, Category


@dataclass(frozen=True)
class Blocker:
    """One reason, what fills the gaps of its sentence, and the work that it is about, if it is about one."""

    reason: Reason
    words: Mapping[str, str] = field(default_factory=dict)
    work: int | None = None

    @property
    def sentence(self) -> str:
        """Return the reason in the reader's language."""
        return sentence_of(self.reason, self.words)


def sentence_of(reason: Reason, words: Mapping[str, str]) -> str:
    """Say ``reason`` in the reader's language; a day among its ``words`` is written the way they write it."""
    said = dict(words)
    if "day" in said:
        said["work"] = f"{date_format(date.fromisoformat(said['day']), 'SHORT_DATE_FORMAT')} {said['work']}"
    return str(reason.label) % said


def blockers(ticket: TicketFacts) -> list[Blocker]:
    """Return everything that keeps ``ticket`` out of a proposal, the gravest first; nothing means that it is eligible."""
    if ticket.billing_status == BillingStatus.IN_PROPOSAL:
        return [Blocker(Reason.ALREADY_IN_PROPOSAL, {"proposal": ticket.proposal})]
    return [*_standing(ticket), *_customer(ticket), *_content(ticket)]


def target_key(ticket: TicketFacts, *, group_by_customer: bool) -> str:
    """Return which proposal an eligible ``ticket`` goes into: one per ticket, or one per payer and currency."""
    if not ticket.payer or not ticket.currencies:
        return ""
    place = f"company-{ticket.payer.id}" if group_by_customer else f"ticket-{ticket.id}"
    return f"{place}-{ticket.payer.id}-{ticket.currencies[0]}"


def _standing(ticket: TicketFacts) -> Iterator[Blocker]:
    if ticket.category != Category.CLOSED:
        yield Blocker(Reason.NOT_CLOSED, {"status": ticket.status})
    if ticket.billing_status != BillingStatus.TO_BE_BILLED:
        yield Blocker(Reason.WRONG_BILLING_STATUS, {"status": str(ticket.billing_status.label)})


def _customer(ticket: TicketFacts) -> Iterator[Blocker]:
    if ticket.payer is None and ticket.contact:
        yield Blocker(Reason.CONTACT_WITHOUT_COMPANY, {"contact": ticket.contact})
    elif ticket.payer is None:
        yield Blocker(Reason.NO_CUSTOMER)
    elif ticket.payer.problem:
        words = {"company": ticket.payer.name, "problem": str(ticket.payer.problem.label)}
        yield Blocker(Reason.CUSTOMER_NOT_BILLABLE, words)


def _content(ticket: TicketFacts) -> Iterator[Blocker]:
    """Look at the offer where it is billed by the offer, else at the works."""
    if not ticket.is_quoted:
        yield from _works(ticket)
    elif ticket.offer is None or not ticket.offer.lines:
        yield Blocker(Reason.NO_CONFIRMED_OFFER)


def _works(ticket: TicketFacts) -> Iterator[Blocker]:
    if not ticket.works:
        yield Blocker(Reason.NO_WORKS)
    elif not ticket.billable_works:
        yield Blocker(Reason.NO_BILLABLE_WORK)
    for work in ticket.works:
        yield from _work(work)
    if len(ticket.currencies) > 1:
        yield Blocker(Reason.MIXED_CURRENCY, {"currencies": ", ".join(ticket.currencies)})


def _work(work: WorkFacts) -> Iterator[Blocker]:
    """Find the first thing that is wrong with one work; one bad work keeps its whole ticket out (B12)."""
    if work.mode not in PRINTED:
        return
    wrong = next((reason for reason, is_wrong in FLAWS.items() if is_wrong(work)), None)
    if wrong:
        yield Blocker(wrong, work.words, work.id)


def _is_billable(work: WorkFacts) -> bool:
    return work.mode == BillingMode.BILLABLE


FLAWS: dict[Reason, Callable[[WorkFacts], bool]] = {
    Reason.WORK_WITHOUT_SERVICE: lambda work: work.service is None,
    Reason.INVALID_DURATION: lambda work: _is_billable(work) and work.billable_minutes < 1,
    Reason.NO_RATE: lambda work: _is_billable(work) and work.price is None,
    Reason.NO_VAT_RATE: lambda work: work.vat is None,
}
