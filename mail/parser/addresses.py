"""Names and addresses out of header fields; split before anything is decoded."""

import re
from collections.abc import Iterable, Iterator

from mail.parser.charsets import INVISIBLE
from mail.parser.encoded_words import decode_words
from mail.parser.headers import Headers
from mail.parser.parsed import Address

MAX_ADDRESSES = 500
MAX_FIELDS = 20  # of one name
MAX_LENGTH = 254
ATOM = re.compile(r"^[^\s@<>()\[\]\",;:\\]{1,64}$")
DOMAIN = re.compile(r"^(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})*$")
QUOTED_ATOM = re.compile(r'^<?(?:mailto:)?"([^\s@<>()\[\]",;:\\]{1,64})"@')
QUOTED_BLANK = re.compile(r'"[^"\s]*\s[^"]*"\s*@')  # without its blank it would be another's
ROUTE = re.compile(r"^<?(?:@[^@:<>]{1,253},?)+:")  # of servers to go by, as older mail had it
ANGLE = re.compile(rb"<([^<>]*)>")
IN_COMMENTS = re.compile(rb'"(?:[^"\\]|\\.)*"|\\.|[()]|[^"\\()]+|.', re.DOTALL)
BARE = re.compile(rb"(?<![^\s<>()\[\]\",;])[^\s<>()\[\]\",;@]{1,64}@[^\s<>()\[\]\",;]{1,255}")  # begins a word: linear
QUOTED = re.compile(rb'"[^"]*"\S*')
TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*"|=\?[^?\s]{1,60}\?[bBqQ]\?[^?\r\n]{0,2000}\?=|<[^<>]*>|[(),;:]|[^"=<(),;:]+|.', re.DOTALL
)


def normalise(address: str) -> str:
    """Return ``address`` in the one spelling we compare by; empty when it is none."""
    visible = INVISIBLE.sub("", address).strip()
    if QUOTED_BLANK.search(visible):
        return ""
    compact = QUOTED_ATOM.sub(r"\1@", ROUTE.sub("", "".join(visible.split())))
    compact = compact.strip("<>'\"").lower().removeprefix("mailto:")
    local, at, domain = compact.rpartition("@")
    domain = _ascii_domain(domain.rstrip("."))
    whole = f"{local}{at}{domain}"
    fits = at and len(whole) <= MAX_LENGTH and ATOM.match(local) and DOMAIN.match(domain)
    return whole if fits else ""


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def addresses(raw: bytes, hint: str = "") -> list[Address]:
    """Return the names and addresses in one header field; entries without a usable address keep only a name."""
    found = []
    for chunk in _whole(_chunks(raw)):
        entry = _entry(chunk, hint)
        if entry.name or entry.address:
            found.append(entry)
        if len(found) >= MAX_ADDRESSES:
            break
    return found


def _whole(chunks: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Put a name together that holds a comma without quotes, as in ``Bruni, Clara <clara@x.example>``."""
    names: list[bytes] = []
    for chunk, mark in chunks:
        if mark == b"," and chunk.strip() and not any(sign in chunk for sign in (b"@", b"<", b"(")):
            names.append(chunk)
            continue
        if names and b"<" in chunk:
            yield b",".join([*names, chunk])
        else:
            yield from names
            yield chunk
        names = []
    yield from names


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Split at commas and semicolons outside quotes, comments, brackets and encoded words; tell which it was."""
    chunk, depth = bytearray(), 0
    for token in TOKEN.findall(raw):
        depth = max(depth + {b"(": 1, b")": -1}.get(token, 0), 0)
        if token in {b",", b";"} and not depth:
            yield bytes(chunk), token
            chunk.clear()
        elif token == b":" and not depth and b"@" not in chunk:  # a group's name, as in "undisclosed-recipients:;"
            chunk.clear()
        else:
            chunk += token
    yield bytes(chunk), b""


def _entry(chunk: bytes, hint: str) -> Address:
    """Read one entry. What stands in a comment is an address only where there is no other."""
    outside, comments = _parted(chunk)
    found = _found(outside, comments, hint)
    return found if found.address or not comments else _found(chunk, [], hint)


def _parted(chunk: bytes) -> tuple[bytes, list[bytes]]:
    """Return ``chunk`` without its comments, and these; a bracket that is not closed opens none."""
    outside, inside, comments, depth = bytearray(), bytearray(), list[bytes](), 0
    for token in IN_COMMENTS.findall(chunk):
        depth += {b"(": 1, b")": -1 if depth else 0}.get(token, 0)
        if token == b")" and inside and not depth:
            comments.append(bytes(inside[1:]))
            inside.clear()
        elif depth:
            inside += token
        else:
            outside += token
    return (chunk, []) if depth else (bytes(outside), comments)


def _found(chunk: bytes, comments: list[bytes], hint: str) -> Address:
    angles = [m for m in ANGLE.finditer(chunk) if normalise(_ascii(m.group(1)))]
    if angles:
        return Address(_name(chunk[: angles[-1].start()], comments, hint), normalise(_ascii(angles[-1].group(1))))
    outside = QUOTED.sub(lambda m: b" " * len(m.group()), chunk)
    bare = next((m for m in BARE.finditer(outside) if normalise(_ascii(m.group()))), None)
    if bare:
        return Address(_name(chunk[: bare.start()], comments, hint), normalise(_ascii(bare.group())))
    if normalise(_ascii(chunk)):  # in quotes, or with blanks in it
        return Address(_name(b"", comments, hint), normalise(_ascii(chunk)))
    return _packed(chunk, hint) or Address(_name(ANGLE.sub(b"", chunk), comments, hint), "")


def _packed(chunk: bytes, hint: str) -> Address | None:
    """Read an entry that was made one encoded word with its address; nothing when there is none in it."""
    plain = decode_words(chunk, hint).encode("utf-8", "replace") if b"=?" in chunk else b""
    entry = _entry(plain, "utf-8") if plain and b"=?" not in plain else None
    return entry if entry and entry.address else None


def _ascii(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _name(before: bytes, comments: list[bytes], hint: str) -> str:
    """Return the display name: what stands before the address, else the comments."""
    name = _unquoted(before) or _unquoted(b" ".join(comments))
    text = decode_words(name, hint)[:255].strip(' "<')
    return text[1:-1].strip() if text[:1] == text[-1:] == "'" else text


def _unquoted(raw: bytes) -> bytes:
    """Remove quotes and backslashes, and the blanks around."""
    return re.sub(rb'\\(.)|"', lambda m: m[1] or b"", raw.strip(), flags=re.DOTALL).strip()


def all_addresses(headers: Headers, *names: str, hint: str = "") -> tuple[Address, ...]:
    """Return the entries of all fields called by one of ``names`` that have an address, each address once."""
    found: dict[str, Address] = {}
    for name in names:
        for raw in headers.all(name)[:MAX_FIELDS]:
            for entry in addresses(raw, hint):
                if entry.address:
                    found.setdefault(entry.address, entry)
    return tuple(list(found.values())[:MAX_ADDRESSES])


def sender(headers: Headers, hint: str = "") -> tuple[Address, bool]:
    """Return who wrote the mail, and whether From says so; an address from elsewhere authorises nothing."""
    told = [entry for raw in headers.all("from")[:MAX_FIELDS] for entry in addresses(raw, hint)]
    valid = [entry for entry in told if entry.address]
    if valid:
        return valid[0], True
    name = told[0].name if told else ""
    for field in ("reply-to", "sender", "return-path"):
        others = all_addresses(headers, field, hint=hint)
        if others:
            return Address(name or others[0].name, others[0].address), False
    return Address(name, ""), False
