"""Trying a mailbox out: it sends a mail to itself and waits for it, and says in plain words what is wrong."""

import time
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from mail import delivery, raws
from mail.actions import enqueue
from mail.actions.mailboxes import note_trial
from mail.enums import AutoSubmitted, DeliveryState, OutboundKind, Protocol
from mail.fetch import fetch
from mail.models import Delivery, InboundMail, Mailbox, OutboundMail
from mail.outgoing import Outgoing, Recipient
from mail.parser import parse, trusted

PATIENCE = 90.0
PAUSE = 3.0


def try_out(mailbox: Mailbox, *, patience: float = PATIENCE) -> str:
    """Send a mail from ``mailbox`` to itself, wait for it, and keep and return what was found."""
    began = timezone.now()
    outbound = _send(mailbox)
    result = _sending_failed(outbound.deliveries.get()) or _waited(mailbox, outbound, began, patience)
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
        not_before=timezone.now(),
    )
    outbound = enqueue(mail)
    delivery.deliver_due(outbound.pk)
    return outbound


def _sending_failed(copy: Delivery) -> str:
    """Say why the mail did not leave; empty when it did."""
    if copy.state == DeliveryState.SENT:
        return ""
    return copy.explanation or _("The mail could not be sent.")


def _waited(mailbox: Mailbox, outbound: OutboundMail, began: datetime, patience: float) -> str:
    """Wait for the mail to come back, and say how it came."""
    deadline = time.monotonic() + patience
    while True:
        if mailbox.protocol == Protocol.IMAP:
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
        raw = raws.load(inbound.raw_sha256)
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
