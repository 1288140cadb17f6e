"""The gate that every automatic mail passes: loops are ended here, whatever the other side hides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from helpdesk import current_time
from helpdesk.models import User
from mail.enums import OutboundKind
from mail.models import Delivery, InboundMail, Mailbox, Thread
from mail.outgoing import Permit
from mail.parser import auto

HARD_FAILURES = 2
ONCE_IN = timedelta(days=7)


def may_auto_send(
    address: str,
    *,
    thread: Thread | None = None,
    kind: OutboundKind = OutboundKind.AUTO,
    answering: InboundMail | None = None,
) -> Permit:
    """Tell whether an automatic mail may go to ``address`` now.

    ``answering`` is the mail that would be answered. An acknowledgement (``AUTO``) goes once per thread and address.
    The counters need no header of the other side, so two machines that hide what they are fall silent as well.
    """
    address, now = address.strip().lower(), current_time.now()
    checks: list[Callable[[], str]] = [
        lambda: _unsuitable(address, answering),
        lambda: _undeliverable(address),
        lambda: _acknowledged(address, thread) if kind == OutboundKind.AUTO else "",
    ]
    reasons = (check() for check in checks)
    reason = next((reason for reason in reasons if reason), "")
    too_many = "" if reason else _too_many(address, now)
    return Permit(allowed=not (reason or too_many), reason=reason or too_many, is_over_limit=bool(too_many))


def _unsuitable(address: str, answering: InboundMail | None) -> str:
    """Return why nobody should get an automatic mail at ``address``, or nothing."""
    if "@" not in address:
        return _("There is no address to write to.")
    if auto.is_unread(address):
        return _("The address belongs to a machine.")
    if Mailbox.objects.is_ours(address):
        return _("The address is one of our own mailboxes.")
    if answering and (answering.is_auto or answering.envelope_from == "<>"):
        return _("The mail to answer was itself automatic.")
    return ""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """An address that mail should not go to: why, and what the other side said last."""

    address: str
    reason: str
    words: str


def undeliverable(addresses: Iterable[str]) -> list[Undeliverable]:
    """Return those of ``addresses`` that refused us for good twice in a week, or called our mail spam; one query."""
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses if address))
    if not wanted:
        return []
    found: dict[str, list[Delivery]] = {}
    since, heard = current_time.now() - timedelta(days=7), InboundMail.objects.but_reports()
    for copy in Delivery.objects.speaking_against(wanted, since=since, heard=heard):
        found.setdefault(copy.address, []).append(copy)
    judged = (_judged(address, found.get(address, [])) for address in wanted)
    return [one for one in judged if one]


def _judged(address: str, against: list[Delivery]) -> Undeliverable | None:
    complaint = next((copy for copy in against if copy.complained), None)
    if complaint:
        return Undeliverable(address, _("The recipient has reported our mail as spam."), complaint.diagnostic)
    if len(against) >= HARD_FAILURES:
        return Undeliverable(address, _("Mail to this address comes back."), against[0].diagnostic)
    return None


def _undeliverable(address: str) -> str:
    """Return a reason when mail to ``address`` was refused for good twice in a week."""
    if not Delivery.objects.to_address(address).turned_away().exists():
        return ""  # nearly always, and found much faster than who wrote last
    return next((found.reason for found in undeliverable([address])), "")


def _acknowledged(address: str, thread: Thread | None) -> str:
    """Return a reason when ``address`` was answered: once in a conversation, outside of any once a week (RFC 3834)."""
    answers = Delivery.objects.to_address(address).of_kind(OutboundKind.AUTO)
    if thread is None:
        recent = answers.outside_threads().created_since(current_time.now() - ONCE_IN)
        return _("This address was answered automatically a few days ago.") if recent.exists() else ""
    earlier = answers.in_thread(thread)
    return _("This conversation was already acknowledged.") if earlier.exists() else ""


def _too_many(address: str, now: datetime) -> str:
    """Return a reason, untranslated for an alert, when one of the limits in MAIL_AUTO_LIMITS is reached."""
    limits = settings.MAIL_AUTO_LIMITS
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    automatic = Delivery.objects.automatic()
    user = User.objects.by_email(address)
    who = "agent" if user and user.is_agent else "address"
    mine = automatic.to_address(address).created_since(day).times()
    in_all, at_domain = automatic.created_since(hour).count_with_domain(address.rpartition("@")[2])
    counted = [
        (sum(moment >= hour for moment in mine), limits[f"{who}_hour"]),
        (len(mine), limits[f"{who}_day"]),
        *([(at_domain, limits["domain_hour"])] if who == "address" else []),
        (in_all, limits["all_hour"]),
    ]
    if any(sent >= limit for sent, limit in counted):
        return gettext_noop("Too many automatic mails were sent there lately.")
    return ""
