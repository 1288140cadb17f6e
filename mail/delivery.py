"""Taking one copy through SMTP: lease it, send it, write down what is known."""

import logging
from datetime import datetime, timedelta
from email.errors import MessageError
from functools import partial

import environ
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as _

from helpdesk import current_time
from helpdesk.after_commit import after_commit
from helpdesk.deferred_text import deferred
from helpdesk.errors import DiskFull
from helpdesk.file_locks import hold
from mail import credentials, ids, message_building, raw_store, smtp, smtp_connections
from mail.alerts import raise_alert, settle_alerts
from mail.enums import Authentication, DeliveryState, Security, Trouble
from mail.models import Delivery, Mailbox, OutboundMail
from mail.oauth import OAuthFailed

LEASE = timedelta(minutes=5)
UNKNOWN_AGAIN = timedelta(minutes=10)
BREAKER = timedelta(minutes=2)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
GIVE_UP = timedelta(hours=48)
MOST_DEATHS = 10
STILL_OPEN = {DeliveryState.QUEUED, DeliveryState.UNKNOWN, DeliveryState.FAILED}
# A file that is gone, an address or a text that no header can hold.
UNBUILDABLE = (OSError, ValueError, LookupError, MessageError)

log = logging.getLogger(__name__)


def deliver_due(outbound_id: int) -> int:
    """Send every copy of a mail that may go now, one transaction each; return how many were tried."""
    tried = 0
    while delivery := lease(outbound_id):
        record(delivery, attempt(delivery))
        tried += 1
    return tried


@transaction.atomic(durable=True)
def lease(outbound_id: int) -> Delivery | None:
    """Reserve the next copy that is due, committed, so that no other worker sends it too."""
    now = current_time.now()
    due = Delivery.objects.due(now).filter(outbound=outbound_id).with_mail()
    delivery: Delivery | None = due.oldest_first().select_for_update(of=("self",), skip_locked=True).first()
    if delivery is None:
        return None
    delivery.possibly_twice = delivery.possibly_twice or delivery.state == DeliveryState.UNKNOWN
    delivery.state, delivery.lease_until = DeliveryState.SENDING, now + LEASE
    delivery.attempts += 1
    delivery.body_begun_at = None
    delivery.save(update_fields=["possibly_twice", "state", "lease_until", "attempts", "body_begun_at"])
    return delivery


def _build(outbound: OutboundMail) -> None:
    """Build the bytes on the first attempt and keep them for every later one."""
    if not outbound.mime_sha256:
        _keep_built(outbound)


@transaction.atomic
def _keep_built(outbound: OutboundMail) -> None:
    locked = OutboundMail.objects.select_for_update(of=("self",))
    outbound.refresh_from_db(fields=["subject", "text", "html"], from_queryset=locked)  # it may say less by now
    mime = message_building.build(outbound)
    hold(raw_store.digest(mime))
    outbound.mime_sha256 = raw_store.store(mime)
    outbound.save(update_fields=["mime_sha256"])


def attempt(delivery: Delivery) -> smtp.SendResult:
    """Hand one copy to the mail server; one that cannot be built is tried a few times, then it has failed."""
    outbound = delivery.outbound
    try:
        _build(outbound)
        mime = message_building.copy_for(delivery, raw_store.load(outbound.mime_sha256), _reply_to(delivery))
    except UNBUILDABLE as failure:
        log.exception("Mail %s could not be built", outbound.pk)
        may_yet = delivery.attempts <= len(RETRIES) or isinstance(failure, DiskFull)
        result = smtp.Result.LATER if may_yet else smtp.Result.REFUSED
        return smtp.SendResult(result, trouble=Trouble.UNBUILDABLE)
    envelope = smtp.Envelope(
        message_building.envelope_sender(delivery), delivery.address, partial(_note_body, delivery)
    )
    try:
        return smtp.send(channel(outbound.mailbox), envelope, mime)
    except OAuthFailed as error:
        return smtp.SendResult(smtp.Result.CHANNEL_DOWN, diagnostic=str(error), trouble=Trouble.NO_TOKEN)


def _note_body(delivery: Delivery) -> bool:
    """Note, committed, that from here on nobody knows whether the mail arrived unless the server says so.

    False where the sweep has taken the copy from us: it is somebody else's, or nobody's any more.
    """
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)
    return bool(ours.update(body_begun_at=current_time.now()))


def _reply_to(delivery: Delivery) -> str:
    """Return where this recipient answers to."""
    if delivery.reply_token is None:
        return delivery.outbound.reply_to
    token = ids.derive_token(settings.SECRET_KEY, delivery.reply_token.salt)
    return ids.plus_address(delivery.outbound.mailbox.address, token)


def channel(mailbox: Mailbox) -> smtp_connections.Channel:
    """Return the server that sends for ``mailbox``: its own, else the installation's (MAIL_SMTP_URL)."""
    if mailbox.smtp_host:
        return smtp_connections.Channel(
            mailbox.smtp_host,
            mailbox.smtp_port,
            mailbox.smtp_security,
            mailbox.smtp_username,
            credentials.smtp_secret(mailbox),
            mailbox.smtp_authentication,
        )
    site = environ.Env.email_url_config(settings.MAIL_SMTP_URL)
    security = (
        Security.SSL
        if site.get("EMAIL_USE_SSL")
        else Security.STARTTLS
        if site.get("EMAIL_USE_TLS")
        else Security.PLAIN
    )
    user, password = site["EMAIL_HOST_USER"] or "", site["EMAIL_HOST_PASSWORD"] or ""
    return smtp_connections.Channel(site["EMAIL_HOST"], site["EMAIL_PORT"] or 25, security, user, password)


