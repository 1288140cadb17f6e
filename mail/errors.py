"""What mail refuses, and what can go wrong on the way."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from helpdesk.errors import FileGone, Refusal


class UnknownRecipient(Refusal):
    """No active mailbox has this address."""

    def __init__(self, address: str) -> None:
        super().__init__(_("No mailbox receives mail for %(address)s.") % {"address": address})


class NoMailbox(Refusal):
    """There is nothing to send from."""

    def __init__(self) -> None:
        super().__init__(_("No mailbox is set up yet, so no mail can be sent."))


class NothingToRetry(Refusal):
    """The mail was already taken in."""

    def __init__(self) -> None:
        super().__init__(_("This mail was already taken in; processing it again would double it."))


class AlreadyDiscarded(Refusal):
    """Somebody has discarded the mail, with a reason of their own."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("This mail was already discarded: %(reason)s") % {"reason": reason})


class RawGone(FileGone):
    """The bytes of a mail cannot be had any more."""

    def __init__(self) -> None:
        super().__init__(
            _("The file of this mail is missing or damaged; an administrator must restore it from a backup.")
        )


class RawForgotten(Refusal):
    """The bytes of a mail were deleted on purpose."""

    def __init__(self) -> None:
        super().__init__(_("The mail as it came was deleted after the time that the administrators have set."))


class ParserFailed(Exception):
    """The parser's child process gave no answer: killed, out of memory or out of time.

    Its words are kept as they are here, and translated for whoever reads them.
    """

    words = gettext_noop("Reading this mail took too much time or memory.")

    def __init__(self) -> None:
        super().__init__(self.words)


class ParserInterrupted(ParserFailed):
    """The parser was stopped by the clock before it had used up its processor time: the machine was busy."""

    words = gettext_noop("The machine was too busy to read this mail. It is tried again by itself.")
