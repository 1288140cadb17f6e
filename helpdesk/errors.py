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


class FileGone(Refusal, FileNotFoundError):
    """The bytes of a stored file are not on the disk any more."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            reason or _("This file is gone from the disk; an administrator must bring it back from a copy.")
        )


class DiskFull(Refusal, OSError):
    """Nothing more can be stored."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self) -> None:
        super().__init__(_("The desk's disk is full, so nothing was stored. Tell an administrator, then try again."))
