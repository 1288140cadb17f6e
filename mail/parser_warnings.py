"""The words for what the parser found doubtful, and for why it left a file in the raw mail."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mail.parser import Doubt, TooMuch

REUSED_ID = "reused_id"  # what the journal alone can tell
WORDS: Mapping[str, Promise] = {
    Doubt.TOO_MANY_PARTS: _("The mail has too many parts; the rest was not read."),
    Doubt.NO_PARTS: _("The mail's structure is broken; its raw text is shown."),
    Doubt.DAMAGED: _("The mail was damaged on its way; what could be read of it is shown."),
    Doubt.SIGNED: _("Signed; the signature was not verified."),
    Doubt.ENCRYPTED: _("This message is encrypted; its parts are attached."),
    Doubt.LONG_TEXT: _("The text is very long; the whole of it is attached."),
    Doubt.LONG_HTML: _("The message has too much formatting to be shown; the whole of it is attached."),
    Doubt.LEFT_OUT: _("Not all files were taken out of the mail."),
    Doubt.UNCERTAIN: _("The sender is uncertain: the mail has no usable address in From."),
    Doubt.ANSWERS_ELSEWHERE: _("Answers are asked for at another domain than the sender's."),
    REUSED_ID: _("The Message-ID was used before, for another mail."),
    Doubt.CLOCK_OFF: _("The sender's clock is more than a day off."),
}
REASONS: Mapping[str, Promise] = {
    TooMuch.FILE: _("larger than 25 MB"),
    TooMuch.MAIL: _("the files of the mail are together larger than 50 MB"),
    TooMuch.COUNT: _("the mail has more than 200 files"),
}


def label_of(code: str) -> str:
    """Say what is doubtful about a mail; nothing for a code that is not the parser's."""
    return str(WORDS.get(code, ""))


def why_left_out(reason: str) -> str:
    """Say why a file was left in the raw mail."""
    return str(REASONS.get(reason, ""))
