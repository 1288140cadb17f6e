"""The one root of everything that the domain refuses."""

from datetime import timedelta
from http import HTTPStatus
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


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


class TooManyAttempts(Refusal):
    """Whoever may be guessing has to wait."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait: timedelta) -> None:
        seconds = max(ceil(wait.total_seconds()), 1)
        text = ngettext(
            "Too many attempts. Try again in %(count)d second.",
            "Too many attempts. Try again in %(count)d seconds.",
            seconds,
        )
        super().__init__(text % {"count": seconds}, code="TOO_MANY_ATTEMPTS")
        self.seconds = seconds


class Gone(Refusal):
    """What is to be changed was deleted since somebody looked at it."""

    def __init__(self) -> None:
        super().__init__(_("It was deleted meanwhile."), "GONE")


class ReasonMissing(Refusal):
    """What is decided here has to be explained to whoever reads of it later."""

    def __init__(self) -> None:
        super().__init__(_("Give a reason; it stays in the history."), "REASON_MISSING")


class DocumentTooLarge(Refusal):
    """Drawing the document takes more time or memory than any honest one."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("This document is too large to be created. Shorten its texts, or divide it."))


class DocumentNotDrawn(Refusal):
    """The process that draws documents was ended by somebody else, such as a system without memory."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(_("This document could not be created. Try again in a moment."))


class DrawingBusy(Refusal):
    """Another document takes longer than anybody wants to wait for their own."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(_("Another document is being created. Try again in a moment."))


class NoDocuments(Refusal):
    """This machine lacks what draws documents."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(_("This desk cannot create documents yet: an administrator must install the library Pango."))


class FileGone(Refusal, FileNotFoundError):
    """The bytes of a stored file are not on the disk any more."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            reason or _("This file is missing from the disk; an administrator must restore it from a backup.")
        )


class DiskFull(Refusal, OSError):
    """Nothing more can be stored."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self) -> None:
        super().__init__(_("The desk's disk is full, so nothing was stored. Tell an administrator, then try again."))


class ChangedAtOnce(Refusal):
    """Two changed the same in the same moment, and the database let only the other do it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else was changing the same in this moment, so nothing was saved. Try again."))


class TookTooLong(Refusal):
    """The database was told to give up what it was doing for us."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(_("This took the database too long, so nothing was saved. Try again in a moment."))
