"""Why a clock falls due when it does: the sum that a page tells."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla import actions
from sla.calendar import Target, Unit
from sla.enums import Kind, PauseKind, State
from sla.explanation import Explanation, explain
from sla.models import Agreement, ClosedDay
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def agree(start: str, target: Target, **calendar) -> Agreement:
    """Promise a resolution by a calendar from Monday to Friday, 10 to 18."""
    policy = PolicyFactory(calendar=CalendarFactory(**calendar), targets={(PriorityFactory(), Kind.RESOLUTION): target})
    return actions.start(policy, policy.targets.get().priority, now=at(start))


def told(agreement: Agreement, now: str, language: str = "") -> Explanation:
    return explain(agreement.clocks.with_times().get(), at(now), language)


def lines(explanation: Explanation) -> list[tuple[int, int, float, str]]:
    return [
        (line.first.day.day, line.last.day.day, sum(day.worked / HOUR for day in line.days), line.name)
        for line in explanation.lines
    ]


@pytest.mark.parametrize(
    ("start", "hours", "found"),
    [
        ("2025-08-04T10:00", 6, [(4, 4, 6, "")]),
        ("2025-08-04T17:00", 2, [(4, 4, 1, ""), (5, 5, 1, "")]),
        ("2025-08-08T17:00", 2, [(8, 8, 1, ""), (9, 10, 0, ""), (11, 11, 1, "")]),
        ("2025-08-09T12:00", 2, [(9, 10, 0, ""), (11, 11, 2, "")]),
        ("2025-08-04T19:00", 8, [(4, 4, 0, ""), (5, 5, 8, "")]),
    ],
)
def test_each_day_is_a_line_and_days_off_in_a_row_are_one(start, hours, found):
    assert lines(told(agree(start, Target(hours, Unit.HOUR)), start)) == found


@pytest.mark.parametrize(("language", "name"), [("it", "Festa della Repubblica"), ("en", "Republic Day")])
def test_a_closed_day_is_told_by_its_name(language, name):
    agreement = agree("2026-06-01T17:00", Target(2, Unit.HOUR), country="IT")

    assert lines(told(agreement, "2026-06-01T17:00", language)) == [(1, 1, 1, ""), (2, 2, 0, name), (3, 3, 1, "")]


def test_a_day_closed_after_the_agreement_is_none_of_its_sum():
    agreement = agree("2026-06-01T17:00", Target(2, Unit.HOUR))
    calendar = agreement.policy.calendar
    ClosedDay.objects.create(calendar=calendar, name="Works", first=date(2026, 6, 2), last=date(2026, 6, 2))
    actions.publish_calendar(calendar)

    assert lines(told(agreement, "2026-06-01T17:00")) == [(1, 1, 1, ""), (2, 2, 1, "")]


def test_pauses_are_told_with_their_working_time():
    agreement = agree("2025-08-04T10:00", Target(6, Unit.HOUR))
    actions.pause(agreement, now=at("2025-08-04T17:00"))
    actions.resume(agreement, now=at("2025-08-05T11:00"))

    reckoning = told(agreement, "2025-08-05T11:00").reckoning

    assert [(stop.kind, stop.worked) for stop in reckoning.stops] == [(PauseKind.HOLD, 2 * HOUR)]
    assert (reckoning.base, reckoning.due_at) == (at("2025-08-04T16:00"), at("2025-08-04T18:00"))
    assert (reckoning.promised, reckoning.waited) == (6 * HOUR, 2 * HOUR)


@pytest.mark.parametrize(
    ("target", "promised"),
    [
        (Target(90, Unit.MINUTE), 1.5 * HOUR),
        (Target(2, Unit.HOUR), 2 * HOUR),
        (Target(1, Unit.DAY), None),
        (Target(0, Unit.END_OF_DAY), None),
        (Target(1, Unit.MONTH), None),
    ],
)
def test_what_was_promised_is_a_sum_of_hours_only_in_minutes_and_hours(target, promised):
    explanation = told(agree("2025-08-04T10:00", target), "2025-08-04T10:00")

    assert (explanation.target, explanation.reckoning.promised) == (target, promised)


@pytest.mark.parametrize(
    ("verbs", "now", "state", "since"),
    [
        ([], "2025-08-04T15:00", State.DUE, None),
        ([], "2025-08-04T17:00", State.BREACHED, None),
        ([("pause", "2025-08-04T11:00")], "2025-08-04T17:00", State.PAUSED, "2025-08-04T11:00"),
        ([("stop_resolution", "2025-08-04T11:00")], "2025-08-04T17:00", State.MET, None),
    ],
)
def test_an_explanation_says_how_the_clock_stands_and_since_when_it_stands_still(verbs, now, state, since):
    agreement = agree("2025-08-04T10:00", Target(6, Unit.HOUR))
    for verb, when in verbs:
        getattr(actions, verb)(agreement, now=at(when))

    explanation = told(agreement, now)

    assert (explanation.state, explanation.paused_since) == (state, since and at(since))
    assert (explanation.kind, explanation.zone) == (Kind.RESOLUTION, "Europe/Rome")


def test_a_due_instant_set_by_hand_is_said_to_be_so():
    agreement = agree("2025-08-04T10:00", Target(6, Unit.HOUR))
    before = told(agreement, "2025-08-04T10:00").is_by_hand

    actions.set_due(agreement, Kind.RESOLUTION, at("2025-08-04T12:00"), now=at("2025-08-04T10:00"))

    assert (before, told(agreement, "2025-08-04T10:00").is_by_hand) == (False, True)


@pytest.mark.parametrize(
    ("start", "due", "days"),
    [
        ("2025-03-29T10:00", "2025-03-31T18:00", [(29, 30), (31, 31)]),
        ("2025-10-25T10:00", "2025-10-27T18:00", [(25, 26), (27, 27)]),
        ("2025-12-31T17:00", "2026-01-01T17:00", [(31, 31), (1, 1)]),
    ],
)
def test_a_sum_over_a_clock_change_or_a_year_end_tells_the_days_of_the_zone(start, due, days):
    explanation = told(agree(start, Target(8, Unit.HOUR)), start)

    assert explanation.reckoning.due_at == at(due)
    assert [(line.first.day.day, line.last.day.day) for line in explanation.lines] == days
