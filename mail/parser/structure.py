"""What of a mail is its text, and what is a file."""

import re
from collections.abc import Callable
from dataclasses import replace

from mail.parser import addresses, embedded, filenames, invitation, pgp, render, smime, tnef, transfer
from mail.parser.bodies import Body, best_of, joined, plain
from mail.parser.charsets import clean_line, clean_text, codec_for, decode, tells
from mail.parser.encoded_words import decode_words
from mail.parser.headers import split_mail
from mail.parser.mime import MAX_DEPTH, Part
from mail.parser.parsed import Address, Doubt, Invitation, LeftOut, ParsedAttachment, TooMuch
from mail.parser.texts import BODY_TYPES, has_text, hint_of, is_file, is_named, is_plain_text, is_words

MAX_PARTS = 500
MAX_FILES = 200
MAX_TOLD = 300  # of the files left out, so many are named
MAX_TEXT = 2 * 1024 * 1024
MAX_FILE_SIZE = 25 * 1024 * 1024
MAX_FILES_SIZE = 50 * 1024 * 1024
STANDING = re.compile(r"(?im)\bmime\b|multi-?part|^--\S|^content-")  # what programs write above the parts
META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
LINK = re.compile(r"(?i)<a[\s>]")
MAX_LINKS = 5000
MAX_SMIME = 2
MAX_MAILS = 20  # attached ones, whose words are read
MAX_ATTACHED_TEXT = 100_000
MAX_LEVEL = 2  # mails in mails
MAILS = {"message/rfc822", "message/global"}


