"""Fields that every form may have."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import CharField, Form
from django.http import QueryDict
from django.utils import translation

from helpdesk.errors import NotPermitted, Refusal
from helpdesk.forms import DayField, ReasonForm, SentOnceForm, attempt
from helpdesk.idempotency import KeyUsed


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", "2200-01-01", "Choose 31 December 2199 or an earlier day."),
        ("en", "1899-12-31", "Choose 1 January 1900 or a later day."),
        ("it", "2200-01-01", "31 Dicembre 2199"),
    ],
)
def test_a_day_that_is_not_of_our_times_is_refused_with_a_day_that_its_reader_can_read(language, day, words):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        DayField().clean(day)

    assert words in refused.value.messages[0]


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_of_our_times_are_taken(day):
    assert DayField().clean(day).isoformat() == day


@pytest.mark.parametrize(
    ("reason", "is_taken"),
    [("No.", True), (" ", False), ("x" * 1998 + "\r\n.", True), ("x" * 1999 + "\r\n.", False)],
)
def test_a_reason_has_words_whose_ends_of_lines_count_as_one_character(reason, is_taken):
    assert ReasonForm({"reason": reason}).is_valid() == is_taken


def test_a_reason_is_kept_with_plain_ends_of_lines():
    form = ReasonForm({"reason": "a\r\nb"})

    assert (form.is_valid(), form.cleaned_data["reason"]) == (True, "a\nb")


class OnceForm(SentOnceForm, Form):
    """A form that is sent once."""

    body = CharField()


def refusing(refusal):
    raise refusal


def sent(key="k"):
    return OnceForm(QueryDict(f"key={key}&body=x"))


def test_an_attempt_that_succeeds_returns_what_was_made():
    form = sent()

    assert (attempt(form, lambda: 7), form.is_valid()) == (7, True)


@pytest.mark.parametrize("beside", ["body", None])
def test_an_attempt_that_is_refused_says_why_in_the_form(beside):
    form, refusal = sent(), Refusal("Not today.")

    assert attempt(form, lambda: refusing(refusal), beside=beside) is refusal
    assert form.errors == {beside or NON_FIELD_ERRORS: ["Not today."]}


def test_an_attempt_with_a_used_key_takes_another():
    form = sent()

    refusal = attempt(form, lambda: refusing(KeyUsed()))

    assert form.errors == {NON_FIELD_ERRORS: [refusal.reason]}
    assert form.data["key"] != "k"


@pytest.mark.parametrize(("refusal", "leaving"), [(NotPermitted("No."), (NotPermitted,)), (KeyUsed(), (KeyUsed,))])
def test_an_attempt_leaves_to_others_what_it_is_told_to(refusal, leaving):
    form = sent()

    with pytest.raises(type(refusal)):
        attempt(form, lambda: refusing(refusal), leaving=leaving)

    assert form.errors == {}
