"""The words of the upper app: what a policy may ask of its conversations, and what its statuses are.

The setting SLA_VOCABULARY names the function that knows them, so that this app need not.
"""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str]]

STATUS = "status"
LEVEL_STATUS = "level_status"


def words_for(what: str) -> Choices:
    """Return the values of a ``Field``, of ``STATUS``, or of ``LEVEL_STATUS``, each with its name; nothing is no list."""
    ask: Callable[[str], Choices] = import_string(settings.SLA_VOCABULARY)
    return ask(what)


def no_choice() -> tuple[str, str]:
    """Return the choice that leaves things as they are."""
    return "", str(_("(leave it)"))
