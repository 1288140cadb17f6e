"""How a timeline is read."""

import pytest

from tickets.models import Event
from tickets.timeline_folding import entries, is_plain


def event(kind="tickets.assigned", **fields):
    return Event(kind=kind, **fields)


def test_three_small_events_in_a_row_are_folded():
    folded = entries([event(), event(), event()])

    assert [entry.is_run for entry in folded] == [True]


def test_two_small_events_stand_alone():
    assert [entry.is_run for entry in entries([event(), event()])] == [False, False]


def test_a_message_parts_two_runs():
    run = [event(), event(), event()]

    folded = entries([*run, event("tickets.message_sent", message_id=1), *run])

    assert [len(entry.events) for entry in folded] == [3, 1, 3]


def test_what_shall_stand_out_is_not_folded():
    folded = entries([event(), event(), event("estimates.offer_sent", data={"stands_out": True}), event()])

    assert [entry.is_run for entry in folded] == [False] * 4


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>Hello <b>you</b>,<br>look at <a href='https://a.example'>this</a></p>", True),
        ("", True),
        ("<p style='color: red'>Hello</p>", False),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", False),
        ("<p><img src='/files/1/'></p>", False),
    ],
)
def test_words_with_looks_of_their_own_get_a_frame(html, plain):
    assert is_plain(html) == plain
