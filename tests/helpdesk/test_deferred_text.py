"""Words kept for later readers."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from helpdesk.deferred_text import deferred, quoted, rendered

NO_WORKER = "Does the worker run?"


@pytest.mark.parametrize(("language", "words"), [("en", NO_WORKER), ("it", "Il worker è in funzione?")])
def test_a_saying_is_spoken_in_the_language_of_the_reader(language, words):
    with translation.override("fr"):
        kept = deferred(gettext_lazy(NO_WORKER))

    with translation.override(language):
        assert rendered(kept) == words


def test_a_saying_may_stand_within_another():
    kept = deferred("Mail of %(mailbox)s is not fetched: %(reason)s", mailbox="Support", reason=deferred(NO_WORKER))

    with translation.override("it"):
        assert rendered(kept) == "La posta di Support non viene scaricata: Il worker è in funzione?"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({}, ""),
        (deferred("100 % full"), "100 % full"),
        (quoted("100 %s full %(x)s"), "100 %s full %(x)s"),
        (quoted("Closed"), "Closed"),
        (quoted("a\0b\udcff"), "a\ufffdb?"),
    ],
)
def test_foreign_words_are_repeated_as_they_are(kept, words):
    with translation.override("it"):
        assert rendered(kept) == words


def test_a_name_that_is_missing_costs_its_place_only():
    assert rendered({"text": "Mail of %(mailbox)s", "names": {"other": "x"}}) == "Mail of %(mailbox)s"
