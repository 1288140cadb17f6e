"""Jobs of the clock: offers whose last day is over."""

import logging
from contextlib import suppress

from celery import shared_task

from estimates import actions
from estimates.errors import OfferMoveNotAllowed
from estimates.models import Offer
from helpdesk.failures import Failures
from helpdesk.models import CompanyProfile

log = logging.getLogger(__name__)


@shared_task
def expire_offers() -> int:
    """End sent offers whose last day is over; return how many. One that was answered meanwhile stays as it is.

    One that fails keeps none of the others; the first failure is raised at the end, so that the job is seen failed.
    """
    today = CompanyProfile.current().today()
    failures = Failures(log)
    expired = sum(_expire(offer, failures) for offer in Offer.objects.overdue(today))
    failures.raise_first()
    return expired


def _expire(offer: Offer, failures: Failures) -> bool:
    with failures.apart(offer.pk, "Offer %s could not be ended", offer), suppress(OfferMoveNotAllowed):
        actions.expire_offer(offer)
        return True
    return False
