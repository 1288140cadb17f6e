"""The one root of everything that the domain refuses."""

from http import HTTPStatus


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
