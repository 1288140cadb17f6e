"""What becomes of an offer: sent, confirmed, converted, rejected, cancelled, expired, or followed by a new version."""

from datetime import date

from django.db import transaction

from estimates import documents, quotation
from estimates.actions.locking import locked_all, locked_offer
from estimates.actions.offer_content import facts_of, write_offer
from estimates.enums import BINDING, LIVE, Command, EstimateEvent, OfferMove, OfferState
from estimates.lifecycle import OFFER_MOVES
from estimates.models import Offer
from estimates.rules import ensure_can, ensure_can_move_offer, ensure_same_client
from helpdesk import current_time, files
from helpdesk.errors import ReasonMissing
from helpdesk.models import User
from tickets import actions as ticket_actions
from tickets import timeline
from tickets.drafts import MessageBody, NewFile, Reply
from tickets.models import Ticket

EVENTS = {
    OfferMove.SEND: EstimateEvent.OFFER_SENT,
    OfferMove.CONFIRM: EstimateEvent.OFFER_CONFIRMED,
    OfferMove.CONVERT: EstimateEvent.OFFER_CONVERTED,
    OfferMove.REJECT: EstimateEvent.OFFER_REJECTED,
    OfferMove.CANCEL: EstimateEvent.OFFER_CANCELLED,
    OfferMove.EXPIRE: EstimateEvent.OFFER_EXPIRED,
    OfferMove.SUPERSEDE: EstimateEvent.OFFER_SUPERSEDED,
}


@transaction.atomic
def send_offer(offer: Offer, *, by: User, letter: str = "") -> Offer:
    """Freeze the document and mark the offer sent; with a ``letter`` (HTML) it goes out by mail on its first ticket."""
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, OfferMove.SEND)
    ensure_same_client(offer)
    document = Offer.objects.for_page().get(pk=offer.pk)
    document.state = OfferState.SENT  # what is frozen says no longer that it is a draft
    offer.pdf = files.store(documents.offer_pdf(document))
    offer.sha256, offer.sent_at = offer.pdf.sha256, current_time.now()
    offer = _stand(offer, OfferMove.SEND, by)
    if letter.strip():
        _mail(offer, letter, by)
    return offer


def _mail(offer: Offer, letter: str, by: User) -> None:
    """Answer on the offer's first ticket, with the document attached to the mail alone.

    The ticket is read by agents who may not see prices; they find the offer's name in its timeline, the others a link.
    """
    ticket = offer.tickets.order_by("pk").first()
    if ticket and offer.pdf:
        document = NewFile(offer.pdf, documents.file_name(offer))
        message = ticket_actions.reply(
            ticket, Reply(MessageBody(letter, files=(document,)), key=f"offer-{offer.slug}"), by=by
        )
        message.attachments.filter(file=offer.pdf).delete()


@transaction.atomic
def confirm_offer(offer: Offer, *, by: User, day: date) -> Offer:
    """Write down that the customer accepted on ``day``; what the offer says binds from now on."""
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, OfferMove.CONFIRM)
    ensure_same_client(offer)
    offer.confirmed_on = day
    return _stand(offer, OfferMove.CONFIRM, by)


@transaction.atomic
def convert_offer(offer: Offer, *, by: User) -> Offer:
    """Write down that a confirmed offer became an order."""
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, OfferMove.CONVERT)
    ensure_same_client(offer)
    return _stand(offer, OfferMove.CONVERT, by)


@transaction.atomic
def reject_offer(offer: Offer, *, by: User, reason: str) -> Offer:
    """Write down that the customer refused, and why; the ticket may get another offer."""
    return _end(offer, OfferMove.REJECT, by, reason)


@transaction.atomic
def cancel_offer(offer: Offer, *, by: User, reason: str) -> Offer:
    """Take an offer back that binds nobody yet; the ticket may get another one."""
    return _end(offer, OfferMove.CANCEL, by, reason)


@transaction.atomic
def expire_offer(offer: Offer, *, by: User | None = None) -> Offer:
    """End a sent offer whose last day is over."""
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, OfferMove.EXPIRE)
    return _stand(offer, OfferMove.EXPIRE, by)


@transaction.atomic
def new_version(offer: Offer, *, by: User, day: date) -> Offer:
    """Write the next version of a sent, rejected or expired offer from what its estimates and prices say on ``day``.

    Refused when a ticket has another client since: the next version is to the same one.
    """
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, OfferMove.SUPERSEDE)
    ensure_same_client(offer)
    _stand(offer, OfferMove.SUPERSEDE, by)
    standings = locked_all(list(Ticket.objects.filter(offer_links__offer=offer)))
    for estimates in standings:
        ensure_can(by, estimates, Command.CREATE_OFFERS)
    book = quotation.load_prices(standings)
    drafts = [(estimates, quotation.lines(estimates, book, day)) for estimates in standings]
    return write_offer(drafts, by=by, day=day, replacing=offer)


def _end(offer: Offer, move: OfferMove, by: User, reason: str) -> Offer:
    offer = locked_offer(offer)
    ensure_can_move_offer(by, offer, move)
    if not reason.strip():
        raise ReasonMissing
    offer.reason = reason.strip()
    return _stand(offer, move, by)


def _stand(offer: Offer, move: OfferMove, by: User | None) -> Offer:
    """Put ``offer`` where ``move`` leads, let its tickets go when it counts no more, and tell it on each of them."""
    after = OFFER_MOVES[OfferState(offer.state), move]
    offer.state = after
    now = current_time.now()
    offer.ended_at = None if after in LIVE else now
    if after not in BINDING:
        offer.confirmed_on = None
    offer.save()
    if after not in LIVE:
        held = offer.links.filter(released_at=None)
        ticket_actions.bind_client([link.ticket for link in held.select_related("ticket")], offer="")
        held.update(released_at=now)
    for ticket in offer.tickets.all():
        timeline.record(ticket, EVENTS[move], actor=by, data={**facts_of(offer), "stands_out": True})
    return offer
