"""What a form hands over to be written down."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.models import Project, ProjectResource
from estimates.models import Service, UnitOfMeasure
from helpdesk.models import User


@dataclass(frozen=True, slots=True)
class TechnicalStep:
    """A row of a technical estimate; ``row_id`` is that of the row it replaces."""

    description: str
    planned_qty: Decimal
    unit: UnitOfMeasure
    row_id: int | None = None
    service: Service | None = None
    resource: ProjectResource | None = None
    project: Project | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class TechnicalHeader:
    """What stands above the rows of a technical estimate."""

    offer_description: str = ""
    header_description: str = ""
    footer_description: str = ""
    is_detailed: bool = False
    actual_start: date | None = None
    salesperson: User | None = None
    technician: User | None = None


@dataclass(frozen=True, slots=True)
class TechnicalDraft:
    """A technical estimate as somebody wants it; ``version`` is the one they had on screen."""

    header: TechnicalHeader
    steps: tuple[TechnicalStep, ...]
    version: int


@dataclass(frozen=True, slots=True)
class CommercialLine:
    """A row of a commercial estimate; without ``row_id`` sales added it, and it says itself what it is."""

    commercial_qty: Decimal
    row_id: int | None = None
    description: str = ""
    unit: UnitOfMeasure | None = None
    service: Service | None = None
    unit_price: Decimal | None = None
    discount_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CommercialDraft:
    """A commercial estimate as somebody wants it; ``version`` is the one they had on screen."""

    lines: tuple[CommercialLine, ...]
    version: int
