"""Policies are published as versions, and broken ones are not."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from sla import actions
from sla.calendar import Target, Unit
from sla.enums import Kind
from sla.errors import CalendarNeverOpen, PolicyBroken
from sla.models import EscalationLevel, GroupTarget, Policy
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory

pytestmark = pytest.mark.django_db


def test_an_edit_makes_a_new_version_and_leaves_the_old_as_it_was():
    priority = PriorityFactory()
    policy = PolicyFactory(targets={(priority, Kind.RESOLUTION): 60})

    actions.set_targets(policy, {(priority, Kind.RESOLUTION): Target(2, Unit.DAY)})

    promised = [version.terms.promised(priority.pk)[Kind.RESOLUTION] for version in policy.versions.all()]
    assert promised == [Target(2, Unit.DAY), Target(60, Unit.MINUTE)]
    assert policy.version == 2


def test_publishing_what_has_not_changed_makes_no_version():
    policy = PolicyFactory()

    again = actions.publish(policy)

    assert (again.number, policy.versions.count()) == (1, 1)


def test_levels_groups_and_statuses_are_frozen_too():
    policy, group = PolicyFactory(), Group.objects.get(name="agent")
    level = EscalationLevel.objects.create(policy=policy, amount=80)
    Policy.objects.filter(pk=policy.pk).update(pausing=["on_hold"], fulfilling=["closed"])

    actions.set_group_targets(policy, {(group, None, Kind.HANDLING): 30})

    terms = actions.newest(policy).terms
    assert (terms.levels, terms.pausing, terms.fulfilling) == ((level.frozen,), {"on_hold"}, {"closed"})
    assert terms.promised_by(group.pk, 1) == {Kind.HANDLING: Target(30, Unit.MINUTE)}


def test_a_policy_that_was_never_published_is_when_it_is_first_applied():
    policy = Policy.objects.create(name="Quick")

    agreement = actions.start(policy, PriorityFactory(), now="2026-03-02T10:00Z")

    assert (agreement.version.number, policy.version) == (1, 1)


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(CalendarNeverOpen, match="no working time"):
        PolicyFactory(calendar=CalendarFactory(week={}))


def test_a_first_response_longer_than_the_resolution_is_refused():
    high = PriorityFactory(name="High")

    with pytest.raises(PolicyBroken, match="High: the first response may take longer than the resolution"):
        PolicyFactory(targets={(high, Kind.FIRST_RESPONSE): 120, (high, Kind.RESOLUTION): Target(1, Unit.HOUR)})


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "sla_policy_ends_after_it_begins"),
        ({"fulfilling": []}, "sla_policy_is_fulfilled_by_something"),
        ({"pausing": ["closed"]}, "sla_no_status_pauses_and_fulfils"),
    ],
)
def test_a_policy_keeps_its_sense(fields, constraint):
    policy = PolicyFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Policy.objects.filter(pk=policy.pk).update(**fields)


def test_the_default_has_no_conditions():
    with pytest.raises(IntegrityError, match="sla_default_policy_applies_always"):
        Policy.objects.filter(is_default=True).update(conditions=[{"field": "type", "values": ["1"]}])


def test_a_group_has_one_target_of_a_kind_each():
    policy, group = PolicyFactory(), Group.objects.get(name="agent")
    GroupTarget.objects.create(policy=policy, group=group, kind=Kind.TAKING, amount=1)

    with pytest.raises(IntegrityError, match="sla_one_group_target_each"):
        GroupTarget.objects.create(policy=policy, group=group, kind=Kind.TAKING, amount=2)


def test_a_level_that_does_nothing_is_refused():
    with pytest.raises(ValidationError, match="Choose what happens"):
        EscalationLevel(policy=PolicyFactory(), amount=80, tells_owner=False).clean()
