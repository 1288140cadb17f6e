"""How long both sides of a conversation let each other wait."""

from datetime import UTC, datetime, timedelta

import pytest

from sla.measures import Message, average_response, waiting_for_the_customer

START = datetime(2025, 8, 4, 4, tzinfo=UTC)


def said(text: str) -> list[Message]:
    """Read “0 c, 15 a”: after how many minutes the customer or an agent wrote."""
    turns = [turn.split() for turn in text.split(", ") if turn]
    return [Message(START + timedelta(minutes=int(number)), who == "a") for number, who in turns]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0 c, 15 a", 15),
        ("0 c, 15 a, 60 c, 65 a", 10),
        ("0 c, 5 c, 15 a", 10),
        ("0 c, 15 a, 20 a", 15),
        ("0 a, 9 c, 10 a", 1),
        ("5 c, 5 a, 10 c, 14 a", 4),
    ],
)
def test_the_average_response_is_that_of_the_customers_last_message_before_each_answer(text, minutes):
    assert average_response(said(text)) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "0 c", "0 a", "0 c, 5 c", "0 a, 5 c", "5 c, 5 a", "9 c, 5 a"])
def test_without_an_answer_that_came_later_there_is_no_average(text):
    assert average_response(said(text)) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        ("0 c, 15 a", 0),
        ("0 c, 15 a, 60 c", 45),
        ("0 c, 15 a, 60 c, 65 a, 70 c", 50),
        ("0 a, 10 a, 30 c", 20),
        ("0 a, 10 c, 30 c", 10),
    ],
)
def test_we_wait_for_the_customer_from_our_last_message_to_their_next(text, minutes):
    assert waiting_for_the_customer(said(text)) == timedelta(minutes=minutes)
