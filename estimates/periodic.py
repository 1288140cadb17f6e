"""Jobs of the clock: offers whose last day is over."""

import logging

from celery import shared_task
from django.utils import timezone

from estimates import actions
from estimates.errors import OfferMoveNotAllowed
from estimates.models import Offer
from helpdesk.models import CompanyProfile

log = logging.getLogger(__name__)


@shared_task
def expire_offers() -> int:
    """End sent offers whose last day is over; return how many. One that was answered meanwhile stays as it is.

    One that fails keeps none of the others; the first failure is raised at the end, so that the job is seen failed.
    """
    today = timezone.localdate(timezone=CompanyProfile.current().zone)
    expired, failures = 0, list[Exception]()
    for offer in Offer.objects.overdue(today):
        try:
            actions.expire_offer(offer)
        except OfferMoveNotAllowed:
            continue
        except Exception as failure:
            log.exception("Offer %s could not be ended", offer)
            failures.append(failure)
        else:
            expired += 1
    if failures:
        raise failures[0]
    return expired
