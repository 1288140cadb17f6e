"""Trying a mailbox out: it sends a mail to itself and waits for it, and says in plain words what is wrong."""

import time
from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk import current_time
from mail import delivery, raw_store
from mail.actions import enqueue
from mail.actions.mailboxes import note_trial
from mail.enums import AutoSubmitted, DeliveryState, OutboundKind, Protocol
from mail.fetch import fetch
from mail.models import Delivery, InboundMail, Mailbox, OutboundMail
from mail.outgoing import Outgoing, Recipient
from mail.parser import parse, trusted

PATIENCE = 90.0
PAUSE = 3.0
BLINK = 0.1


def run_test(mailbox: Mailbox, *, patience: float = PATIENCE) -> str:
    """Send a mail from ``mailbox`` to itself, wait for it, and keep and return what was found."""
    began = current_time.now()
    outbound = _send(mailbox)
    result = _sending_failed(_settled(outbound, patience)) or _came(mailbox, outbound, began, patience)
    note_trial(mailbox, result)
    return result


def _send(mailbox: Mailbox) -> OutboundMail:
    mail = Outgoing(
        kind=OutboundKind.NOTIFICATION,
        recipients=(Recipient(mailbox.address),),
        subject=_("Test of this mailbox"),
        text=_("The helpdesk has sent this mail to itself to see whether it arrives. It opens no ticket."),
        mailbox=mailbox,
        auto_submitted=AutoSubmitted.GENERATED,
        reply_to=mailbox.address,
        not_before=current_time.now(),
    )
    outbound = enqueue(mail)
    delivery.deliver_due(outbound.pk)
    return outbound


def _settled(outbound: OutboundMail, patience: float) -> Delivery:
    """Wait for the worker, which may have taken the mail before we did, and return the copy as it is then."""
    deadline = time.monotonic() + patience
    while True:
        copy: Delivery = outbound.deliveries.select_related("outbound__mailbox").get()
        if not _is_in_work(copy) or time.monotonic() >= deadline:
            return copy
        time.sleep(BLINK)


def _is_in_work(copy: Delivery) -> bool:
    """Say whether somebody is sending the mail, or takes it in this moment."""
    is_untried = copy.state == DeliveryState.QUEUED and copy.next_attempt_at is None
    return copy.state == DeliveryState.SENDING or (is_untried and not _is_paused(copy))


def _is_paused(copy: Delivery) -> bool:
    until = copy.outbound.mailbox.breaker_until
    return until is not None and until > current_time.now()


def _sending_failed(copy: Delivery) -> str:
    """Say why the mail did not leave; empty when it did."""
    if copy.state == DeliveryState.SENT:
        return ""
    if copy.state == DeliveryState.SENDING:
        return _("The outgoing server has not taken the mail yet. The outbox shows what becomes of it.")
    if not copy.trouble and _is_paused(copy):
        return _("Sending is paused for a moment because the outgoing server failed. Test again in two minutes.")
    return copy.explanation or _("The mail could not be sent.")


def _came(mailbox: Mailbox, outbound: OutboundMail, began: datetime, patience: float) -> str:
    """Say how the mail came back, where anything comes back at all."""
    if mailbox.protocol == Protocol.NONE:
        return _("The mail was sent. Nothing comes back to a mailbox that is not fetched.")
    return _waited(mailbox, outbound, began, patience)


def _waited(mailbox: Mailbox, outbound: OutboundMail, began: datetime, patience: float) -> str:
    """Wait for the mail to come back, and say how it came."""
    deadline = time.monotonic() + patience
    while True:
        fetch(mailbox)
        mailbox.refresh_from_db()
        if mailbox.last_error:
            return _("The mail was sent, but fetching fails: %(error)s") % {"error": mailbox.last_error}
        found = _found(mailbox, outbound, began)
        if found:
            return _how_it_came(mailbox, found)
        if time.monotonic() >= deadline:
            return _("The mail was sent, but did not come back. Does the address lead into this mailbox and folder?")
        time.sleep(min(PAUSE, patience))


def _found(mailbox: Mailbox, outbound: OutboundMail, began: datetime) -> bytes:
    """Return the mail as it came back; empty while it has not."""
    marker = outbound.message_id.encode()
    for inbound in InboundMail.objects.journaled_in(mailbox, since=began):
        raw = raw_store.load(inbound.raw_sha256)
        if marker in raw:
            return raw
    return b""


def _how_it_came(mailbox: Mailbox, raw: bytes) -> str:
    found = parse(raw).authentication
    if not found:
        return _("Works: the mail was sent and came back. Nobody on its way checked DKIM, SPF or DMARC.")
    checked = trusted(found, mailbox.trusted_checkers)
    told = checked or found[0]
    facts = {"server": told.server, "dkim": told.dkim or "–", "spf": told.spf or "–", "dmarc": told.dmarc or "–"}
    words = _("Works: the mail was sent and came back. %(server)s says: DKIM %(dkim)s, SPF %(spf)s, DMARC %(dmarc)s.")
    advice = "" if checked else " " + _("It is not among the trusted checkers of this mailbox.")
    return words % facts + advice
