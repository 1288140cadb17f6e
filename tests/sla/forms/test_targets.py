"""The table of a policy's targets: how lengths are read, written, drawn and refused."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import Target, Unit
from sla.enums import CUSTOMERS, Kind, TargetUnit
from sla.forms.targets import TargetGrid, TargetsField, read_target, write_target, written_targets
from sla.models import Policy, Priority
from tests.sla.factories import PolicyFactory, PriorityFactory

LIVE = dict.fromkeys(("low", "medium", "high", "urgent"), ("8", "hour"))


@pytest.mark.parametrize(
    ("text", "unit", "target"),
    [
        ("4", "hour", Target(240, Unit.MINUTE)),
        ("0:30", "hour", Target(30, Unit.MINUTE)),
        (" 16:05 ", "hour", Target(965, Unit.MINUTE)),
        ("9999", "hour", Target(599_940, Unit.MINUTE)),
        ("2", "day", Target(2, Unit.DAY)),
        (" 2 ", "day", Target(2, Unit.DAY)),
        ("0", "end_of_day", Target(0, Unit.END_OF_DAY)),
        ("3", "end_of_day", Target(3, Unit.END_OF_DAY)),
        ("1", "month", Target(1, Unit.MONTH)),
        ("30", "minute", Target(30, Unit.MINUTE)),
    ],
)
def test_a_length_is_read_in_its_unit(text, unit, target):
    assert read_target(text, unit) == target


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0", "hour"),
        ("0:00", "hour"),
        ("0:60", "hour"),
        ("1.5", "hour"),
        ("-1", "hour"),
        ("", "hour"),
        ("99999", "hour"),
        ("0", "day"),
        ("00", "month"),
        ("0:30", "day"),
        ("-1", "day"),
        ("two", "month"),
        ("99999", "day"),
        ("²", "day"),
        ("1", "week"),
        ("1", ""),
    ],
)
def test_what_is_no_length_of_its_unit_is_refused(text, unit):
    with pytest.raises(ValidationError) as refused:
        read_target(text, unit)

    assert f"“{text}”" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (Target(240, Unit.MINUTE), ("4", "hour")),
        (Target(30, Unit.MINUTE), ("0:30", "hour")),
        (Target(965, Unit.MINUTE), ("16:05", "hour")),
        (Target(2, Unit.DAY), ("2", "day")),
        (Target(0, Unit.END_OF_DAY), ("0", "end_of_day")),
        (Target(1, Unit.MONTH), ("1", "month")),
    ],
)
def test_a_length_is_written_in_its_unit(target, written):
    assert write_target(target) == written


@given(
    st.builds(Target, st.integers(1, 9999 * 60 + 59), st.just(Unit.MINUTE))
    | st.builds(Target, st.integers(1, 9999), st.sampled_from([Unit.DAY, Unit.MONTH, Unit.END_OF_DAY]))
)
def test_what_is_written_is_read_as_it_was(target):
    assert read_target(*write_target(target)) == target


def cells(**texts: tuple[str, str]) -> dict:
    """Return the table with a resolution at each priority that is named by its code."""
    pks = dict(Priority.objects.values_list("code", "pk"))
    return {(pks[code], Kind.RESOLUTION): written for code, written in texts.items()}


@pytest.mark.django_db
def test_a_full_table_becomes_targets():
    targets = TargetsField().clean(cells(**LIVE | {"urgent": ("1", "day")}))

    told = {(priority.code, kind): target for (priority, kind), target in targets.items()}
    eight = dict.fromkeys([(code, Kind.RESOLUTION) for code in ("low", "medium", "high")], Target(480, Unit.MINUTE))
    assert told == eight | {("urgent", Kind.RESOLUTION): Target(1, Unit.DAY)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("missing", "words"), [(["low"], "Low"), (["low", "high"], "High, Low"), (list(LIVE), "Urgent, High, Medium, Low")]
)
def test_priorities_in_use_without_a_target_are_named(missing, words):
    kept = {code: written for code, written in LIVE.items() if code not in missing}

    with pytest.raises(ValidationError) as refused:
        TargetsField().clean(cells(**kept))

    named = refused.value.messages[0].removeprefix("There is no target for: ").removesuffix(".")
    assert sorted(named.split(", ")) == sorted(words.split(", "))


@pytest.mark.django_db
def test_a_priority_out_of_use_needs_no_target():
    Priority.objects.filter(code="low").update(is_active=False)
    kept = {code: written for code, written in LIVE.items() if code != "low"}

    assert len(TargetsField().clean(cells(**kept))) == 3


@pytest.mark.django_db
def test_a_response_longer_than_the_resolution_is_refused_in_the_table():
    low = Priority.objects.get(code="low")

    with pytest.raises(ValidationError, match="Low: the first response may take longer than the resolution"):
        TargetsField().clean(cells(**LIVE) | {(low.pk, Kind.FIRST_RESPONSE): ("9", "hour")})


@pytest.mark.django_db
def test_only_cells_that_were_filled_in_are_gathered():
    low = Priority.objects.get(code="low").pk
    data = {f"targets-{low}-resolution": "4", f"targets-{low}-first_response": "  ", "targets-0-resolution": "9"}

    gathered = TargetGrid().value_from_datadict(data, {}, "targets")

    assert gathered == {(low, Kind.RESOLUTION): ("4", "hour")}


@pytest.mark.django_db
@pytest.mark.parametrize("unit", ["day", "month", "end_of_day"])
def test_a_cell_is_gathered_with_its_unit(unit):
    low = Priority.objects.get(code="low").pk
    data = {f"targets-{low}-resolution": "4", f"targets-{low}-resolution-unit": unit}

    assert TargetGrid().value_from_datadict(data, {}, "targets") == {(low, Kind.RESOLUTION): ("4", unit)}


@pytest.mark.django_db
def test_the_table_has_a_row_for_each_priority_and_a_cell_for_each_promise_to_customers():
    PriorityFactory(name="Frozen", is_active=False)
    low = Priority.objects.get(code="low").pk

    drawn = TargetGrid().render("targets", {(low, Kind.RESOLUTION): ("4", "day")})

    assert drawn.count('type="text"') == 5 * len(CUSTOMERS)
    assert drawn.count(f'name="targets-{low}-resolution"') == 1
    assert drawn.count('value="4"') == 1
    assert "Frozen" in drawn


@pytest.mark.django_db
def test_a_policy_is_written_into_the_table_as_it_stands():
    low, policy = PriorityFactory(), None
    wanted = {(low, Kind.RESOLUTION): Target(2, Unit.DAY), (low, Kind.FIRST_RESPONSE): 90}

    policy = PolicyFactory(targets=wanted)

    assert written_targets(policy) == {
        (low.pk, Kind.RESOLUTION): ("2", "day"),
        (low.pk, Kind.FIRST_RESPONSE): ("1:30", TargetUnit.HOUR),
    }


@pytest.mark.django_db
def test_the_table_of_the_default_policy_is_accepted_as_it_is_drawn():
    policy = Policy.objects.default()
    data = {}
    for (pk, kind), (text, unit) in written_targets(policy).items():
        data |= {f"targets-{pk}-{kind}": text, f"targets-{pk}-{kind}-unit": unit}

    targets = TargetsField().clean(TargetGrid().value_from_datadict(data, {}, "targets"))

    assert targets == {(row.priority, Kind(row.kind)): row.target for row in policy.targets.all()}
