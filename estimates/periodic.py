"""Jobs of the clock: offers whose last day is over."""

from celery import shared_task
from django.utils import timezone

from estimates import actions
from estimates.errors import OfferMoveNotAllowed
from estimates.models import Offer
from helpdesk.models import CompanyProfile


@shared_task
def expire_offers() -> int:
    """End sent offers whose last day is over; return how many. One that was answered meanwhile stays as it is."""
    today = timezone.localdate(timezone=CompanyProfile.current().zone)
    expired = 0
    for offer in Offer.objects.overdue(today):
        try:
            actions.expire_offer(offer)
        except OfferMoveNotAllowed:
            continue
        expired += 1
    return expired
