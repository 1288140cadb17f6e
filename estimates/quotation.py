"""What the offer of a ticket will say, before anything is written: its lines, and what a price list changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.models import Project
from estimates import effort, price_loading, pricing, totals
from estimates.enums import LISTS, Obstacle
from estimates.errors import NotPossibleNow, TooLarge
from estimates.models import CommercialRow, Service, UnitOfMeasure
from estimates.price_loading import PriceBook
from estimates.ticket_estimates import TicketEstimates

# What the lines of hundreds of tickets add up to still fits the columns of an offer.
MOST_NET = Decimal(10**9)
MOST_QUANTITY = Decimal(10**8)


@dataclass(frozen=True)
class Wanted:
    """A line that still lacks its price; its last unit may be one of ``unit_minutes`` that its minutes were put into."""

    description: str
    service: Service
    units: tuple[UnitOfMeasure, ...]
    quantities: tuple[Decimal, ...]
    minutes: int
    unit_minutes: Decimal
    discount: Decimal
    by_hand: Decimal | None
    project: Project | None


@dataclass(frozen=True)
class DraftLine:
    """A line with its price, and the price it would have without any list."""

    wanted: Wanted
    price: pricing.Price
    unlisted: pricing.Price | None

    @property
    def unit(self) -> UnitOfMeasure:
        """Return the unit that the price is for."""
        return next(unit for unit in self.wanted.units if unit.pk == self.price.unit_id)

    @property
    def net(self) -> Decimal:
        """Return what the line comes to."""
        return self._worth(self.price)

    @property
    def unlisted_net(self) -> Decimal | None:
        """Return what the line would come to without any list."""
        return self._worth(self.unlisted) if self.unlisted else None

    def _worth(self, price: pricing.Price) -> Decimal:
        """Return what the line comes to at ``price``; minutes that were put into its unit count as minutes."""
        wanted = self.wanted
        if wanted.unit_minutes and price.unit_id == wanted.units[-1].pk:
            minutes = Decimal(wanted.minutes)
            return totals.line_net(minutes, price.price, wanted.discount, per=wanted.unit_minutes)
        return totals.line_net(price.quantity, price.price, wanted.discount)

    @property
    def is_from_list(self) -> bool:
        """Say whether a price list decided."""
        return self.price.source in LISTS

    @property
    def is_changed(self) -> bool:
        """Say whether a price list makes it cost something else."""
        return self.is_from_list and self.unlisted_net != self.net

    @property
    def vat(self) -> totals.Vat:
        """Return the VAT of the line."""
        rate = self.wanted.service.vat_rate
        return totals.Vat(rate.percent, rate.category, rate.natura, rate.exemption_reason)


def load_prices(standings: Iterable[TicketEstimates], besides: Iterable[Service] = ()) -> PriceBook:
    """Fetch every price that the offers of these tickets, or ``besides`` these services, may need, in one query."""
    services, companies, generics = {service.pk for service in besides}, set[int](), set[int]()
    for estimates in standings:
        found = [estimates.service_of(row) for row in estimates.commercial_rows]
        services.update(service.pk for service in found if service)
        companies.update([estimates.buyer.pk] if estimates.buyer else [])
        generics.update(_generic(estimates))
    return price_loading.load(services, companies, generics)


def lines(estimates: TicketEstimates, book: PriceBook, day: date) -> list[DraftLine]:
    """Return the lines of the offer: one for each row, or their sum where the offer is not detailed (E09)."""
    is_detailed = estimates.technical is not None and estimates.technical.is_detailed
    wanted = _each(estimates) if is_detailed else _summed(estimates)
    drafts = [priced(line, estimates, book, day) for line in wanted]
    if any(draft.price.quantity >= MOST_QUANTITY for draft in drafts) or sum(draft.net for draft in drafts) > MOST_NET:
        raise TooLarge
    return drafts


def row_line(row: CommercialRow, estimates: TicketEstimates, book: PriceBook, day: date) -> DraftLine:
    """Return what one row comes to, for the grid of the commercial estimate."""
    return priced(_wanted([row], estimates, row.description), estimates, book, day)


def priced(wanted: Wanted, estimates: TicketEstimates, book: PriceBook, day: date) -> DraftLine:
    """Give ``wanted`` its price on ``day``, or refuse with the code of what is missing."""
    amounts = [
        pricing.QuantityInUnit(unit.pk, quantity)
        for unit, quantity in zip(wanted.units, wanted.quantities, strict=True)
    ]
    wish = pricing.PriceRequest(wanted.service.pk, amounts, day, estimates.currency)
    own = price_loading.own_price(wanted.service)
    lists = book.lists_for(estimates.buyer.pk if estimates.buyer else None, *_generic(estimates))
    price = pricing.resolve(wish, lists, own, by_hand=wanted.by_hand)
    if price is None:
        raise NotPossibleNow(Obstacle.NO_PRICE, str(wanted.service))
    if not wanted.service.vat_rate.is_valid_on(day):
        raise NotPossibleNow(Obstacle.NO_VAT_RATE, str(wanted.service))
    return DraftLine(wanted, price, pricing.resolve(wish, [], own, by_hand=wanted.by_hand))


def _generic(estimates: TicketEstimates) -> list[int]:
    offer_type = estimates.settings.offer_type if estimates.settings else None
    return [offer_type.price_list_id] if offer_type and offer_type.price_list_id else []


def _each(estimates: TicketEstimates) -> list[Wanted]:
    sold = [row for row in estimates.commercial_rows if row.commercial_qty > 0]
    return [_wanted([row], estimates, row.description) for row in sold]


def _summed(estimates: TicketEstimates) -> list[Wanted]:
    """Return one line for all time of one service at one discount; what cannot be summed keeps its own line."""
    groups: dict[tuple[object, ...], list[CommercialRow]] = {}
    for row in estimates.commercial_rows:
        if row.commercial_qty > 0:
            groups.setdefault(_sum_key(row, estimates), []).append(row)
    title = estimates.technical.offer_description if estimates.technical else ""
    sums = sum(key[0] == "time" for key in groups)
    return [_wanted(rows, estimates, _sum_title(rows, estimates, title, sums)) for rows in groups.values()]


def _sum_key(row: CommercialRow, estimates: TicketEstimates) -> tuple[object, ...]:
    service = _service(row, estimates)
    if row.manual_price or not row.unit_minutes or not service.unit.is_time:
        return ("row", row.pk)
    return ("time", service.pk, row.discount_percent)


def _sum_title(rows: Sequence[CommercialRow], estimates: TicketEstimates, title: str, sums: int) -> str:
    first = rows[0]
    if _sum_key(first, estimates)[0] == "row":
        return first.description
    service = _service(first, estimates).name
    return (f"{title} – {service}" if sums > 1 else title) if title else service


def _wanted(rows: Sequence[CommercialRow], estimates: TicketEstimates, description: str) -> Wanted:
    first, service = rows[0], _service(rows[0], estimates)
    minutes = sum(effort.minutes(row.commercial_qty, row.unit_minutes) for row in rows)
    amounts, unit_minutes = _in_units_of_rows(rows), Decimal(0)
    if minutes and service.unit.is_time and service.unit not in amounts:
        unit_minutes = estimates.unit_minutes(service.unit)
        amounts[service.unit] = effort.in_unit(minutes, unit_minutes)
    return Wanted(
        description=description,
        service=service,
        units=tuple(amounts),
        quantities=tuple(amounts.values()),
        minutes=minutes,
        unit_minutes=unit_minutes,
        discount=first.discount_percent,
        by_hand=first.unit_price,
        project=_common_project(rows) or estimates.ticket.project,
    )


def _in_units_of_rows(rows: Sequence[CommercialRow]) -> dict[UnitOfMeasure, Decimal]:
    """Return the sum of ``rows`` in the unit that they are counted in, where it is one."""
    if len({(row.unit_id, row.unit_minutes) for row in rows}) > 1:
        return {}
    return {rows[0].unit: sum((row.commercial_qty for row in rows), Decimal(0))}


def _common_project(rows: Sequence[CommercialRow]) -> Project | None:
    projects = {row.technical_row.project if row.technical_row else None for row in rows}
    return projects.pop() if len(projects) == 1 else None


def _service(row: CommercialRow, estimates: TicketEstimates) -> Service:
    service = estimates.service_of(row)
    if service is None:
        raise NotPossibleNow(Obstacle.NO_SERVICE, row.description)
    return service
