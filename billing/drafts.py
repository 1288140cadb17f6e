"""What a form hands to the actions: domain values, nothing of the browser."""

from dataclasses import dataclass
from decimal import Decimal

from billing.durations import Typed
from billing.enums import BillingMode
from crm.models import Project
from estimates.models import Service


@dataclass(frozen=True)
class WorkDraft:
    """A work as somebody typed it; without ``billable_minutes`` all minutes worked are billed."""

    typed: Typed
    service: Service | None = None
    project: Project | None = None
    description: str = ""
    internal_note: str = ""
    mode: BillingMode = BillingMode.BILLABLE
    billable_minutes: int | None = None
    billable_reason: str = ""
    rate_override: Decimal | None = None


@dataclass(frozen=True)
class Options:
    """The two check boxes of “Generate invoice proposals”."""

    group_by_customer: bool = False
    group_works: bool = False
