"""From the works of a ticket to the lines of its proposal: grouped or not, never across tickets (B.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from billing.enums import PRINTED, BillingMode, LineKind, RateSource
from billing.facts import Offer, OfferLineFacts, ServiceFacts, TicketFacts, WorkFacts
from estimates.effort import in_unit
from estimates.totals import Vat, line_net

NOTHING = Decimal(0)
DAY = "%d-%m-%Y"
TICKET = {"en": "Ticket", "it": "Ticket", "fr": "Ticket", "ro": "Tichet"}
FROM_TO = {
    "en": "works performed from {first} to {last}",
    "it": "lavori eseguiti dal {first} al {last}",
    "fr": "travaux réalisés du {first} au {last}",
    "ro": "lucrări efectuate de la {first} până la {last}",
}
ON_ONE_DAY = {
    "en": "works performed on {first}",
    "it": "lavori eseguiti il {first}",
    "fr": "travaux réalisés le {first}",
    "ro": "lucrări efectuate pe {first}",
}
FREE = {"en": "no charge", "it": "senza addebito", "fr": "sans frais", "ro": "gratuit"}


@dataclass(frozen=True)
class LineDraft:
    """A line before it is written; ``works`` says how many minutes of which work it holds."""

    kind: LineKind
    description: str
    service_id: int | None = None
    quantity: Decimal = NOTHING
    unit: str = ""
    unit_price: Decimal = NOTHING
    source: RateSource | None = None
    discount: Decimal = NOTHING
    vat: Vat | None = None
    net: Decimal = NOTHING
    works: tuple[tuple[int, int], ...] = ()

    @property
    def minutes(self) -> int:
        """Return how many minutes the line bills."""
        return sum(minutes for _work, minutes in self.works)


@dataclass(frozen=True)
class _Valued:
    """A work whose service, price and VAT are known: what eligibility has made sure of."""

    work: WorkFacts
    service: ServiceFacts
    price: Decimal
    source: RateSource
    vat: Vat

    @property
    def key(self) -> tuple[object, ...]:
        """Return what has to be the same for two works to share a line."""
        vat = (self.vat.percent, self.vat.category, self.vat.natura)
        is_free = self.source == RateSource.NO_CHARGE
        return (self.service.code, self.service.id, self.service.unit, is_free, self.price, vat)


def period_text(days: Iterable[date], language: str) -> str:
    """Say from when to when works were done: ``lavori eseguiti dal 02-03-2026 al 05-03-2026`` (B03, B24, B26)."""
    known = list(days)
    first, last = min(known), max(known)
    texts = ON_ONE_DAY if first == last else FROM_TO
    return texts.get(language, texts["en"]).format(first=first.strftime(DAY), last=last.strftime(DAY))


def lines_of(ticket: TicketFacts, *, group_works: bool, language: str) -> list[LineDraft]:
    """Return the lines of one eligible ticket: its name, then its works by service and start (or its offer)."""
    word = TICKET.get(language, TICKET["en"])
    subject = f" – {ticket.subject}" if ticket.subject else ""
    head = LineDraft(LineKind.TEXT, f"{word} {ticket.reference}{subject}")
    if ticket.is_quoted and ticket.offer:
        return [head, *_offer_lines(ticket.offer, ticket.works)]
    valued = sorted(
        (_valued(work) for work in ticket.works if work.mode in PRINTED),
        key=lambda one: (one.service.code, one.work.starts, one.work.id),
    )
    if not group_works:
        return [head, *(_line([one], _single_text(one.work, one.service, language)) for one in valued)]
    groups = [list(group) for _key, group in groupby(sorted(valued, key=lambda one: one.key), lambda one: one.key)]
    return [head, *(_line(group, _group_text(group, language)) for group in groups)]


def worth_of(ticket: TicketFacts) -> Decimal:
    """Return what an eligible ticket would bring, before VAT, with its works grouped."""
    return sum((line.net for line in lines_of(ticket, group_works=True, language="en")), NOTHING)


def value_of(work: WorkFacts) -> Decimal | None:
    """Return what one work would bring on a line of its own; nothing where that is not known."""
    if work.mode != BillingMode.BILLABLE or work.service is None or work.price is None or work.vat is None:
        return None
    return _line([_valued(work)], "").net


def _valued(work: WorkFacts) -> _Valued:
    if work.service is None or work.vat is None:
        raise ValueError(work.id)
    if work.mode == BillingMode.NO_CHARGE:
        return _Valued(work, work.service, NOTHING, RateSource.NO_CHARGE, work.vat)
    if work.price is None:
        raise ValueError(work.id)
    return _Valued(work, work.service, work.price.amount, work.price.source, work.vat)


def _line(group: Sequence[_Valued], text: str) -> LineDraft:
    one = group[0]
    works = tuple((valued.work.id, valued.work.billable_minutes) for valued in group)
    minutes = sum(minutes for _work, minutes in works)
    per = one.service.unit_minutes
    counted = Decimal(minutes if per else len(group))
    return LineDraft(
        kind=LineKind.SERVICE,
        description=text,
        service_id=one.service.id,
        quantity=in_unit(minutes, per) if per else counted,
        unit=one.service.unit,
        unit_price=one.price,
        source=one.source,
        vat=one.vat,
        net=line_net(counted, one.price, per=per or Decimal(1)),
        works=works,
    )


def _single_text(work: WorkFacts, service: ServiceFacts, language: str) -> str:
    day = f"{work.day.strftime(DAY)} {work.starts:%H:%M}–{work.ends:%H:%M}"
    free = FREE.get(language, FREE["en"]) if work.mode == BillingMode.NO_CHARGE else ""
    return " – ".join(part for part in (service.name, day, work.description, free) if part)


def _group_text(group: Sequence[_Valued], language: str) -> str:
    period = period_text((valued.work.day for valued in group), language)
    is_free = group[0].source == RateSource.NO_CHARGE
    free = f" ({FREE.get(language, FREE['en'])})" if is_free else ""
    return f"{group[0].service.name} – {period}{free}"


def _offer_lines(offer: Offer, works: Sequence[WorkFacts]) -> list[LineDraft]:
    """Bill what was offered; the works hang on the first line as evidence (E12)."""
    evidence = tuple((work.id, work.billable_minutes) for work in works if work.mode in PRINTED)
    return [_offer_line(line, evidence if place == 0 else ()) for place, line in enumerate(offer.lines)]


def _offer_line(line: OfferLineFacts, evidence: tuple[tuple[int, int], ...]) -> LineDraft:
    return LineDraft(
        kind=LineKind.SERVICE,
        description=line.description,
        service_id=line.service_id,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        source=RateSource.OFFER,
        discount=line.discount,
        vat=line.vat,
        net=line.net,
        works=evidence,
    )
