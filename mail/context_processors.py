"""What every template may ask of the mail."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from mail.models import Delivery


def outbox(_request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Offer the number of mails that wait to be sent; only a template that asks has them counted."""
    return {"mails_waiting": _waiting}


def _waiting() -> int:
    return len(Delivery.objects.due(timezone.now()).mail_ids())
