"""What a version says, and that it says the same after it was kept."""

from sla.calendar import Target, Unit
from sla.enums import Act, Kind, StatusMeaning, Trigger
from sla.terms import Level, Promise, Step, Terms

HOURS, DAYS = Target(240, Unit.MINUTE), Target(2, Unit.DAY)
TERMS = Terms(
    promises=(
        Promise(Kind.RESOLUTION, 1, DAYS),
        Promise(Kind.RESOLUTION, 2, HOURS),
        Promise(Kind.HANDLING, None, DAYS, group=7),
        Promise(Kind.HANDLING, 2, HOURS, group=7),
    ),
    levels=(Level(3, Kind.RESOLUTION, Trigger.SHARE, 80, (Step(Act.NOTIFY, "owner"), Step(Act.RAISE))),),
    pausing=frozenset({"on_hold"}),
    fulfilling=frozenset({"closed"}),
)


def test_terms_are_the_same_after_they_were_kept():
    assert Terms.from_data(TERMS.as_data()) == TERMS


def test_each_priority_and_each_group_has_its_own():
    assert TERMS.promised(1) == {Kind.RESOLUTION: DAYS}
    assert TERMS.promised_by(7, 1) == {Kind.HANDLING: DAYS}
    assert TERMS.promised_by(7, 2) == {Kind.HANDLING: HOURS}
    assert TERMS.promised_by(8, 2) == {}


def test_a_status_runs_pauses_or_fulfils_as_the_terms_say():
    told = {category: TERMS.meaning_of(category) for category in ("open", "on_hold", "resolved", "closed")}

    assert told == {
        "open": StatusMeaning.RUNNING,
        "on_hold": StatusMeaning.PAUSED,
        "resolved": StatusMeaning.RUNNING,
        "closed": StatusMeaning.FULFILLED,
    }


def test_a_level_is_found_by_its_key():
    assert TERMS.level(3) == TERMS.levels[0]
    assert TERMS.level(4) is None
