"""Every read of the service levels, by its name."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from sla import actions
from sla.enums import CUSTOMERS, INTERNAL, Kind, Trigger
from sla.models import Agreement, Calendar, Clock, Escalation, EscalationLevel, Policy, Priority
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory
from tests.sla.stories import agree, hour, play

pytestmark = pytest.mark.django_db


def kinds(clocks) -> set[str]:
    return {clock.kind for clock in clocks}


def both_sorts() -> Agreement:
    """Return an agreement that promises something to the customer and something among ourselves."""
    agreement, network = agree(), Group.objects.create(name="Network")
    actions.set_group_targets(agreement.policy, {(network, None, kind): 60 for kind in INTERNAL})
    actions.change(agreement, now=hour(0))
    return actions.hand_over(agreement, network, now=hour(0))


@pytest.mark.parametrize(
    ("story", "live", "counting"),
    [
        ("", {Kind.FIRST_RESPONSE, Kind.RESOLUTION}, {Kind.FIRST_RESPONSE, Kind.RESOLUTION}),
        ("1 answer", {Kind.RESOLUTION}, {Kind.FIRST_RESPONSE, Kind.RESOLUTION}),
        ("1 pause", {Kind.FIRST_RESPONSE, Kind.RESOLUTION}, {Kind.FIRST_RESPONSE, Kind.RESOLUTION}),
        ("1 resolve", set(), {Kind.RESOLUTION}),
        ("1 cancel", set(), set()),
    ],
)
def test_live_clocks_still_measure_and_counting_ones_were_measured_to_the_end(story, live, counting):
    clocks = play(agree(), story).clocks

    assert (kinds(clocks.live()), kinds(clocks.counting())) == (live, counting)


def test_clocks_are_parted_by_whom_something_was_promised():
    clocks = both_sorts().clocks

    assert kinds(clocks.promised()) <= set(CUSTOMERS)
    assert kinds(clocks.internal()) == set(INTERNAL)
    assert clocks.promised().count() + clocks.internal().count() == clocks.count()
    assert kinds(clocks.of_kind(Kind.TAKING)) == {Kind.TAKING}


def test_resolutions_that_were_met_and_responses_that_were_let_off_are_found_when_it_is_reopened():
    agreement = play(agree(), "2 resolve")

    assert kinds(agreement.clocks.resolved()) == {Kind.RESOLUTION}
    assert kinds(agreement.clocks.let_off(hour(2))) == {Kind.FIRST_RESPONSE}
    assert kinds(agreement.clocks.let_off(hour(3))) == set()


@pytest.mark.parametrize(
    ("now", "untold"), [(4, set()), (4.1, {Kind.FIRST_RESPONSE}), (7, {Kind.FIRST_RESPONSE, Kind.RESOLUTION})]
)
def test_clocks_whose_breach_was_not_told_are_found_after_their_due_instant(now, untold):
    agreement = agree()

    assert kinds(Clock.objects.untold(hour(now))) == untold
    assert list(Agreement.objects.breaching(hour(now))) == ([agreement] if untold else [])


def test_an_agreement_with_two_breaches_is_found_once():
    agree()

    assert Agreement.objects.breaching(hour(9)).count() == 1


def leveled(*amounts: int) -> Agreement:
    policy = PolicyFactory(calendar=None, targets={(PriorityFactory(), Kind.RESOLUTION): 600})
    for amount in amounts:
        EscalationLevel.objects.create(policy=policy, trigger=Trigger.SHARE, amount=amount)
    actions.publish(policy)
    return actions.start(policy, policy.targets.get().priority, now=hour(0))


@pytest.mark.parametrize(("now", "due"), [(4.9, []), (5, [50]), (8, [50, 80]), (99, [50, 80])])
def test_levels_are_due_from_their_instant_on_the_earliest_first(now, due):
    agreement = leveled(80, 50)

    assert [row.amount for row in Escalation.objects.due(hour(now))] == due
    assert list(Agreement.objects.escalating(hour(now))) == ([agreement] if due else [])


@pytest.mark.parametrize("end", ["fired_at", "cancelled_at"])
def test_what_has_fired_or_was_cancelled_is_planned_no_more(end):
    agreement = leveled(50)
    Escalation.objects.update(**{end: hour(1)})

    assert not Escalation.objects.planned().exists()
    assert not Agreement.objects.escalating(hour(99)).exists()
    assert [row.clock.agreement for row in Escalation.objects.of_agreements([agreement])] == [agreement]


def test_levels_are_those_of_some_agreements():
    one, _other = leveled(50), leveled(50)

    assert [row.clock.agreement for row in Escalation.objects.of_agreements([one])] == [one]


@pytest.mark.parametrize(
    ("story", "is_running"), [("", True), ("1 pause", True), ("1 resolve", False), ("1 resolve, 2 reopen", True)]
)
def test_an_agreement_runs_until_it_is_resolved(story, is_running):
    agreement = play(agree(), story)

    assert Agreement.objects.running().filter(pk=agreement.pk).exists() == is_running


def test_an_agreement_is_outdated_once_its_policy_has_a_newer_version():
    agreement, other = agree(), agree()

    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 60})

    assert list(Agreement.objects.outdated()) == [agreement]
    assert list(Agreement.objects.under(other.policy)) == [other]


def test_active_priorities_come_the_most_urgent_first():
    Priority.objects.filter(code="high").update(is_active=False)

    assert [one.code for one in Priority.objects.active()] == ["urgent", "medium", "low"]


@pytest.mark.parametrize(
    ("inactive", "middle"), [([], "medium"), (["low"], "high"), (["urgent"], "medium"), (["urgent", "low"], "medium")]
)
def test_the_middle_priority_is_rather_the_lower(inactive, middle):
    Priority.objects.filter(code__in=inactive).update(is_active=False)

    assert Priority.objects.middle().code == middle


def test_active_policies_come_in_their_order():
    default = Policy.objects.default()
    late, early = PolicyFactory(position=9), PolicyFactory(position=3)
    PolicyFactory(is_active=False)

    assert list(Policy.objects.active()) == [default, early, late]


def test_policies_with_a_calendar_bring_it_along(django_assert_num_queries):
    office = PolicyFactory()
    PolicyFactory(calendar=None)

    with django_assert_num_queries(1):
        found = {policy.name: policy.calendar.name for policy in Policy.objects.with_calendar()}

    assert found[office.name] == office.calendar.name
    assert all(found.values())


def test_without_a_default_no_policy_holds_for_all():
    Policy.objects.update(is_default=False)

    assert Policy.objects.default() is None


@pytest.mark.parametrize("count", [1, 3])
def test_calendars_cost_the_same_for_any_count(count, django_assert_num_queries):
    pks = [CalendarFactory().pk for _ in range(count)]

    with django_assert_num_queries(4):
        weeks = [calendar.schedule.week for calendar in Calendar.objects.with_times().filter(pk__in=pks)]

    assert len(weeks) == count


@pytest.mark.parametrize("count", [1, 3])
def test_clocks_are_dated_at_the_same_cost_for_any_count(count, django_assert_num_queries):
    pks = [play(agree(resolution=360), "1 pause, 2 resume").pk for _ in range(count)]

    with django_assert_num_queries(2):
        dated = [
            clock.working_time.add(clock.started_at, timedelta(hours=len(clock.past_pauses)))
            for clock in Clock.objects.filter(agreement__in=pks).with_times()
        ]

    assert dated == [hour(1)] * count
