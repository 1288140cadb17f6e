"""The words of a mail: new ones parted from the whole, without our secret addresses, and cleaned once and for all."""

import re
from collections.abc import Mapping
from uuid import uuid4

from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.html import SafeHtml
from mail import ids
from mail.parser import ParsedMail, invitation, prefixes
from mail.reading import IncomingFile, Words

SUBJECT_TAG = re.compile(r"\[#(\S[^\]]{2,90})\]")  # blanks within it come from a line that was broken there


def words_of(parsed: ParsedMail, own: Mapping[str, str], *, is_oversize: bool = False) -> Words:
    """Take what is new as the words, and the whole mail beside it when it holds more: folded, never deleted.

    ``own`` are the addresses of the files that images show, by content id in lower case.
    """
    remote: list[str] = []
    new, whole = _halves(parsed)
    shown = [_safe(new, own, remote)]
    if parsed.invitation:
        shown.append(_safe(ids.without_secrets(invitation.card(parsed.invitation)), own, remote))
    quoted = markup.NOTHING if new == whole else _safe(whole, own, remote)
    if is_oversize:
        told = _("This mail is too large to be taken in whole; it lies on the mail server.")
        shown.insert(0, markup.from_text(told))
    return Words(markup.joined(*shown), quoted, tuple(remote))


def _halves(parsed: ParsedMail) -> tuple[str, str]:
    """Return what is new and the whole: HTML where the mail has any, else HTML made of its text."""
    if parsed.html:
        return ids.without_secrets(parsed.reply_html or parsed.html), ids.without_secrets(parsed.html)
    text, new = ids.without_secrets(parsed.text), typed(parsed)
    whole = markup.from_text(text)
    return (whole if new == text else markup.from_text(new)), whole


def _safe(html: str, own: Mapping[str, str], remote: list[str]) -> SafeHtml:
    return markup.clean_blocking(markup.replace_cids(html, own), remote)


def whole_of(parsed: ParsedMail) -> Words:
    """Return all that a mail says, without the images that came with it."""
    _new, whole = _halves(parsed)
    remote: list[str] = []
    return Words(_safe(whole, {}, remote), markup.NOTHING, tuple(remote))


def typed(parsed: ParsedMail) -> str:
    """Return what is new as text."""
    return ids.without_secrets(parsed.reply_text or parsed.text)


def files_of(parsed: ParsedMail) -> tuple[IncomingFile, ...]:
    """Return the files that came along, each with an address of its own."""
    return tuple(IncomingFile(a.name, a.data, a.content_id, a.inline, uuid4()) for a in parsed.attachments)


def addresses_of(files: tuple[IncomingFile, ...]) -> dict[str, str]:
    """Return where images in the words find their files, by content id."""
    return {file.content_id.lower(): markup.own_file(file.public_id) for file in files if file.content_id}


def title_of(parsed: ParsedMail) -> str:
    """Return the subject without the prefixes of mail programs; "R: drive is full" has one only in an answer."""
    answers = bool(parsed.in_reply_to or parsed.references or parsed.forwarded_from)
    title = prefixes.without(parsed.subject, is_certain=answers)
    return ids.without_secrets(title) or " ".join(ids.without_secrets(parsed.text).split())[:60]


def references_in(subject: str) -> tuple[str, ...]:
    """Return what stands in the tags of a subject, as often as it stands there."""
    return tuple("".join(tag.split()) for tag in SUBJECT_TAG.findall(subject))
