"""Calendars and policies are written, and published as versions where anything that clocks go by has changed."""

import pytest
from django.contrib.auth.models import Group

from sla import actions
from sla.calendar import Target, Unit, Window
from sla.enums import Kind
from sla.errors import CalendarNeverOpen, PolicyBroken
from sla.models import ClosedDay, EscalationLevel, ExtraOpening, Policy
from tests.helpdesk.factories import UserFactory
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory
from tests.sla.stories import agree, hour

pytestmark = pytest.mark.django_db


def close(policy: Policy) -> None:
    ClosedDay.objects.create(calendar=policy.calendar, name="Works", first="2025-08-11", last="2025-08-12")


def open_once(policy: Policy) -> None:
    ExtraOpening.objects.create(calendar=policy.calendar, day="2025-08-16", opens_minute=0, closes_minute=60)


def add_level(policy: Policy) -> None:
    EscalationLevel.objects.create(policy=policy, amount=80)


def promise_more(policy: Policy) -> None:
    policy.targets.update(amount=5)


def promise_among_ourselves(policy: Policy) -> None:
    policy.group_targets.create(group=Group.objects.get(name="agent"), kind=Kind.TAKING, amount=1)


def change(**fields):
    def edit(policy: Policy) -> None:
        Policy.objects.filter(pk=policy.pk).update(**fields)

    return edit


def move_calendar(policy: Policy) -> None:
    change(calendar=CalendarFactory(time_zone="Europe/Bucharest"))(policy)


def call_holidays(policy: Policy) -> None:
    policy.calendar.country = "IT"
    policy.calendar.save()


@pytest.mark.parametrize(
    "edit",
    [
        close,
        open_once,
        add_level,
        promise_more,
        promise_among_ourselves,
        move_calendar,
        call_holidays,
        change(pausing=["on_hold"]),
        change(fulfilling=["closed"]),
        change(pauses_first_response=True),
        change(calendar=None),
    ],
)
def test_what_clocks_go_by_makes_a_new_version(edit):
    policy = PolicyFactory()

    edit(policy)
    version = actions.publish(policy)

    assert (version.number, policy.version) == (2, 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Gold"},
        {"position": 7},
        {"valid_from": "2026-01-01"},
        {"conditions": [{"field": "type", "values": ["1"]}]},
        {"is_active": False},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_for_whom_a_policy_is_makes_none(fields):
    policy = PolicyFactory()

    change(**fields)(policy)

    assert actions.publish(policy).number == 1


def test_a_version_says_who_made_it():
    boss, policy = UserFactory(supervisor=True), PolicyFactory()

    actions.set_targets(policy, {(PriorityFactory(), Kind.RESOLUTION): 60}, by=boss)

    assert [version.made_by for version in policy.versions.all()] == [boss, None]


@pytest.mark.parametrize(
    ("value", "target"), [(90, Target(90, Unit.MINUTE)), (Target(2, Unit.DAY), Target(2, Unit.DAY))]
)
def test_a_plain_number_is_minutes(value, target):
    priority, group = PriorityFactory(), Group.objects.get(name="agent")

    policy = PolicyFactory(targets={(priority, Kind.RESOLUTION): value})
    actions.set_group_targets(policy, {(group, None, Kind.TAKING): value})

    terms = actions.newest(policy).terms
    assert terms.promised(priority.pk) == {Kind.RESOLUTION: target}
    assert terms.promised_by(group.pk, priority.pk) == {Kind.TAKING: target}


def test_targets_that_are_not_named_again_are_gone():
    one, other = PriorityFactory(), PriorityFactory()
    policy = PolicyFactory(targets={(one, Kind.RESOLUTION): 60, (other, Kind.RESOLUTION): 60})

    actions.set_targets(policy, {(one, Kind.FIRST_RESPONSE): 30})

    terms = actions.newest(policy).terms
    assert terms.promised(one.pk) == {Kind.FIRST_RESPONSE: Target(30, Unit.MINUTE)}
    assert terms.promised(other.pk) == {}


def test_a_weekday_that_is_not_named_is_closed():
    calendar = CalendarFactory()

    actions.set_week(calendar, {5: [Window(540, 600), Window(660, 720)]})

    assert [(row.weekday, row.window) for row in calendar.windows.all()] == [(5, (540, 600)), (5, (660, 720))]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_edited_calendar_makes_a_version_of_each_policy_that_goes_by_it(count):
    calendar, elsewhere = CalendarFactory(), PolicyFactory()
    policies = [PolicyFactory(calendar=calendar) for _ in range(count)]

    actions.set_week(calendar, {0: [Window(540, 600)]})
    actions.publish_calendar(calendar)

    assert [actions.newest(policy).number for policy in [*policies, elsewhere]] == [*[2] * count, 1]


def test_a_calendar_emptied_under_a_policy_is_not_published():
    policy = PolicyFactory()
    actions.set_week(policy.calendar, {})

    with pytest.raises(CalendarNeverOpen):
        actions.publish_calendar(policy.calendar)

    assert policy.versions.count() == 1


def test_a_broken_policy_keeps_the_targets_that_it_had():
    priority = PriorityFactory()
    policy = PolicyFactory(targets={(priority, Kind.RESOLUTION): 60})

    with pytest.raises(PolicyBroken):
        actions.set_targets(policy, {(priority, Kind.FIRST_RESPONSE): 120, (priority, Kind.RESOLUTION): 60})

    assert [row.target for row in policy.targets.all()] == [Target(60, Unit.MINUTE)]


def test_what_runs_goes_by_the_version_it_was_agreed_by_until_the_new_one_is_applied():
    agreement = agree(resolution=360)
    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 60})

    later = actions.start(agreement.policy, agreement.priority, now=hour(0))

    assert (agreement.version.number, later.version.number) == (1, 2)
    assert [one.clocks.get().due_at for one in (agreement, later)] == [hour(6), hour(1)]


def test_the_newest_version_is_the_one_in_force():
    policy = PolicyFactory()

    promise_more(policy)
    published = actions.publish(policy)

    assert actions.newest(policy) == published
