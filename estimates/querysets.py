"""Every read of services, prices, estimates and offers, with a name."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, Prefetch, Q, QuerySet

from estimates.enums import LIVE, EstimateState, OfferState
from helpdesk.models import User
from tickets.enums import Category
from tickets.models import Ticket
from tickets.querysets import sees_all

if TYPE_CHECKING:
    from crm.models import Company
    from estimates.models import (
        CommercialEstimate,
        Offer,
        PriceListEntry,
        Service,
        TechnicalEstimate,
        TypeSettings,
    )


class ServiceQuerySet(QuerySet["Service"]):
    """Services that we bill."""

    def offered_on(self, day: date) -> Self:
        """Keep active services whose term includes ``day``."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day), is_active=True
        )

    def for_choice(self) -> Self:
        """Fetch with each service what a list of choices shows."""
        return self.select_related("unit").order_by("code")


class PriceListEntryQuerySet(QuerySet["PriceListEntry"]):
    """Prices in lists."""

    def candidates(self, services: Collection[int], companies: Collection[int], generics: Collection[int] = ()) -> Self:
        """Keep every price of ``services`` in the lists of ``companies`` or in the lists ``generics``."""
        lists = Q(price_list__company__in=companies) | Q(price_list__in=generics)
        return self.filter(lists, service__in=services).select_related("price_list")


class TechnicalEstimateQuerySet(QuerySet["TechnicalEstimate"]):
    """Technical estimates."""

    def of_tickets(self, tickets: Collection[Ticket]) -> Self:
        """Keep the estimates of ``tickets``."""
        return self.filter(ticket__in=tickets)

    def waiting_for_sales(self, user: User) -> Self:
        """Keep those that are ended while the commercial one is not, or is ended without a live offer.

        Estimates of closed tickets can only be read, so they wait for nobody.
        """
        tickets = Ticket.objects.visible_to(user).exclude(status_category=Category.CLOSED)
        unsold = Q(ticket__commercial_estimate=None) | ~Q(ticket__commercial_estimate__state=EstimateState.ENDED)
        unoffered = ~Q(ticket__in=Ticket.objects.filter(offer_links__released_at=None, offer_links__isnull=False))
        return self.filter(state=EstimateState.ENDED, ticket__in=tickets).filter(unsold | unoffered)

    def for_list(self) -> Self:
        """Fetch with each estimate what a row of the list shows."""
        return self.select_related(
            "ticket__company", "ticket__crm_contact", "ticket__commercial_estimate", "technician", "salesperson"
        ).prefetch_related("rows__unit")

    def for_page(self) -> Self:
        """Fetch with an estimate what its page shows."""
        return self.select_related(
            "technician", "salesperson", "ended_by", "service__unit", "service__vat_rate"
        ).prefetch_related("rows__unit", "rows__service", "rows__resource__user", "rows__project")


class CommercialEstimateQuerySet(QuerySet["CommercialEstimate"]):
    """Commercial estimates."""

    def of_tickets(self, tickets: Collection[Ticket]) -> Self:
        """Keep the estimates of ``tickets``."""
        return self.filter(ticket__in=tickets)

    def for_page(self) -> Self:
        """Fetch with an estimate what its page shows."""
        return self.select_related("technician", "salesperson", "ended_by").prefetch_related(
            "rows__unit", "rows__service__unit", "rows__service__vat_rate", "rows__technical_row__project"
        )


class TypeSettingsQuerySet(QuerySet["TypeSettings"]):
    """What ticket types mean here."""

    def of_types(self, types: Collection[int]) -> Self:
        """Fetch the settings of ``types`` with everything an offer starts from."""
        return self.filter(ticket_type__in=types).select_related(
            "template__service", "offer_type__series", "service__unit", "service__vat_rate"
        )


class OfferQuerySet(QuerySet["Offer"]):
    """Offers."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: at the desk, with the right, offers of tickets that they see; else none."""
        if not (user.is_agent and user.has_perm("estimates.view_offer")):
            return self.none()
        return self if sees_all(user) else self.exclude(tickets__in=Ticket.objects.hidden_from(user))

    def live(self) -> Self:
        """Keep offers that bind, or may come to."""
        return self.filter(state__in=LIVE)

    def knows(self, reference: str) -> bool:
        """Say whether an offer has ``reference``, in any version."""
        return self.filter(reference=reference).exists()

    def of_ticket(self, ticket: Ticket) -> Self:
        """Keep the offers of ``ticket``."""
        return self.filter(links__ticket=ticket)

    def of_company(self, company: "Company") -> Self:
        """Keep the offers of ``company``, those of its contacts included."""
        return self.filter(Q(company=company) | Q(company=None, contact__company=company))

    def in_state(self, state: str) -> Self:
        """Keep offers in ``state``."""
        return self.filter(state=state)

    def overdue(self, day: date) -> Self:
        """Keep sent offers whose last day was before ``day``."""
        return self.filter(state=OfferState.SENT, valid_until__lt=day)

    def mentioning(self, text: str) -> Self:
        """Keep offers whose reference, addressee or description holds ``text``."""
        return self.filter(Q(reference__icontains=text) | Q(party_name__icontains=text) | Q(title__icontains=text))

    def for_list(self) -> Self:
        """Fetch with each offer what a row of a list shows."""
        return self.select_related("company", "contact", "salesperson").prefetch_related(
            Prefetch("tickets", Ticket.objects.only("pk", "reference", "slug", "subject"))
        )

    def for_page(self) -> Self:
        """Fetch with an offer what its page and its document show."""
        return self.select_related("company", "contact", "salesperson", "created_by", "pdf", "type").prefetch_related(
            "lines__unit", "lines__project", "lines__ticket", "links__ticket"
        )

    def newest_first(self) -> Self:
        """Put the newest offers first."""
        return self.order_by(F("date").desc(), F("pk").desc())
