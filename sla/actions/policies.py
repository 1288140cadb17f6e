"""Write calendars and policies; no running clock moves by it."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group
from django.db import transaction

from helpdesk.models import CompanyProfile, User
from helpdesk.querysets import still_there
from sla.calendar import Target, Unit, Window
from sla.enums import Kind
from sla.errors import CalendarNeverOpen, PolicyBroken
from sla.models import Calendar, CalendarWindow, GroupTarget, Policy, PolicyTarget, PolicyVersion, Priority
from sla.policy_checks import contradictions
from sla.schedule import Schedule, day_and_night
from sla.terms import Promise, Terms


@transaction.atomic
def set_week(calendar: Calendar, week: Mapping[int, Iterable[Window]]) -> None:
    """Replace the weekly windows of ``calendar``; a weekday that is not named is closed."""
    calendar.windows.all().delete()
    CalendarWindow.objects.bulk_create(
        CalendarWindow(calendar=calendar, weekday=weekday, opens_minute=window.opens, closes_minute=window.closes)
        for weekday, windows in week.items()
        for window in windows
    )


@transaction.atomic
def set_targets(
    policy: Policy, targets: Mapping[tuple[Priority, Kind], Target | int], *, by: User | None = None
) -> None:
    """Replace the targets of ``policy``, a plain number being minutes, and publish it."""
    policy.targets.all().delete()
    PolicyTarget.objects.bulk_create(
        PolicyTarget(policy=policy, priority=priority, kind=kind, amount=amount, unit=unit)
        for (priority, kind), (amount, unit) in ((cell, _target(value)) for cell, value in targets.items())
    )
    publish(policy, by=by)


@transaction.atomic
def set_group_targets(policy: Policy, targets: Mapping[tuple[Group, Priority | None, Kind], Target | int]) -> None:
    """Replace what our groups promise each other by ``policy``, and publish it."""
    policy.group_targets.all().delete()
    GroupTarget.objects.bulk_create(
        GroupTarget(policy=policy, group=group, priority=priority, kind=kind, amount=amount, unit=unit)
        for (group, priority, kind), (amount, unit) in ((cell, _target(value)) for cell, value in targets.items())
    )
    publish(policy)


def _target(value: Target | int) -> Target:
    return value if isinstance(value, Target) else Target(value, Unit.MINUTE)


@transaction.atomic
def publish(policy: Policy, *, by: User | None = None) -> PolicyVersion:
    """Freeze ``policy`` as it stands and return that version: a new one if anything that clocks go by has changed.

    Refuse what could not be kept: a calendar that never opens, targets that contradict each other.
    """
    still_there(Policy.objects.select_for_update(no_key=True).only("pk"), policy)
    policy.refresh_from_db()
    _ensure_sound(policy)
    data, hours = _terms(policy).as_data(), _schedule(policy).as_data()
    latest = policy.versions.first()
    if latest is not None and (latest.calendar_id, latest.data, latest.hours) == (policy.calendar_id, data, hours):
        return latest
    policy.version += 1
    policy.save(update_fields=["version"])
    return policy.versions.create(number=policy.version, calendar=policy.calendar, data=data, hours=hours, made_by=by)


@transaction.atomic
def publish_calendar(calendar: Calendar, *, by: User | None = None) -> None:
    """Publish every policy that goes by ``calendar``, after an edit of it; what runs goes by it once that is applied."""
    for policy in calendar.policies.order_by("pk"):
        publish(policy, by=by)


def newest(policy: Policy) -> PolicyVersion:
    """Return the version in force, publishing a policy that never was."""
    found = policy.versions.select_related("policy", "calendar").first()
    return found or publish(policy)


def _ensure_sound(policy: Policy) -> None:
    if policy.calendar is not None and not policy.calendar.windows.exists():
        raise CalendarNeverOpen(policy.calendar)
    targets = {(row.priority, Kind(row.kind)): row.target for row in policy.targets.select_related("priority")}
    reasons = contradictions(targets)
    if reasons:
        raise PolicyBroken(reasons)


def _schedule(policy: Policy) -> Schedule:
    """Return the calendar as it stands; without one there are still the days of our own zone."""
    return policy.calendar.schedule if policy.calendar else day_and_night(CompanyProfile.current().time_zone)


def _terms(policy: Policy) -> Terms:
    customers = [
        Promise(Kind(row.kind), row.priority_id, row.target) for row in policy.targets.order_by("priority", "kind")
    ]
    ours = [
        Promise(Kind(row.kind), row.priority_id, row.target, row.group_id)
        for row in policy.group_targets.order_by("group", "priority", "kind")
    ]
    return Terms(
        promises=(*customers, *ours),
        levels=tuple(level.frozen for level in policy.levels.order_by("pk")),
        pausing=frozenset(policy.pausing),
        fulfilling=frozenset(policy.fulfilling),
        pauses_responses=policy.pauses_first_response,
    )