@transaction.atomic
def record(delivery: Delivery, outcome: smtp.SendResult) -> None:
    """Write down what one attempt came to, and when the next one is due.

    Where the lease ran out meanwhile the sweep has decided; that a server has taken the mail counts all the same,
    unless a later attempt is on its way, or the mail came back.
    """
    attempt_made = delivery.attempts
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("outbound__mailbox").get(pk=delivery.pk)
    is_late = delivery.state != DeliveryState.SENDING or delivery.attempts != attempt_made
    is_news = outcome.result == smtp.Result.SENT and delivery.state in STILL_OPEN and not delivery.bounced
    if is_late and not is_news:
        return
    now = current_time.now()
    delivery.lease_until = delivery.next_attempt_at = None
    delivery.code, delivery.diagnostic = outcome.code, outcome.diagnostic
    delivery.trouble = Trouble.COMPLAINED if delivery.complained else outcome.trouble
    if outcome.trouble == Trouble.SIGN_IN and delivery.outbound.mailbox.smtp_authentication == Authentication.XOAUTH2:
        credentials.forget_token(delivery.outbound.mailbox)
    if outcome.result != smtp.Result.CHANNEL_DOWN:
        settle_alerts(f"send:{delivery.outbound.mailbox_id}")
    _RECORD[outcome.result](delivery, now)
    _keep(delivery)


def _keep(delivery: Delivery) -> None:
    """Write the copy down, and have it told of when it has failed for good."""
    delivery.save()
    if delivery.state == DeliveryState.FAILED and settings.MAIL_FAILURE_TASK:
        after_commit(partial(import_string(settings.MAIL_FAILURE_TASK).delay, delivery.pk))


def _sent(delivery: Delivery, now: datetime) -> None:
    delivery.state, delivery.sent_at = DeliveryState.SENT, now


def _refused(delivery: Delivery, _now: datetime) -> None:
    delivery.state = DeliveryState.FAILED


def _later(delivery: Delivery, now: datetime) -> None:
    if now - delivery.outbound.created_at > GIVE_UP:
        delivery.state = DeliveryState.FAILED
        return
    delivery.state = DeliveryState.QUEUED
    delivery.next_attempt_at = now + RETRIES[min(delivery.attempts, len(RETRIES)) - 1]


def _unknown(delivery: Delivery, now: datetime) -> None:
    """Try once more after a while; a second silence is left to people."""
    delivery.state = DeliveryState.UNKNOWN
    delivery.next_attempt_at = None if delivery.possibly_twice else now + UNKNOWN_AGAIN


def _channel_down(delivery: Delivery, now: datetime) -> None:
    """Pause the whole channel; the mail is not to blame and loses no attempt."""
    mailbox = delivery.outbound.mailbox
    mailbox.breaker_until = now + BREAKER
    mailbox.save(update_fields=["breaker_until"])
    text = _("Mail of %(mailbox)s cannot be sent: %(error)s")
    raise_alert(f"send:{mailbox.pk}", deferred(text, mailbox=mailbox, error=delivery.said), mailbox=mailbox)
    delivery.attempts -= 1
    _later(delivery, now)
    delivery.next_attempt_at = delivery.next_attempt_at and now + BREAKER


_RECORD = {
    smtp.Result.SENT: _sent,
    smtp.Result.REFUSED: _refused,
    smtp.Result.LATER: _later,
    smtp.Result.UNKNOWN: _unknown,
    smtp.Result.CHANNEL_DOWN: _channel_down,
}


@transaction.atomic
def expire_leases(now: datetime) -> int:
    """Decide about copies whose worker died while sending; return how many there were.

    Where the body was not on its way yet, nothing has arrived and the copy waits again. Else it is possibly sent, and
    tried again after a while: rather twice than never. A copy over which ten workers died is given up; it has failed
    where no body was ever on its way, else it stays possibly sent.
    """
    expired = Delivery.objects.expired(now).select_for_update(of=("self",), skip_locked=True)
    for delivery in expired:
        delivery.deaths += 1
        delivery.lease_until = delivery.next_attempt_at = None
        delivery.code, delivery.diagnostic = None, ""
        is_over = delivery.deaths >= MOST_DEATHS
        delivery.trouble = Trouble.GIVEN_UP if is_over else Trouble.INTERRUPTED
        is_unsent = delivery.body_begun_at is None and not (is_over and delivery.possibly_twice)
        if is_unsent:
            delivery.state = DeliveryState.FAILED if is_over else DeliveryState.QUEUED
        else:
            delivery.state = DeliveryState.UNKNOWN
            delivery.next_attempt_at = None if is_over else now + UNKNOWN_AGAIN
        _keep(delivery)
    return len(expired)
