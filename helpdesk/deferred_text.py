"""Words that a job writes down and people read later, each in their own language.

A job has no reader whose language it could take: what is kept is the untranslated text and what fills it in.
"""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

type DeferredText = dict[str, object]


def deferred(text: str | Promise, **names: object) -> DeferredText:
    """Return what is kept of ``text``: a msgid (mark it with ``gettext_noop``) or a lazy translation of one.

    ``names`` fill in its ``%(name)s``; each may be a saying itself.
    """
    with translation.override(None):
        msgid = str(text)
    return {"text": msgid, "names": {name: _kept(value) for name, value in names.items()}}


def quoted(words: object) -> DeferredText:
    """Return what is kept of somebody else's words: they are repeated in every language as they are."""
    return deferred("%(words)s", words=words)


def without(secret: str, words: str) -> str:
    """Return somebody else's words with a secret of ours, which they may repeat, left out."""
    return words.replace(secret, "…") if secret else words


def _kept(value: object) -> object:
    if isinstance(value, dict):
        return value
    return str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()  # the database takes no other text


def rendered(kept: Mapping[str, object]) -> str:
    """Return a saying in the reader's language; nothing where nothing is kept, the bare text where a name is missing."""
    text, names = str(kept.get("text", "")), kept.get("names")
    if not text:
        return ""
    said = gettext(text)
    if not isinstance(names, dict) or not names:
        return said
    try:
        return said % {name: _filled(value) for name, value in names.items()}
    except (KeyError, ValueError, TypeError):
        return said


def _filled(value: object) -> str:
    return rendered(value) if isinstance(value, dict) else str(value)
