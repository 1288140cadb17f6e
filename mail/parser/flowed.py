"""Text whose lines were broken for transport only (format=flowed, RFC 3676)."""

import re

QUOTE = re.compile(r">*")
SIGNATURE = "-- "


def unflow(text: str, *, delete_space: bool) -> str:
    """Join lines that end in a blank with the next one of the same quote depth; the signature mark never flows."""
    out: list[str] = []
    flowing = -1  # the quote depth of the paragraph that goes on
    for line in text.split("\n"):
        depth, rest = _unquoted(line)
        if depth == flowing and rest not in {SIGNATURE, ""}:  # an empty line always parts paragraphs
            out[-1] += rest
        else:
            out.append(">" * depth + (" " if depth else "") + rest)
        flows = rest.endswith(" ") and rest != SIGNATURE
        flowing = depth if flows else -1
        if flows and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(map(_trimmed, out))


def _trimmed(line: str) -> str:
    return line if line == SIGNATURE else line.rstrip(" ")


def _unquoted(line: str) -> tuple[int, str]:
    """Return the quote depth of a line and what it says, without the blank that was stuffed in."""
    match = QUOTE.match(line)
    depth = match.end() if match else 0
    rest = line[depth:]
    return depth, rest.removeprefix(" ")
