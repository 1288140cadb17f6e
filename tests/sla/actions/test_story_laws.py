"""Laws that hold of every story: whatever happens, in whatever order, what is told of clocks stays consistent."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla import actions, compliance, states
from sla.enums import Kind, PromiseResult, State, Trigger
from sla.models import Agreement, EscalationLevel
from sla.previews import preview
from sla.snapshots import measure, snapshot
from tests.sla.stories import VERBS, agree, all_facts, hour, play

pytestmark = pytest.mark.django_db
EXAMPLES = [12, pytest.param(40, marks=pytest.mark.long)]
END, NOTHING = 20, timedelta()
LATE = {State.BREACHED, State.MET_LATE, State.PAUSED_AFTER_BREACH}
EVENTS = st.tuples(st.integers(0, 24).map(lambda half: half / 2), st.sampled_from(sorted(VERBS)))
STORIES = st.lists(EVENTS, max_size=8).map(lambda events: sorted(events, key=lambda event: event[0]))


def every(examples: int, *strategies):
    """Try a law on so many stories, each in a transaction that is taken back."""

    def decorate(law):
        @settings(deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck))
        @given(st.tuples(*strategies))
        def tried(drawn):
            with transaction.atomic():
                law(*drawn)
                transaction.set_rollback(True)

        tried()

    return decorate


def told(events: list[tuple[float, str]]) -> str:
    return ", ".join(f"{number} {verb}" for number, verb in events)


def escalated(**fields) -> Agreement:
    """Agree, with levels at half the way, at the end and an hour later."""
    agreement = agree(**fields)
    for trigger, amount in ((Trigger.SHARE, 50), (Trigger.SHARE, 100), (Trigger.AFTER, 60)):
        EscalationLevel.objects.create(policy=agreement.policy, trigger=trigger, amount=amount)
    actions.publish(agreement.policy)
    return actions.change(agreement, now=hour(0))


@pytest.mark.parametrize("examples", EXAMPLES)
def test_a_due_instant_always_follows_from_start_target_and_pauses(examples):
    @every(examples, STORIES, st.booleans())
    def holds(events, pauses_responses):
        agreement = play(agree(pauses_responses=pauses_responses), told(events))

        for clock in agreement.clocks.live().with_times():
            pauses = clock.past_pauses
            assert clock.due_at == states.due_after(clock.working_time, clock.started_at, clock.target, pauses)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_was_used_held_and_resolved_adds_up_to_the_time_there_was(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement = play(agree(), told(events))

        for clock in agreement.clocks.counting().with_times():
            if clock.paused_at is None:
                measured = measure(clock, hour(END))
                sums = measured.used + measured.held + measured.resolved
                assert sums == (clock.met_at or hour(END)) - clock.started_at
                assert measured.used >= NOTHING


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_was_late_once_is_late_for_ever(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement, late = agree(), set()

        for number, verb in events:
            late |= {clock.pk for clock in agreement.clocks.counting() if states.is_late(clock.moments, hour(number))}
            play(agreement, f"{number} {verb}")

        clocks = agreement.clocks.counting().in_bulk(late)
        assert {states.state_of(clock.moments, hour(END)) for clock in clocks.values()} <= LATE


@pytest.mark.parametrize("examples", EXAMPLES)
def test_sweeping_at_every_step_or_only_at_the_end_notes_the_same_breaches(examples):
    @every(examples, STORIES)
    def holds(events):
        swept, left = agree(), agree()

        for number, verb in events:
            actions.breach(swept, now=hour(number))
            play(swept, f"{number} {verb}")
        play(left, told(events))
        for agreement in (swept, left):
            actions.breach(agreement, now=hour(END))

        noted = [list(one.clocks.counting().values_list("kind", "breached_at")) for one in (swept, left)]
        assert noted[0] == noted[1]


@pytest.mark.parametrize("examples", EXAMPLES)
def test_each_breach_is_told_once_at_most(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement, found = agree(), []

        for number, verb in [*events, (END, "apply")]:
            found += [clock.pk for clock in actions.breach(agreement, now=hour(number))]
            play(agreement, f"{number} {verb}")
        found += [clock.pk for clock in actions.breach(agreement, now=hour(END))]

        breached = set(agreement.clocks.counting().exclude(breached_at=None).values_list("pk", flat=True))
        assert max(Counter(found).values(), default=0) <= 1
        assert breached <= set(found)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_each_level_fires_once_at_most_and_none_is_planned_for_what_is_over(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement, fired = escalated(), []

        for number, verb in events:
            fired += [row.pk for row in actions.escalate(agreement, now=hour(number))]
            play(agreement, f"{number} {verb}")
        fired += [row.pk for row in actions.escalate(agreement, now=hour(END))]

        assert len(fired) == len(set(fired))
        for clock in agreement.clocks.exclude(met_at=None, cancelled_at=None):
            assert not clock.escalations.planned().exists()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_applying_the_version_in_force_moves_nothing(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement = play(agree(), told([event for event in events if event[1] not in {"cancel", "reset"}]))

        assert preview(Agreement.objects.get(pk=agreement.pk), agreement.version) == []
        rows = agreement.clocks.values_list("kind", "due_at", "paused_at", "met_at", "cancelled_at")
        before = list(rows)
        actions.change(agreement, now=hour(12))
        assert list(rows.all()) == before


@pytest.mark.parametrize("examples", EXAMPLES)
def test_the_last_event_may_be_repeated(examples):
    @every(examples, STORIES.filter(bool))
    def holds(events):
        agreement = play(agree(), told(events))
        actions.breach(agreement, now=hour(events[-1][0]))  # whoever looks first notes what is late
        once = all_facts(agreement)

        play(agreement, told(events[-1:]))

        assert all_facts(agreement) == once


@pytest.mark.parametrize("examples", EXAMPLES)
def test_sums_of_compliance_count_every_promise_that_is_shown_once(examples):
    @every(examples, STORIES, st.integers(0, END))
    def holds(events, later):
        agreement = play(agree(), told(events))
        now = hour(12 + later)

        rows = Agreement.objects.filter(pk=agreement.pk).filter(compliance.begun("clocks", hour(0), hour(99)))
        found = rows.aggregate(**compliance.sums("clocks", now))
        shown = snapshot(agreement, now)

        late = sum(view.state in LATE for view in shown)
        kept = sum(view.state is State.MET for view in shown)
        expected = {"broken": late, "kept": kept, "open": len(shown) - late - kept}
        assert {outcome.value: found[outcome] for outcome in PromiseResult} == expected


@pytest.mark.parametrize("examples", EXAMPLES)
def test_a_kind_is_owed_once_at_a_time(examples):
    @every(examples, STORIES)
    def holds(events):
        agreement = play(agree(), told(events))

        owed = Counter(agreement.clocks.live().values_list("kind", flat=True))
        assert set(owed.values()) <= {1}
        assert set(owed) <= {Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION}


BEFORE = ["", "1 pause", "1 answer, 2 ask", "1 resolve", "1 pause, 2 resolve", "5 resolve", "7 pause"]


@pytest.mark.parametrize("story", BEFORE)
@pytest.mark.parametrize(
    "verb", ["answer", "apply", "ask", "cancel", "pause", "reopen", "reset", "resolve", "resume", "take"]
)
def test_whatever_is_said_twice_has_no_further_effect(story, verb):
    agreement = play(agree(), story)

    play(agreement, f"8 {verb}")
    once = all_facts(agreement)
    play(agreement, f"8 {verb}")

    assert all_facts(agreement) == once


@pytest.mark.parametrize("pauses_responses", [False, True])
@pytest.mark.parametrize("story", ["", "1 answer, 2 ask", "2 pause, 3 resume", "1 resolve, 2 reopen", "7 answer"])
def test_a_hold_that_takes_no_time_moves_nothing(story, pauses_responses):
    plain, held = (play(agree(pauses_responses=pauses_responses), story) for _ in range(2))

    play(held, "9 pause, 9 resume")

    told = [[(clock.kind, clock.due_at, clock.met_at) for clock in one.clocks.all()] for one in (plain, held)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 pause, 3 resume", "1 pause, 2 resume, 2 pause, 3 resume"),
        ("1 resolve, 3 reopen", "1 resolve, 2 reopen, 2 resolve, 3 reopen"),
        ("1 pause, 2 answer, 3 resume", "1 pause, 2 resume, 2 answer, 2 pause, 3 resume"),
        ("1 answer, 1 pause, 3 resume", "1 pause, 1 answer, 3 resume"),
        ("1 answer, 2 ask, 2 pause, 3 resume", "1 answer, 2 pause, 2 ask, 3 resume"),
    ],
)
def test_two_ways_to_tell_the_same_end_with_the_same_dates(one, other):
    first, second = play(agree(), one), play(agree(), other)

    told = [[(clock.kind, clock.due_at, clock.met_at) for clock in each.clocks.all()] for each in (first, second)]
    assert told[0] == told[1]
