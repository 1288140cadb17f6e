"""Counting attempts to get in: who fails waits longer each time, and nobody locks anybody out.

An attempt counts as failed before it is looked at, so that a hundred guesses at once are a hundred in a row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpdesk import asking, devices
from helpdesk.delays import Limit
from helpdesk.enums import AttemptPurpose
from helpdesk.errors import TooManyAttempts
from helpdesk.models import AttemptCount

LIMITS = {
    AttemptPurpose.PASSWORD: Limit(free=5, window=timedelta(days=1)),
    AttemptPurpose.CODE_ENTERED: Limit(free=5, window=timedelta(days=1)),
    AttemptPurpose.CODE: Limit(free=3, window=timedelta(days=1)),
    AttemptPurpose.RESET: Limit(free=3, window=timedelta(days=1)),
    AttemptPurpose.NETWORK: Limit(free=30, window=timedelta(hours=1)),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: to do what, at whose account, and where it comes from."""

    purpose: AttemptPurpose
    account: str
    source: str

    @property
    def is_from_known_device(self) -> bool:
        """Tell whether the browser had been signed in to this account before."""
        return self.source.startswith("device:")


@transaction.atomic
def begin(purpose: AttemptPurpose, email: str) -> Attempt:
    """Count an attempt at the account of ``email`` as failed; refuse while whoever asks must wait."""
    account = devices.account_key(email)
    attempt = Attempt(purpose, account, devices.source_of(asking.request(), account))
    now = timezone.now()
    _count(purpose, account, attempt.source, now)
    if not attempt.is_from_known_device:
        _count(AttemptPurpose.NETWORK, "", attempt.source, now)
    return attempt


def _count(purpose: AttemptPurpose, account: str, source: str, now: datetime) -> None:
    limit = LIMITS[purpose]
    locked = AttemptCount.objects.select_for_update(of=("self",))
    start = {"since": now, "wait_until": now}
    row, _made = locked.get_or_create(start, purpose=purpose, account=account, source=source)
    if now < row.wait_until:
        raise TooManyAttempts(row.wait_until - now)
    if now - row.since > limit.window:
        row.since, row.failures = now, 0
    row.failures += 1
    row.wait_until = now + limit.wait_after(row.failures)
    row.save(update_fields=["since", "failures", "wait_until"])


@transaction.atomic
def succeed(attempt: Attempt) -> None:
    """Take the count of ``attempt`` back: it was no guess, and its account is not slowed from there any more."""
    AttemptCount.objects.at(attempt.account, attempt.source).to(attempt.purpose).delete()
    if not attempt.is_from_known_device:
        AttemptCount.objects.at("", attempt.source).failed().update(
            failures=F("failures") - 1, wait_until=timezone.now()
        )


def forget(email: str) -> None:
    """Forget every attempt of whoever has signed in to the account of ``email`` from here."""
    account = devices.account_key(email)
    AttemptCount.objects.at(account, devices.source_of(asking.request(), account)).delete()


def forget_old() -> None:
    """Delete counts that no limit asks any more."""
    AttemptCount.objects.older_than(timezone.now() - max(limit.window for limit in LIMITS.values())).delete()
