"""The one door for mails that the desk writes by itself."""

from helpdesk.deferred_text import deferred
from mail import actions as mail_actions
from mail.alerts import raise_alert
from mail.automatic_mail_gate import may_auto_send
from mail.errors import NoMailbox
from mail.models import InboundMail
from mail.outgoing import Outgoing


def send_automatic(mail: Outgoing, *, answering: InboundMail | None = None) -> bool:
    """Put an automatic mail into the outbox if the gate lets it pass; a desk without mail tells nobody."""
    [recipient] = mail.recipients
    permit = may_auto_send(recipient.address, thread=mail.thread, kind=mail.kind, answering=answering)
    if permit.is_over_limit:
        said = deferred("%(address)s: %(reason)s", address=recipient.address, reason=deferred(permit.reason))
        raise_alert("limit", said)
    if not permit:
        return False
    try:
        mail_actions.enqueue(mail)
    except NoMailbox:
        return False
    return True
