"""How a ``ParsedMail`` travels between processes: one JSON text for the facts, then the bytes of the files.

Not pickle: what a broken or taken-over parser writes must not be able to run anything in the worker.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from mail.parser.parsed import Address, Authentication, Bounce, Invitation, LeftOut, ParsedAttachment, ParsedMail

PARSE, STRIP = b"parse", b"strip"  # what is wanted of the bytes that follow
LENGTH = 8
ADDRESSES = ("reply_to", "to", "cc", "forwarded_from")
MAX_FRAME = 512 * 1024 * 1024


def send(stream: BinaryIO, *frames: bytes) -> None:
    """Write frames, each preceded by its length."""
    for frame in frames:
        stream.write(len(frame).to_bytes(LENGTH, "big"))
        stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one frame; nothing when the other side is gone or talks nonsense."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head, "big")
    if len(head) < LENGTH or size > MAX_FRAME:
        return None
    frame = stream.read(size)
    return frame if len(frame) == size else None


def facts(parsed: ParsedMail) -> dict[str, object]:
    """Return all of a mail but the bytes of its files, in what JSON knows."""
    known = {field.name: getattr(parsed, field.name) for field in dataclasses.fields(parsed)}
    for name in ADDRESSES:
        known[name] = [[entry.name, entry.address] for entry in known[name]]
    known["date"] = parsed.date.isoformat() if parsed.date else None
    known["bounce"] = _plain(parsed.bounce)
    known["invitation"] = _plain(parsed.invitation)
    known["authentication"] = [dataclasses.asdict(found) for found in parsed.authentication]
    known["left_out"] = [[f.name, f.size, f.reason] for f in parsed.left_out]
    known["attachments"] = [[a.name, a.type, a.inline, a.content_id] for a in parsed.attachments]
    return known


def _plain(found: Bounce | Invitation | None) -> dict[str, object] | None:
    return dataclasses.asdict(found) if found else None


def write(parsed: ParsedMail) -> Iterator[bytes]:
    """Yield the frames of a mail."""
    yield json.dumps(facts(parsed)).encode("ascii")
    for attachment in parsed.attachments:
        yield attachment.data


def read(first: bytes, stream: BinaryIO) -> ParsedMail | None:
    """Put a mail together from its first frame and those still to come; nothing when the stream ends too early."""
    known: dict[str, object] = json.loads(first)
    files = []
    for name, kind, inline, content_id in _rows(known["attachments"]):
        data = receive(stream)
        if data is None:
            return None
        files.append(ParsedAttachment(name, kind, data, inline=bool(inline), content_id=content_id))
    return _mail(known, tuple(files))


def _rows(value: object) -> list[list[str]]:
    return value if isinstance(value, list) else []


def _authentication(value: object) -> Iterator[Authentication]:
    for found in value if isinstance(value, list) else []:
        yield Authentication(**{**found, "hops": tuple(found["hops"])})


def _mail(known: Mapping[str, object], files: tuple[ParsedAttachment, ...]) -> ParsedMail:
    values: dict[str, object] = {key: tuple(v) if isinstance(v, list) else v for key, v in known.items()}
    for name in ADDRESSES:
        values[name] = tuple(Address(*row) for row in _rows(known[name]))
    date, bounce = known["date"], known["bounce"]
    values["date"] = datetime.fromisoformat(date) if isinstance(date, str) else None
    if isinstance(bounce, dict):
        values["bounce"] = Bounce(**{**bounce, "message_ids": tuple(bounce["message_ids"])})
    invitation = known["invitation"]
    values["invitation"] = Invitation(**invitation) if isinstance(invitation, dict) else None
    values["left_out"] = tuple(LeftOut(name, int(size), why) for name, size, why in _rows(known["left_out"]))
    values["authentication"] = tuple(_authentication(known["authentication"]))
    return ParsedMail(**{**values, "attachments": files})  # type: ignore[arg-type]  # both sides are this module
