"""Zones of time: which rules decide, and where PostgreSQL's are others.

Nothing of ours asks PostgreSQL for a local day or hour. Reports that others write in SQL do.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import tzdata
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from helpdesk import current_time
from helpdesk.models import validate_time_zone

DAYS = 2 * 366
HALF_HOURS = [timedelta(minutes=30 * count) for count in range(48)]
AN_HOUR = 3600
KNOWN = "SELECT name FROM pg_timezone_names WHERE name = ANY(%s)"
OFFSETS = """
    SELECT extract(epoch FROM moment AT TIME ZONE zone - moment AT TIME ZONE 'UTC')::int
    FROM unnest(%s::text[], %s::timestamptz[]) WITH ORDINALITY AS asked (zone, moment, place) ORDER BY place
"""


def versions() -> dict[str, str]:
    """Name the rules that decide, and the PostgreSQL beside them."""
    return {"tzdata": tzdata.IANA_VERSION, "postgresql": ".".join(map(str, connection.get_database_version()))}


def in_use() -> set[str]:
    """Return the zones by which somebody's day, a calendar or a work goes."""
    stored = [
        model._default_manager.order_by().values_list(field.name, flat=True)  # noqa: SLF001 -- Django's own documented door
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields  # noqa: SLF001 -- as above
        if validate_time_zone in field.validators
    ]
    return {settings.TIME_ZONE, *stored[0].union(*stored[1:])} - {""}


def differing(names: Iterable[str], now: datetime) -> list[str]:
    """Return those zones whose clocks PostgreSQL sets otherwise than we do, now or in the next two years."""
    names = set(names)
    known = names & available_timezones() & set(_answers(KNOWN, sorted(names)))
    asked = [(name, moment) for name in sorted(known) for moment in _moments(ZoneInfo(name), now)]
    theirs = _answers(OFFSETS, [name for name, _ in asked], [moment for _, moment in asked])
    agreed = zip(asked, theirs, strict=True)
    return sorted((names - known) | {name for (name, at), offset in agreed if _offset(ZoneInfo(name), at) != offset})


def count_differing() -> int:
    """Say how many zones in use PostgreSQL reads otherwise; it is looked at once an hour."""
    known = caches["figures"]
    return int(known.get_or_set("zones-differing", lambda: len(differing(in_use(), current_time.now())), AN_HOUR) or 0)


def _moments(zone: ZoneInfo, now: datetime) -> list[datetime]:
    """Return a moment of each day, and every half hour of the days on which the clock is set."""
    noon = now.astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    noons = [noon + timedelta(days=count) for count in range(DAYS)]
    changing = [day for day, after in pairwise(noons) if _offset(zone, day) != _offset(zone, after)]
    return noons + [day + later for day in changing for later in HALF_HOURS]


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def _answers(sql: str, *parameters: list[str] | list[datetime]) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return [answer for (answer,) in cursor.fetchall()]