class Reader:
    """Walks through the parts of one mail once."""

    def __init__(self, level: int = 0) -> None:
        self.hint = ""  # the charset of what names none
        self.attached_text = ""
        self.attached_from: list[tuple[Address, ...]] = []  # who wrote the attached mails
        self._level = level
        self._mails = 0
        self.files: list[embedded.File] = []
        self.warnings: list[Doubt] = []
        self.left_out: list[LeftOut] = []
        self.invitation: Invitation | None = None
        self._parts = 0
        self._has_text = False
        self._around: list[bytes] = []
        self._signed_mails = 0
        self._size = 0

    def read(self, part: Part, depth: int = 0) -> list[Body]:
        """Return the body pieces of ``part`` in order, and collect its files."""
        if not depth:
            self.hint = hint_of(part)
            self._has_text = has_text(part)
        self._parts += 1
        if depth > MAX_DEPTH or self._parts > MAX_PARTS:
            self.warn(Doubt.TOO_MANY_PARTS)
            return []
        if part.type.startswith("multipart/"):
            return self._multipart(part, depth + 1)
        if self._is_text(part):
            return self._text(part)
        self.attach(part)
        if smime.is_smime(part):
            return self._smime(part, depth + 1)
        return self._outlook(part) if _is_winmail(part) else []

    def warn(self, doubt: Doubt) -> None:
        """Note something that people should know, once."""
        if doubt not in self.warnings:
            self.warnings.append(doubt)

    def words_around(self) -> str:
        """Return what people may have written outside of all parts."""
        told = (clean_text(decode(around, "", self.hint)).strip("\n") for around in self._around)
        return "\n\n".join(words for words in told if words and not STANDING.search(words))[:MAX_TEXT]

    def _is_text(self, part: Part) -> bool:
        """Tell whether ``part`` is text to be read; one with a name or of a rare kind is where there is no other."""
        if is_plain_text(part):
            return True
        is_one = part.type in BODY_TYPES or _is_only_words(part)
        return is_one and part.disposition.value != "attachment" and not self._has_text

    ## MULTIPARTS

    def _multipart(self, part: Part, depth: int) -> list[Body]:
        if not part.children:
            self.warn(Doubt.NO_PARTS)
            return [Body(clean_text(decode(part.body[:MAX_TEXT], "", self.hint)).strip("\n"))]
        self._around.append(part.cut.around)
        if part.cut.is_odd:
            self.warn(Doubt.DAMAGED)
        special: dict[str, Callable[[Part, int], list[Body]]] = {
            "multipart/alternative": self._alternative,
            "multipart/related": self._related,
            "multipart/report": self._first_only,
            "multipart/signed": self._signed,
            "multipart/encrypted": self._encrypted,
        }
        return special.get(part.type, self._mixed)(part, depth)

    def _mixed(self, part: Part, depth: int) -> list[Body]:
        bodies: list[Body] = []
        for child in part.children:
            bodies += self.read(child, depth)
            self._has_text = self._has_text or any(body.text.strip() for body in bodies)
        return bodies

    def _alternative(self, part: Part, depth: int) -> list[Body]:
        """Take the best form of the words, and leave the others."""
        variants = [joined(bodies) for child in _forms(part) if (bodies := self.read(child, depth))]
        best = best_of(variants)
        return [best] if best else []

    def _related(self, part: Part, depth: int) -> list[Body]:
        """Take the first or the start= part as the body; nested multiparts and nameless HTML belong to it."""
        start = part.content.plain("start").strip("<>")
        first = next((c for c in part.children if start and c.content_id == start), part.children[0])
        bodies = self.read(first, depth)
        for child in part.children:
            if child is first:
                continue
            if child.type.startswith("multipart/") or (child.type == "text/html" and not is_file(child)):
                bodies += self.read(child, depth)
            else:
                self.attach(child)
        return bodies

    def _first_only(self, part: Part, depth: int) -> list[Body]:
        for child in part.children[1:]:
            self.attach(child)
        return self.read(part.children[0], depth)

    def _signed(self, part: Part, depth: int) -> list[Body]:
        self.warn(Doubt.SIGNED)
        return self._first_only(part, depth)

    def _encrypted(self, part: Part, _depth: int) -> list[Body]:
        self.warn(Doubt.ENCRYPTED)
        for child in part.children:
            self.attach(child)
        return []

    def _smime(self, part: Part, depth: int) -> list[Body]:
        """Read the mail inside an opaque signature; what is encrypted stays a file."""
        inner = smime.signed_content(part) if self._signed_mails < MAX_SMIME else b""
        self._signed_mails += 1
        if inner:
            self.warn(Doubt.SIGNED)
            signed = Part.read(inner, "text/plain")
            self._has_text = self._has_text or has_text(signed)
            return self.read(signed, depth)
        if part.content.plain("smime-type").lower() == "certs-only":
            return []
        self.warn(Doubt.ENCRYPTED)
        return []

    def _outlook(self, part: Part) -> list[Body]:
        """Unpack a winmail.dat; its words count where the mail has no others."""
        found = tnef.unpack(part.data)
        if found is None:
            return []
        for name, data in found.files:
            self.keep(filenames.harmless(name), filenames.type_of(name), data)
        words = Body(found.text or render.to_text(found.html), found.html)
        return [replace(words, is_spare=True)] if words.text.strip() else []

    ## TEXT

    def _text(self, part: Part) -> list[Body]:
        data, blocks = transfer.cut_uu_blocks(part.data) if part.type == "text/plain" else (part.data, [])
        for name, content in blocks:
            told = filenames.harmless(decode_words(name, self.hint))
            self.keep(told, filenames.type_of(told), content)
        if part.type.endswith("html"):
            return [self._html(part, data), *self._below(part)]
        if len(data) > MAX_TEXT:
            self.warn(Doubt.LONG_TEXT)
            self.attach(part)
            data = data[:MAX_TEXT]
        return [plain(part, clean_text(decode(data, part.content.plain("charset"), self.hint))), *self._below(part)]

    def _below(self, part: Part) -> list[Body]:
        """Return the words below the end of an encoded text."""
        if not part.behind:
            return []
        self.warn(Doubt.DAMAGED)
        return [Body(clean_text(decode(part.behind[:MAX_TEXT], "", self.hint)))]

    def _html(self, part: Part, data: bytes) -> Body:
        """Read HTML, its embedded images taken out; what is too much to show is shown as text."""
        charset = part.content.plain("charset")
        meta = META_CHARSET.search(data[:4096])
        told = charset if codec_for(charset) or not meta else meta.group(1).decode("ascii")
        self.hint = self.hint or (told if tells(told) else "")
        source, images = embedded.take_out(clean_text(decode(data[:MAX_FILE_SIZE], told)))
        for name, kind, content, cid in images:
            self.keep(name, kind, content, content_id=cid)
        if len(source) <= MAX_TEXT and len(LINK.findall(source)) <= MAX_LINKS:
            return Body(render.to_text(source), render.with_background(source))
        self.warn(Doubt.LONG_HTML)
        self.attach(part)
        return Body(render.to_text(source[:MAX_TEXT]))

    ## FILES

    def attach(self, part: Part) -> None:
        """Keep ``part`` as a file; an attached mail as it came."""
        if part.type == "application/pgp-encrypted":  # also where a server on the way made another multipart of it
            self.warn(Doubt.ENCRYPTED)
        if part.behind:
            self.warn(Doubt.DAMAGED)
        name = _name_of(part, filenames.told(part.content, part.disposition, self.hint))
        if part.type in MAILS:
            self._note_words(part.data)
        if part.type == "text/calendar" or name.lower().endswith(".ics"):
            self.invitation = self.invitation or invitation.read(part.data)
        self.keep(name, part.type, part.data, content_id=part.content_id, location=_location(part))

    def _note_words(self, data: bytes) -> None:
        """Note what an attached mail says, for it shall be found by that; the mail itself stays a file."""
        self._mails += 1
        if self._level >= MAX_LEVEL or self._mails > MAX_MAILS or len(self.attached_text) >= MAX_ATTACHED_TEXT:
            return
        inner = Reader(self._level + 1)
        part = Part(*split_mail(data), data)
        words = joined(inner.read(part)).text
        self.attached_from.append(addresses.all_addresses(part.headers, "from", hint=inner.hint))
        heads = [decode_words(part.headers.first(name), inner.hint)[:998] for name in ("subject", "from", "to")]
        names = [file.attachment.name for file in inner.files]
        told = "\n".join(filter(None, [self.attached_text, *heads, words, *names, inner.attached_text]))
        self.attached_text = told[:MAX_ATTACHED_TEXT]

    def keep(self, name: str, kind: str, data: bytes, *, content_id: str = "", location: str = "") -> None:
        """Keep a file if there is still room; what is left out stays in the raw mail."""
        name = name or filenames.made_up(len(self.files) + len(self.left_out) + 1, kind, content_id)
        reason = self._too_much(len(data))
        if reason:
            self.warn(Doubt.LEFT_OUT)
            self.left_out += [LeftOut(name, len(data), reason)] * (len(self.left_out) < MAX_TOLD)
            return
        self._size += len(data)
        self.files.append(embedded.File(ParsedAttachment(name, kind, data, content_id=content_id), location))

    def _too_much(self, size: int) -> TooMuch | None:
        if size > MAX_FILE_SIZE:
            return TooMuch.FILE
        if self._size + size > MAX_FILES_SIZE:
            return TooMuch.MAIL
        return TooMuch.COUNT if len(self.files) >= MAX_FILES else None


