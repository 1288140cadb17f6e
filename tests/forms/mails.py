"""Forms about mail."""

from collections.abc import Callable

from django.urls import reverse

from helpdesk.deferred_text import deferred
from mail import actions as mail_actions
from mail import alerts
from mail.models import InboundMail
from tests.forms.filled import REASON, Filled, agent, key
from tests.mail.factories import journaled
from tests.tickets.factories import TicketFactory


def set_aside() -> InboundMail:
    """Return a mail that nothing came of."""
    return mail_actions.mark_quarantined(journaled(), "Too large")


def of_mail(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of a mail that needs attention."""

    def filled() -> Filled:
        inbound = set_aside()
        given = {"reference": TicketFactory().reference} if path == "attach" else {}
        return Filled(agent(), f"/mail/attention/{inbound.pk}/{path}/", {**typed, **given})

    return filled


def of_mails(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form for mails that were ticked."""
    return lambda: Filled(agent(), f"/mail/attention/{path}/", {"mail": [set_aside().pk], **typed})


def inbound_retry() -> Filled:
    """Have a mail taken in again."""
    return Filled(agent(), reverse("mail:inbound_retry", args=[set_aside().pk]))


def alert_dismiss() -> Filled:
    """See to a trouble."""
    alert = alerts.raise_alert(key(), deferred("Mail cannot be sent."))
    return Filled(agent(), reverse("mail_triage:alert_dismiss", args=[alert.pk]))


FORMS: dict[str, Callable[[], Filled]] = {
    "mail_triage:alert_dismiss": alert_dismiss,
    "mail_triage:attention_open": of_mail("open"),
    "mail_triage:attention_attach": of_mail("attach"),
    "mail_triage:attention_retry": of_mail("retry"),
    "mail_triage:attention_discard": of_mail("discard", **REASON),
    "mail_triage:attention_retry_many": of_mails("retry"),
    "mail_triage:attention_discard_many": of_mails("discard", **REASON),
    "mail:inbound_retry": inbound_retry,
}
