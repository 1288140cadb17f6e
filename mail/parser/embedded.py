"""Images that stand inside the HTML of a mail: written into it, or meant by their place instead of their id."""

import hashlib
import re
from urllib.parse import unquote_to_bytes

from mail.parser import transfer

DATA_URL = re.compile(
    r"(\bsrc\s*=\s*)([\"'])data:image/(png|jpeg|jpg|gif|webp)(?:;[\w=.-]{1,40}){0,3};base64,([^\"'<>]{1,16000000})\2",
    re.IGNORECASE,
)
TYPES = {"jpg": "jpeg"}
MAX_IMAGES = 100


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


def point(html: str, location: str, cid: str) -> str:
    """Let the images of ``html`` that are meant by their Content-Location name their id."""
    place = re.escape(location)
    return re.sub(rf"(?i)(\bsrc\s*=\s*)([\"']?){place}\2(?=[\s>/])", lambda m: f'{m[1]}"cid:{cid}"', html)
