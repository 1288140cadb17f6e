"""Images that stand inside the HTML of a mail: written into it, or meant by their place instead of their id."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import quote, unquote, unquote_to_bytes

from mail.parser import transfer
from mail.parser.parsed import ParsedAttachment

CID = re.compile(r"(?i)\bcid:([^\s\"'<>)]{1,255})")
DATA_URL = re.compile(
    r"(\bsrc\s*=\s*)([\"'])data:image/(png|jpeg|jpg|gif|webp)(?:;[\w=.-]{1,40}){0,3};base64,([^\"'<>]{1,16000000})\2",
    re.IGNORECASE,
)
SOURCE = re.compile(r"(?i)(\bsrc\s*=\s*)(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>]{1,2000}))")
TYPES = {"jpg": "jpeg"}
MAX_IMAGES = 100


@dataclass(frozen=True, slots=True)
class File:
    """A file as found; whether it is shown inside the HTML is known only at the end."""

    attachment: ParsedAttachment
    location: str


def take_out(html: str) -> tuple[str, list[tuple[str, str, bytes, str]]]:
    """Return ``html`` with ids in place of the images written into it, and these as (name, type, bytes, id)."""
    found: list[tuple[str, str, bytes, str]] = []

    def taken(match: re.Match[str]) -> str:
        if len(found) >= MAX_IMAGES:
            return f"{match[1]}{match[2]}{match[2]}"
        kind = TYPES.get(match[3].lower(), match[3].lower())
        data = transfer.base64(unquote_to_bytes(match[4]))
        cid = f"{hashlib.sha256(data).hexdigest()[:24]}@embedded"
        found.append((f"image-{len(found) + 1}.{match[3].lower()}", f"image/{kind}", data, cid))
        return f"{match[1]}{match[2]}cid:{cid}{match[2]}"

    return (DATA_URL.sub(taken, html) if "base64," in html else html), found


def _point(html: str, places: Mapping[str, str]) -> str:
    """Let the images of ``html`` that are meant by their place or their name name their id."""

    def pointed(match: re.Match[str]) -> str:
        told = unescape(match[2] or match[3] or match[4]).strip()
        cid = places.get(told.lower()) or places.get(unquote(told).lower())
        return f'{match[1]}"cid:{quote(cid, safe="@:/+=$!*~")}"' if cid else match[0]

    return SOURCE.sub(pointed, html) if places else html


def shown(html: str, files: Iterable[File]) -> tuple[str, tuple[ParsedAttachment, ...]]:
    """Return ``html`` with ids for all images that it means, and the files; those that it shows are marked inline."""
    html = _point(html, _places(files)) if html else ""
    ids = {unquote(cid).lower() for cid in CID.findall(html)}
    return html, tuple(_marked(file, ids) for file in files)


def _places(files: Iterable[File]) -> dict[str, str]:
    """Return the ids of files by the places, and of images by the names, by which HTML may mean them."""
    found: dict[str, str] = {}
    for file in files:
        told = file.attachment
        found.setdefault(file.location.lower(), told.content_id or file.location)
        if told.type.startswith("image/"):
            found.setdefault(told.name.lower(), told.content_id or told.name)
    found.pop("", None)
    return found


def _marked(file: File, shown: set[str]) -> ParsedAttachment:
    """Mark a file that the HTML shows, be it by its id, its place, or, without either, its name."""
    found = file.attachment
    for cid in (found.content_id, file.location, "" if found.content_id else found.name):
        if cid and cid.lower() in shown:
            return replace(found, inline=True, content_id=found.content_id or cid)
    return found
