"""What the pure rules know of a ticket: the facts that decide whether, to whom and for how much it is billed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from billing.enums import BillingMode, Problem, RateSource
from estimates.totals import Vat
from tickets.enums import BillingCriteria, BillingStatus, Category


@dataclass(frozen=True)
class ServiceFacts:
    """A service; ``unit_minutes`` is 0 where it is sold by the piece."""

    id: int
    code: str
    name: str
    unit: str
    unit_minutes: Decimal


@dataclass(frozen=True)
class PriceFacts:
    """A price for one unit, and where it came from."""

    amount: Decimal
    currency: str
    source: RateSource


@dataclass(frozen=True)
class WorkFacts:
    """A work that no live proposal has yet; its times are those of the technician's clock."""

    id: int
    day: date
    starts: datetime
    ends: datetime
    technician: str
    description: str
    billable_minutes: int
    mode: BillingMode
    service: ServiceFacts | None
    price: PriceFacts | None
    vat: Vat | None

    @property
    def words(self) -> dict[str, str]:
        """Return what names this work to people; its day in no language, for whoever reads it."""
        return {"day": self.day.isoformat(), "work": f"{self.starts:%H:%M}–{self.ends:%H:%M} {self.technician}"}


@dataclass(frozen=True)
class OfferLineFacts:
    """A line of the confirmed offer of a ticket that is billed by its offer."""

    description: str
    service_id: int | None
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    net: Decimal
    vat: Vat


@dataclass(frozen=True)
class Offer:
    """The confirmed offer of a ticket."""

    reference: str
    currency: str
    lines: tuple[OfferLineFacts, ...]


@dataclass(frozen=True)
class Payer:
    """The company that gets the bill."""

    id: int
    name: str
    currency: str
    language: str
    problem: Problem | None


@dataclass(frozen=True)
class TicketFacts:
    """A ticket as billing sees it."""

    id: int
    reference: str
    subject: str
    status: str
    category: Category
    billing_status: BillingStatus
    criteria: BillingCriteria
    proposal: str
    contact: str
    payer: Payer | None
    offer: Offer | None
    works: tuple[WorkFacts, ...]

    @property
    def is_quoted(self) -> bool:
        """Say whether the hours of the offer are billed, and not those worked."""
        return self.criteria == BillingCriteria.QUOTED

    @property
    def currencies(self) -> list[str]:
        """Return the currencies its billable works are priced in."""
        if self.is_quoted:
            return [self.offer.currency] if self.offer else []
        return sorted({work.price.currency for work in self.billable_works if work.price})

    @property
    def billable_works(self) -> list[WorkFacts]:
        """Return the works that the customer pays for."""
        return [work for work in self.works if work.mode == BillingMode.BILLABLE]
