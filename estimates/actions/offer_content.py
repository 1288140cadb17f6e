"""Writing an offer down: its number, its party as it is now, its lines as they are priced now."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from estimates import totals
from estimates.enums import EstimateEvent, LineKind, Obstacle
from estimates.errors import NotPossibleNow
from estimates.models import Offer, OfferLine, OfferTicket, OfferType
from estimates.quotation import DraftLine
from estimates.ticket_estimates import TicketEstimates
from helpdesk.models import User
from tickets import timeline
from tickets.actions import bind_client, slug_of, take_number

Quotation = tuple[TicketEstimates, Sequence[DraftLine]]


def write_offer(quotations: Sequence[Quotation], *, by: User, day: date, replacing: Offer | None = None) -> Offer:
    """Write one offer for one or more tickets of the same party; ``replacing`` gives it that offer's number."""
    first = quotations[0][0]
    offer = Offer(type=_offer_type(first), date=day, created_by=by)
    _number(offer, replacing)
    _address(offer, first)
    _set_terms(offer, first)
    with translation.override(offer.language):
        lines = _lines(offer, quotations)
    _sum_up(offer, quotations)
    offer.save()
    OfferLine.objects.bulk_create(lines)
    OfferTicket.objects.bulk_create(
        OfferTicket(offer=offer, ticket=estimates.ticket) for estimates, _drafts in quotations
    )
    bind_client([estimates.ticket for estimates, _drafts in quotations], offer=offer.label)
    for estimates, _drafts in quotations:
        timeline.record(estimates.ticket, EstimateEvent.OFFERED, actor=by, data=facts_of(offer))
    return offer


def facts_of(offer: Offer) -> dict[str, object]:
    """Return what the timeline keeps of ``offer``; no amount, for not everybody at the desk may read one."""
    return {"offer": offer.label, "slug": offer.slug, "reason": offer.reason}


def _offer_type(estimates: TicketEstimates) -> OfferType:
    offer_type = estimates.settings.offer_type if estimates.settings else None
    if offer_type is None:
        raise NotPossibleNow(Obstacle.NO_OFFER_TYPE)
    return offer_type


def _number(offer: Offer, replacing: Offer | None) -> None:
    """Take a new number, or the next version of an old one."""
    if replacing:
        offer.series, offer.period_key, offer.year = replacing.series, replacing.period_key, replacing.year
        offer.number, offer.reference, offer.version = replacing.number, replacing.reference, replacing.version + 1
    else:
        taken = take_number(offer.type.series, offer.type.code, offer.date, is_taken=Offer.objects.all().knows)
        offer.series, offer.period_key, offer.year = offer.type.series, taken.period_key, taken.year
        offer.number, offer.reference = taken.number, taken.reference
    offer.slug = slug_of(offer.label)
    days = offer.type.valid_days
    offer.valid_until = offer.date + timedelta(days=days) if days else None


def _address(offer: Offer, estimates: TicketEstimates) -> None:
    """Copy the party as it is now: its name, where it is, whom to turn to."""
    ticket, buyer = estimates.ticket, estimates.buyer
    contact = ticket.crm_contact or ticket.requester
    offer.company, offer.contact = ticket.company, ticket.crm_contact
    offer.party_name = buyer.official_name if buyer else str(contact)
    address = buyer.billing_address if buyer else None
    offer.party_address = "\n".join(address.lines) if address else ""
    offer.party_vat_id = buyer.vat_id if buyer else ""
    offer.attention = contact.name if contact and buyer else ""


def _set_terms(offer: Offer, estimates: TicketEstimates) -> None:
    """Say in which language and currency it is, who sells, and what the technical estimate says around it."""
    ticket, technical = estimates.ticket, estimates.technical
    party = ticket.company or ticket.crm_contact
    offer.language = party.resolved_language if party else ticket.language
    offer.currency = estimates.currency
    offer.salesperson = estimates.commercial.salesperson if estimates.commercial else None
    if technical:
        offer.title = technical.offer_description or ticket.title[:200]
        offer.intro, offer.closing = technical.header_description, technical.footer_description


def _lines(offer: Offer, quotations: Sequence[Quotation]) -> list[OfferLine]:
    """Return the lines of every ticket, each after the words that say which ticket they are for."""
    lines: list[OfferLine] = []
    for estimates, drafts in quotations:
        words = {"ticket": estimates.ticket.reference, "subject": estimates.ticket.title}
        text = _("Ref. ticket %(ticket)s – %(subject)s") % words
        lines.append(OfferLine(offer=offer, ticket=estimates.ticket, kind=LineKind.TEXT, description=text))
        lines += [_line(offer, estimates, draft) for draft in drafts]
    for position, line in enumerate(lines, start=1):
        line.position = position
    return lines


def _line(offer: Offer, estimates: TicketEstimates, draft: DraftLine) -> OfferLine:
    wanted, price, vat = draft.wanted, draft.price, draft.vat
    return OfferLine(
        offer=offer,
        ticket=estimates.ticket,
        project=wanted.project,
        description=wanted.description,
        service=wanted.service,
        quantity=price.quantity,
        unit=draft.unit,
        minutes=wanted.minutes,
        unit_price=price.price,
        discount_percent=wanted.discount,
        net=draft.net,
        vat_rate=wanted.service.vat_rate,
        vat_category=vat.category,
        vat_percent=vat.percent,
        vat_natura=vat.natura,
        vat_reason=vat.reason,
        price_source=price.source,
        list_code=price.list_code,
        list_valid_from=price.valid_from,
        list_valid_to=price.valid_to,
    )


def _sum_up(offer: Offer, quotations: Sequence[Quotation]) -> None:
    sums = totals.total((draft.vat, draft.net) for _standing, drafts in quotations for draft in drafts)
    offer.net, offer.vat, offer.gross = sums.net, sums.vat, sums.gross
