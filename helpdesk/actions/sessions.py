"""Sessions: seen now and then, and ended, by whom they belong to or for them."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from time import time

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from helpdesk import current_request
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.models import User, UserSession
from helpdesk.querysets import UserSessionQuerySet

SEEN_EVERY = timedelta(minutes=5)
SIGNED_IN, SEEN = "signed_in_at", "seen"


def begin(request: HttpRequest, user: User) -> None:
    """Have the session that ``user`` has just begun be listed."""
    request.session[SIGNED_IN] = time()
    see(request, user)


def see(request: HttpRequest, user: User) -> None:
    """Write that ``user`` was here, every few minutes at most; a session whose key has changed is listed at once."""
    key, at = request.session.get(SEEN, ("", 0.0))
    if key != request.session.session_key or time() - at > SEEN_EVERY.total_seconds() or not key:
        _write(request, user)


def _write(request: HttpRequest, user: User) -> None:
    """Write the row, and keep the day on which the session ends: it is no later for being seen."""
    session = request.session
    since = session.setdefault(SIGNED_IN, time())
    session.set_expiry(_moment(since + settings.SESSION_COOKIE_AGE))
    if not session.session_key:
        session.save()
    now = time()
    row = UserSession(
        session_id=str(session.session_key),
        user=user,
        signed_in_at=_moment(since),
        seen_at=_moment(now),
        address=current_request.address(request) or None,
        user_agent=request.headers.get("User-Agent", "")[:300].replace("\0", ""),
    )
    again = ["user", "seen_at", "address", "user_agent"]
    try:
        with transaction.atomic():
            UserSession.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["session"], update_fields=again
            )
    except IntegrityError:  # it was ended since the request came
        return
    session[SEEN] = [session.session_key, now]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@transaction.atomic
def end(sessions: UserSessionQuerySet, *, about: User, by: User | None) -> int:
    """End those of ``sessions`` that belong to ``about``, and return how many they were."""
    keys = sessions.of(about).order_by("pk").select_for_update().keys()
    Session.objects.filter(pk__in=keys).delete()
    if keys:
        audit.record(AuditKind.SESSIONS_ENDED, by=by, about=about, sessions=len(keys))
    return len(keys)


def end_others(person: User, *, by: User | None) -> int:
    """End every session of ``person`` but the one whose request is being answered; return how many they were."""
    session = getattr(current_request.request(), "session", None)
    return end(UserSession.objects.besides(session and session.session_key), about=person, by=by)


def forget_old() -> None:
    """Delete sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
