"""What a version says, and that it says the same after it was kept."""

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import Target, Unit
from sla.enums import CUSTOMERS, INTERNAL, Act, Kind, StatusMeaning, Trigger
from sla.terms import Level, Promise, Step, Terms

HOURS, DAYS = Target(240, Unit.MINUTE), Target(2, Unit.DAY)
TERMS = Terms(
    promises=(
        Promise(Kind.RESOLUTION, 1, DAYS),
        Promise(Kind.RESOLUTION, 2, HOURS),
        Promise(Kind.HANDLING, None, DAYS, group=7),
        Promise(Kind.HANDLING, 2, HOURS, group=7),
        Promise(Kind.TAKING, 2, HOURS, group=7),
        Promise(Kind.HANDLING, None, HOURS, group=9),
    ),
    levels=(
        Level(3, Kind.RESOLUTION, Trigger.SHARE, 80, (Step(Act.NOTIFY, "owner"), Step(Act.RAISE))),
        Level(4, Kind.HANDLING, Trigger.BEFORE, 30),
        Level(5, Kind.RESOLUTION, Trigger.AFTER, 0, (Step(Act.STATUS, "open"),)),
    ),
    pausing=frozenset({"on_hold"}),
    fulfilling=frozenset({"closed"}),
)


@st.composite
def some_terms(draw) -> Terms:
    targets = st.builds(Target, st.integers(0, 9999), st.sampled_from(Unit))
    keys = st.none() | st.integers(1, 99)
    steps = st.builds(Step, st.sampled_from(Act), st.sampled_from(["", "owner", "user:5", "group:3"]))
    numbers = (st.integers(1, 99), st.sampled_from(Kind), st.sampled_from(Trigger), st.integers(0, 200))
    words = st.frozensets(st.sampled_from(["open", "replied", "on_hold", "resolved", "closed"]))
    return Terms(
        promises=tuple(draw(st.lists(st.builds(Promise, st.sampled_from(Kind), keys, targets, keys), max_size=4))),
        levels=tuple(draw(st.lists(st.builds(Level, *numbers, st.lists(steps, max_size=3).map(tuple)), max_size=3))),
        pausing=draw(words),
        fulfilling=draw(words),
        pauses_responses=draw(st.booleans()),
    )


@settings(max_examples=100, deadline=None)
@given(some_terms())
def test_terms_are_the_same_after_they_were_kept_as_json(terms):
    assert Terms.from_data(json.loads(json.dumps(terms.as_data()))) == terms


def test_terms_are_written_the_same_whatever_the_order_of_their_statuses():
    one, other = (Terms(pausing=frozenset(words)) for words in ("ab", "ba"))

    assert json.dumps(one.as_data()) == json.dumps(other.as_data())


@pytest.mark.parametrize(
    ("priority", "targets"), [(1, {Kind.RESOLUTION: DAYS}), (2, {Kind.RESOLUTION: HOURS}), (3, {})]
)
def test_a_customer_is_promised_what_stands_at_their_priority(priority, targets):
    assert TERMS.promised(priority) == targets


@pytest.mark.parametrize(
    ("group", "priority", "targets"),
    [
        (7, 1, {Kind.HANDLING: DAYS}),
        (7, 2, {Kind.HANDLING: HOURS, Kind.TAKING: HOURS}),
        (9, 2, {Kind.HANDLING: HOURS}),
        (8, 2, {}),
    ],
)
def test_what_a_group_says_of_one_priority_goes_before_what_it_says_of_all(group, priority, targets):
    assert TERMS.promised_by(group, priority) == targets


@pytest.mark.parametrize(
    ("category", "meaning"),
    [
        ("open", StatusMeaning.RUNNING),
        ("on_hold", StatusMeaning.PAUSED),
        ("resolved", StatusMeaning.RUNNING),
        ("closed", StatusMeaning.FULFILLED),
        ("", StatusMeaning.RUNNING),
    ],
)
def test_a_status_runs_pauses_or_fulfils_as_the_terms_say(category, meaning):
    assert TERMS.meaning_of(category) is meaning


@pytest.mark.parametrize(("kind", "pauses_responses"), list(product(Kind, (False, True))))
def test_a_hold_stops_the_long_promises_always_and_the_responses_by_choice(kind, pauses_responses):
    stopped = {Kind.RESOLUTION, Kind.HANDLING}
    stopped |= {Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE} if pauses_responses else set()

    assert Terms(pauses_responses=pauses_responses).pauses(kind) == (kind in stopped)


def test_every_kind_is_promised_to_customers_or_among_ourselves():
    assert sorted([*CUSTOMERS, *INTERNAL]) == sorted(Kind)


@pytest.mark.parametrize(("kind", "keys"), [(Kind.RESOLUTION, [3, 5]), (Kind.HANDLING, [4]), (Kind.TAKING, [])])
def test_a_kind_has_its_levels_in_their_order(kind, keys):
    assert [level.key for level in TERMS.levels_of(kind)] == keys


@pytest.mark.parametrize(("key", "amount"), [(3, 80), (5, 0)])
def test_a_level_is_found_by_its_key(key, amount):
    assert TERMS.level(key).amount == amount


def test_a_level_of_another_version_is_not_found():
    assert TERMS.level(6) is None
