"""Reading the catalogue for ``pricing``: what may cost what, for whom, in one query."""

from collections.abc import Collection
from dataclasses import dataclass

from estimates.enums import PriceSource
from estimates.models import PriceListEntry, Service
from estimates.pricing import ListPrice, OwnPrice


@dataclass(frozen=True)
class PriceBook:
    """The prices of some services in the lists of some companies, and in some general lists."""

    entries: tuple[PriceListEntry, ...]

    def lists_for(self, company_id: int | None, generic_id: int | None = None) -> list[ListPrice]:
        """Return what the lists of one company and one general list say."""
        return [
            list_price(entry)
            for entry in self.entries
            if entry.price_list_id == generic_id
            or (company_id is not None and entry.price_list.company_id == company_id)
        ]


def load(services: Collection[int], companies: Collection[int], generics: Collection[int] = ()) -> PriceBook:
    """Fetch every price that ``pricing.resolve`` may choose from, in one query."""
    return PriceBook(tuple(PriceListEntry.objects.candidates(services, companies, generics)))


def own_price(service: Service) -> OwnPrice | None:
    """Return the price of the service itself, if it has one."""
    return None if service.unit_price is None else OwnPrice(service.unit_id, service.unit_price, service.currency)


def list_price(entry: PriceListEntry) -> ListPrice:
    """Return what an entry of a price list says, for ``pricing`` to choose from."""
    found = entry.price_list
    source = PriceSource.GENERIC_LIST
    if found.company_id:
        source = PriceSource.DEFAULT_LIST if found.is_default else PriceSource.OTHER_LIST
    return ListPrice(
        list_code=found.code,
        source=source,
        priority=found.priority,
        currency=found.currency,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        service_id=entry.service_id,
        unit_id=entry.unit_id,
        min_quantity=entry.min_quantity,
        price=entry.price,
    )
