"""What every template may ask of the mail."""

from collections.abc import Callable

from django.http import HttpRequest

from helpdesk import current_time
from mail.models import Delivery


def outbox(_request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Offer the number of mails that wait to be sent; only a template that asks has them counted."""
    return {"mails_waiting": _waiting}


def _waiting() -> int:
    return len(Delivery.objects.due(current_time.now()).mail_ids())
