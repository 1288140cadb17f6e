"""Counting attempts to get in: who fails waits longer each time, and nobody locks anybody out.

An attempt counts as failed before it is looked at, so that a hundred guesses at once are a hundred in a row. Whoever asks
for a mail guesses nothing: they are slowed when they ask for many, and slows nobody of their network who signs in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from helpdesk import current_request, current_time, devices
from helpdesk.delays import Limit
from helpdesk.enums import AttemptPurpose
from helpdesk.errors import TooManyAttempts
from helpdesk.models import AttemptCount

LIMITS = {
    AttemptPurpose.PASSWORD: Limit(free=5, window=timedelta(days=1)),
    AttemptPurpose.CODE_ENTERED: Limit(free=5, window=timedelta(days=1)),
    AttemptPurpose.CODE: Limit(free=3, window=timedelta(days=1)),
    AttemptPurpose.RESET: Limit(free=3, window=timedelta(days=1)),
}
LIMITS_OF_NETWORKS = {
    AttemptPurpose.NETWORK: Limit(free=30, window=timedelta(hours=1)),
    AttemptPurpose.CODE: Limit(free=100, window=timedelta(hours=1)),
    AttemptPurpose.RESET: Limit(free=100, window=timedelta(hours=1)),
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

    @property
    def kind_in_network(self) -> AttemptPurpose:
        """Tell as what it counts for its whole network: guesses of every kind together, requests for mails apart."""
        return self.purpose if self.purpose in LIMITS_OF_NETWORKS else AttemptPurpose.NETWORK


@transaction.atomic
def begin(purpose: AttemptPurpose, email: str) -> Attempt:
    """Count an attempt at the account of ``email`` as failed; refuse while whoever asks must wait."""
    account = devices.account_key(email)
    attempt = Attempt(purpose, account, devices.source_of(current_request.request(), account))
    now = current_time.now()
    _count(purpose, account, attempt.source, LIMITS[purpose], now)
    if not attempt.is_from_known_device:
        kind = attempt.kind_in_network
        _count(kind, "", attempt.source, LIMITS_OF_NETWORKS[kind], now)
    return attempt


def _count(purpose: AttemptPurpose, account: str, source: str, limit: Limit, now: datetime) -> None:
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
        _take_back(attempt.kind_in_network, attempt.source, 1)


def _take_back(kind: str, source: str, times: int) -> None:
    """Count so many attempts of a whole network less."""
    left = Greatest(F("failures") - times, 0)
    AttemptCount.objects.at("", source).to(kind).update(failures=left, wait_until=current_time.now())


@transaction.atomic
def forget(email: str) -> None:
    """Forget every attempt of whoever has signed in to the account of ``email`` from here, and every mail they asked for."""
    account = devices.account_key(email)
    source = devices.source_of(current_request.request(), account)
    mine = AttemptCount.objects.at(account, source)
    asked_for = list(mine.to(AttemptPurpose.CODE, AttemptPurpose.RESET).order_by("purpose"))
    mine.delete()
    for mails in asked_for:
        _take_back(mails.purpose, source, mails.failures)


def forget_old() -> None:
    """Delete counts that no limit asks any more."""
    AttemptCount.objects.older_than(current_time.now() - max(limit.window for limit in LIMITS.values())).delete()
