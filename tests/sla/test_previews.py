"""What a new version would move, without moving it."""

import pytest

from sla import actions
from sla.calendar import Target, Unit
from sla.enums import Kind
from sla.models import Agreement, PolicyVersion
from sla.previews import Shift, preview
from tests.sla.stories import agree, all_facts, hour, hours, last, play

pytestmark = pytest.mark.django_db
FIRST, NEXT, RESOLUTION = Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION


def version_of(agreement: Agreement, **minutes: int) -> PolicyVersion:
    """Publish other targets of the policy of ``agreement``."""
    targets = {(agreement.priority, Kind(kind)): amount for kind, amount in minutes.items()}
    actions.set_targets(agreement.policy, targets)
    return actions.newest(agreement.policy)


def told(shifts: list[Shift]) -> dict[Kind, tuple]:
    return {one.kind: tuple(at and hours(at) for at in (one.old, one.new)) for one in shifts}


@pytest.mark.parametrize(
    ("story", "targets", "shifts"),
    [
        ("", {"first_response": 240, "resolution": 360}, {}),
        ("", {"first_response": 60, "resolution": 360}, {FIRST: (4, 1)}),
        ("", {"first_response": 60, "resolution": 600}, {FIRST: (4, 1), RESOLUTION: (6, 10)}),
        ("", {"resolution": 360}, {FIRST: (4, None)}),
        ("", {}, {FIRST: (4, None), RESOLUTION: (6, None)}),
        ("1 answer", {"first_response": 60, "resolution": 360}, {}),
        ("1 answer", {"first_response": 60, "resolution": 60}, {RESOLUTION: (6, 1)}),
        ("1 pause, 3 resume", {"first_response": 60, "resolution": 60}, {FIRST: (4, 1), RESOLUTION: (8, 3)}),
        ("1 resolve", {"first_response": 60, "resolution": 60}, {}),
        ("1 answer, 2 ask", {"next_response": 60, "resolution": 360}, {NEXT: (4, 3)}),
        ("1 answer, 2 ask", {"resolution": 360}, {NEXT: (4, None)}),
        ("1 cancel", {"resolution": 360}, {RESOLUTION: (None, 6)}),
    ],
)
def test_a_preview_says_what_would_move_begin_or_end(story, targets, shifts):
    agreement = play(agree(), story)

    assert told(preview(agreement, version_of(agreement, **targets))) == shifts


def test_a_preview_writes_nothing():
    agreement = play(agree(), "1 pause, 2 resume")
    version = version_of(agreement, resolution=60)
    before = all_facts(agreement)

    preview(agreement, version)

    assert all_facts(agreement) == before


@pytest.mark.parametrize("story", ["", "1 answer", "1 pause, 3 resume", "1 answer, 2 ask", "2 pause"])
def test_what_a_preview_says_is_what_applying_does(story):
    agreement = play(agree(), story)
    version = version_of(agreement, first_response=60, next_response=30, resolution=600)
    foreseen = {shift.kind: shift.new for shift in preview(agreement, version)}

    actions.change(agreement, now=hour(3))

    assert {kind: last(agreement, kind).due_at for kind in foreseen} == foreseen


def test_a_due_instant_set_by_hand_would_not_move():
    agreement = agree(resolution=360)
    actions.set_due(agreement, RESOLUTION, hour(5), now=hour(0))

    assert preview(agreement, version_of(agreement, resolution=60)) == []


def test_a_promise_that_would_begin_knows_the_holds_before():
    agreement = play(agree(first_response=240), "1 pause, 3 resume")

    shifts = preview(agreement, version_of(agreement, first_response=240, resolution=360))

    assert told(shifts) == {RESOLUTION: (None, 8)}


def test_another_unit_moves_a_promise_too():
    agreement = agree(resolution=360)
    actions.set_targets(agreement.policy, {(agreement.priority, RESOLUTION): Target(2, Unit.DAY)})

    assert told(preview(agreement, actions.newest(agreement.policy))) == {RESOLUTION: (6, 48)}


@pytest.mark.parametrize(
    ("old", "new", "is_move"), [(1, 1, False), (1, 2, True), (None, 1, True), (1, None, True), (None, None, False)]
)
def test_a_shift_is_a_move_where_anything_changes(old, new, is_move):
    at = [None if number is None else hour(number) for number in (old, new)]

    assert Shift(RESOLUTION, *at).is_move == is_move
