"""The one root of everything that the domain refuses."""

from http import HTTPStatus

from django.utils.translation import gettext as _


class Refusal(Exception):
    """The desk will not do this; ``reason`` is shown to the user as it is."""

    status = HTTPStatus.CONFLICT

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.code = code


class NotPermitted(Refusal):
    """The user has no right to do this at all."""

    status = HTTPStatus.FORBIDDEN


class Gone(Refusal):
    """What is to be changed was deleted since somebody looked at it."""

    def __init__(self) -> None:
        super().__init__(_("It was deleted meanwhile."), "GONE")
