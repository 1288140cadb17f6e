"""The words of the sign-in pages, which a library brings."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from helpdesk.sign_in_texts import SIGN_IN

WITHOUT_ACCENTS = re.compile(
    r"\b(si|rugam|adresa de e-mail trebuie mai intai|schimbata|parola noua|esti|fara)\b|[ŞşŢţ]", re.IGNORECASE
)


def test_the_sign_in_pages_speak_romanian_with_its_accents():
    with translation.override("ro"):
        said = [gettext(text) for text in SIGN_IN]

    assert [text for text in said if WITHOUT_ACCENTS.search(text)] == []


@pytest.mark.parametrize("language", ["it", "fr", "ro"])
def test_no_word_of_the_sign_in_pages_is_left_in_english(language):
    with translation.override(language):
        assert [text for text in SIGN_IN if gettext(text) == text] == []
