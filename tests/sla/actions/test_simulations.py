"""A policy is tried out on what is past, in parts, and no clock moves."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group

from helpdesk.idempotency import KeyUsed
from sla import actions
from sla.actions import Draft
from sla.calendar import Target, Unit
from sla.enums import Kind
from sla.models import Agreement, Simulation, SimulationPart
from sla.querysets import MOST_ATTEMPTS
from sla.terms import Promise, Terms
from tests.helpdesk.factories import UserFactory
from tests.sla.factories import CalendarFactory, PolicyFactory
from tests.sla.stories import agree, all_facts, hour, play

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 7, 1), date(2025, 9, 30)
HOURS = Target(2, Unit.HOUR)


def draft(policy, **fields) -> Draft:
    facts = {"calendar": None, "terms": actions.newest(policy).terms, "first": FIRST, "last": LAST, "is_for_all": True}
    return Draft(policy, **(facts | fields))


def plan(agreements: list[Agreement], key: UUID | None = None, **fields) -> Simulation:
    policy = agreements[0].policy if agreements else PolicyFactory()
    pks = [agreement.pk for agreement in agreements]
    return actions.plan_simulation(draft(policy, **fields), pks, by=UserFactory(agent=True), key=key or uuid4())[0]


def played(agreement: Agreement, now: float = 24, **fields) -> list[list]:
    """Try a draft out on one agreement; return what came of each promise, without the keys."""
    part = plan([agreement], **fields).parts.get()
    actions.replay_part(part, part.agreements, now=hour(now))
    return [[kind, before, after] for _pk, kind, _priority, _group, before, after, _due in part.rows]


def terms(agreement: Agreement, **hours: int) -> Terms:
    targets = {(agreement.priority_id, Kind(kind)): Target(number, Unit.HOUR) for kind, number in hours.items()}
    return actions.drafted(agreement.version.terms, targets)


def test_a_draft_has_other_targets_for_customers_and_keeps_the_rest():
    ours = Promise(Kind.HANDLING, None, HOURS, group=7)
    before = Terms((Promise(Kind.RESOLUTION, 1, HOURS), ours), pausing=frozenset({"on_hold"}), pauses_responses=True)

    after = actions.drafted(before, {(2, Kind.FIRST_RESPONSE): HOURS})

    assert after.promises == (Promise(Kind.FIRST_RESPONSE, 2, HOURS), ours)
    assert (after.pausing, after.pauses_responses) == (before.pausing, True)


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (250, [250]), (251, [250, 1]), (600, [250, 250, 100])])
def test_a_simulation_is_planned_in_parts(count, sizes):
    policy = PolicyFactory()
    pks = list(range(1, count + 1))

    simulation, is_new = actions.plan_simulation(draft(policy), pks, by=UserFactory(agent=True), key=uuid4())

    parts = list(simulation.parts.all())
    assert (is_new, [len(part.agreements) for part in parts]) == (True, sizes)
    assert [pk for part in parts for pk in part.agreements] == pks


def test_the_same_form_sent_twice_is_one_simulation():
    policy, user, key = PolicyFactory(), UserFactory(agent=True), uuid4()

    sent = [actions.plan_simulation(draft(policy), [1, 2], by=user, key=key) for _ in range(2)]

    assert sent[0][0] == sent[1][0]
    assert [is_new for _simulation, is_new in sent] == [True, False]
    assert SimulationPart.objects.count() == 1


def test_something_else_under_the_same_key_is_refused():
    policy, user, key = PolicyFactory(), UserFactory(agent=True), uuid4()
    actions.plan_simulation(draft(policy), [1], by=user, key=key)

    with pytest.raises(KeyUsed):
        actions.plan_simulation(draft(policy, is_for_all=False), [1], by=user, key=key)


def test_the_same_key_of_another_person_is_another_simulation():
    policy, key = PolicyFactory(), uuid4()

    made = [actions.plan_simulation(draft(policy), [1], by=UserFactory(agent=True), key=key) for _ in range(2)]

    assert [is_new for _simulation, is_new in made] == [True, True]


@pytest.mark.parametrize(
    ("story", "hours", "rows"),
    [
        ("3 resolve", {"resolution": 2}, [["resolution", False, True]]),
        ("3 resolve", {"resolution": 6}, [["resolution", False, False]]),
        ("7 resolve", {"resolution": 8}, [["first_response", True, None], ["resolution", True, False]]),
        ("1 pause, 2 resume, 3 resolve", {"resolution": 2}, [["resolution", False, False]]),
        ("1 answer, 5 resolve", {"first_response": 2}, [["first_response", False, False], ["resolution", False, None]]),
        ("3 answer, 5 resolve", {"first_response": 2}, [["first_response", False, True], ["resolution", False, None]]),
        ("1 cancel", {}, []),
    ],
)
def test_each_promise_is_told_before_and_after(story, hours, rows):
    agreement = play(agree(), story)

    assert played(agreement, terms=terms(agreement, **hours)) == rows


def test_a_promise_that_was_not_made_is_tried_out_too():
    agreement = play(agree(resolution=360), "3 answer, 5 resolve")

    rows = played(agreement, terms=terms(agreement, first_response=2, resolution=6))

    assert rows == [["resolution", False, False], ["first_response", None, True]]


def test_another_calendar_is_tried_out():
    agreement = play(agree(resolution=360), "20 resolve")
    office = CalendarFactory()

    rows = [played(agreement, calendar=calendar, terms=terms(agreement, resolution=6)) for calendar in (None, office)]

    assert rows == [[["resolution", True, True]], [["resolution", True, False]]]


def test_a_row_says_which_agreement_priority_and_group_and_when_it_would_have_been_due():
    agreement, network = agree(resolution=360), Group.objects.create(name="Network")
    actions.hand_over(agreement, network, now=hour(0))
    part = plan([agreement], terms=terms(agreement, resolution=2)).parts.get()

    actions.replay_part(part, part.agreements, now=hour(1))

    due = hour(2).isoformat()
    assert part.rows == [[agreement.pk, "resolution", agreement.priority_id, network.pk, False, False, due]]
    assert part.done_at == hour(1)


def test_agreements_that_are_gone_have_no_rows():
    part = plan([agree(resolution=360)]).parts.get()

    actions.replay_part(part, [0], now=hour(1))

    assert (part.rows, part.done_at) == ([], hour(1))


def test_a_replay_moves_no_clock():
    agreement = play(agree(), "1 pause, 2 resume")
    before = all_facts(agreement)

    played(agreement, terms=terms(agreement, resolution=1))

    assert all_facts(agreement) == before


def test_a_part_that_is_replayed_twice_keeps_the_first_result():
    part = plan([agree(resolution=360)]).parts.get()
    actions.replay_part(part, part.agreements, now=hour(1))

    actions.replay_part(part, [], now=hour(2))

    assert (len(part.rows), part.done_at) == (1, hour(1))


@pytest.mark.parametrize("attempts", [0, MOST_ATTEMPTS - 1, MOST_ATTEMPTS])
def test_a_part_whose_workers_keep_dying_is_given_up_without_a_result(attempts):
    part = plan([agree(resolution=360)]).parts.get()
    SimulationPart.objects.filter(pk=part.pk).update(attempts=attempts)

    is_to_be_done = actions.attempt_part(part, now=hour(1))

    assert is_to_be_done == (attempts < MOST_ATTEMPTS)
    assert (part.attempts, part.rows) == (attempts + 1, [])
    assert list(SimulationPart.objects.given_up()) == ([] if is_to_be_done else [part])


def test_a_part_that_is_done_is_not_attempted_again():
    part = plan([agree(resolution=360)]).parts.get()
    actions.replay_part(part, part.agreements, now=hour(1))

    assert not actions.attempt_part(part, now=hour(2))
    assert (part.attempts, len(part.rows)) == (0, 1)


def test_a_simulation_is_done_once_no_part_waits():
    simulation = plan([agree(resolution=360)])
    waiting = actions.finish_simulation(simulation, now=hour(1))
    part = simulation.parts.get()
    actions.replay_part(part, part.agreements, now=hour(2))

    done = [actions.finish_simulation(simulation, now=hour(number)) for number in (3, 4)]

    assert not waiting.is_done
    assert [one.finished_at for one in done] == [hour(3), hour(3)]


def test_a_simulation_of_nothing_is_done_at_once():
    assert actions.finish_simulation(plan([]), now=hour(1)).is_done


def test_a_simulation_keeps_what_is_tried_out_whatever_becomes_of_the_policy():
    agreement = agree(resolution=360)
    simulation = plan([agreement], terms=terms(agreement, resolution=2))

    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 600})

    kept = Simulation.objects.get(pk=simulation.pk).terms
    assert kept.promised(agreement.priority_id) == {Kind.RESOLUTION: HOURS}