def _forms(part: Part) -> list[Part]:
    """Return the forms of the same words that are worth reading: of the rare ones none where there is a text."""
    is_told = any(has_text(child) for child in part.children)
    return [child for child in part.children if is_plain_text(child) or not (is_told and _is_only_words(child))]


def _is_only_words(part: Part) -> bool:
    return is_words(part) and not is_named(part)


def _name_of(part: Part, told: str) -> str:
    """Return the name of a file by which people and programs see what it is, from the one it came with, if any."""
    if part.type in MAILS and not told.lower().endswith(".eml"):
        return f"{told or subject_of(part.data) or 'message'}.eml"
    return told or ("invite.ics" if part.type == "text/calendar" else "")


def _location(part: Part) -> str:
    return clean_line(part.headers.first("content-location").decode("utf-8", "replace"))[:255]


def subject_of(data: bytes) -> str:
    """Return the subject of an attached mail."""
    part = Part(*split_mail(data[: 64 * 1024]), data)
    return filenames.harmless(decode_words(part.headers.first("subject"), hint_of(part)))[:100]


def _is_winmail(part: Part) -> bool:
    return part.type in tnef.TYPES or filenames.told(part.content, part.disposition).lower() == "winmail.dat"


def read(part: Part, reader: Reader) -> tuple[Body, tuple[ParsedAttachment, ...]]:
    """Return the body of a mail and its files; those that the HTML shows are marked inline."""
    body = joined(reader.read(part))
    around = "" if body.text.strip() or body.html else reader.words_around()
    if around:
        reader.warn(Doubt.DAMAGED)
        body = Body(around)
    if pgp.is_encrypted(body.text):
        reader.warn(Doubt.ENCRYPTED)
    html, shown = embedded.shown(body.html, reader.files)
    return Body(body.text, html), shown
