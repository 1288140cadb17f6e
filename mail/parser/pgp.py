"""Inline PGP: the clear text stands between lines of armour."""

import re

BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
END = "-----END PGP SIGNATURE-----"
ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
ARMOUR_HEADER = re.compile(r"^(Hash|Charset|Comment|Version|NotDashEscaped):")


def is_signed(text: str) -> bool:
    """Tell whether ``text`` holds a clear text with its signature."""
    return BEGIN in text and SIGNATURE in text


def is_encrypted(text: str) -> bool:
    """Tell whether ``text`` holds an encrypted message."""
    return "BEGIN PGP MESSAGE" in text and bool(ENCRYPTED.search(text))


def clear(text: str) -> str:
    """Return ``text`` without its armour, and with dashes as they were typed."""
    if not is_signed(text):
        return text
    before, _begin, rest = text.partition(BEGIN)
    words, _mark, tail = rest.partition(SIGNATURE)
    lines = words.strip("\n").split("\n")
    while lines and (not lines[0].strip() or ARMOUR_HEADER.match(lines[0])):
        if not lines.pop(0).strip():
            break
    typed = "\n".join(line.removeprefix("- ") for line in lines)
    after = tail.partition(END)[2]
    return "\n\n".join(piece.strip("\n") for piece in (before, typed, after) if piece.strip())
