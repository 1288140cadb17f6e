"""What is new in a reply, and what is quoted or signature.

Nothing is deleted: the caller keeps the whole text and shows the rest folded. Every rule looks at a bounded piece of
a bounded number of lines, so the time grows with the length of the text and not with its square.
"""

import re

from mail.parser import phrases

MARKER = re.compile(r"##-.{1,200}-##")
LONG_LINE = 300
SPAN = 4
MAX_COLONS = 1000  # no letter has so many; a list made to cost time has
BLOCK = 8
SIGNATURE_WITHIN = 14
KEY = re.compile(r"^[\s>|]{0,10}\*{0,2}([^\s:*|>][^:*|>：]{0,30}?)\s{0,3}\*{0,2}\s?[:：]")


def split(text: str) -> tuple[str, str]:
    """Return what is new in ``text`` and the rest; everything counts as new when nothing can be told apart."""
    lines = text.split("\n")
    cut = _cut(lines)
    cut = _signature(lines, cut)
    reply = "\n".join(lines[:cut]).rstrip()
    if not reply.strip():
        return text, ""
    return reply, "\n".join(lines[cut:])


def _cut(lines: list[str]) -> int:
    """Return the index of the first line that is no longer new."""
    colons = 0
    for index, line in enumerate(lines):
        colons += line.endswith(":")
        if len(line) > LONG_LINE or colons > MAX_COLONS:
            continue
        if MARKER.search(line):
            return _without_attribution(lines, index)
        if _is_delimiter(lines, index):
            return index
        start = _attribution(lines, index)
        if start >= 0:
            return start if not _answered_inline(lines[index + 1 :]) else len(lines)
    return _trailing_quote(lines)


def _without_attribution(lines: list[str], index: int) -> int:
    """Return where the attribution just above our marker begins, or the marker itself."""
    for above in range(index - 1, max(index - 4, -1), -1):
        start = _attribution(lines, above)
        if start >= 0:
            return start
    return index


def _is_delimiter(lines: list[str], index: int) -> bool:
    line = lines[index]
    if phrases.DELIMITER.match(line) or phrases.FORWARD_BEGINS.match(line) or phrases.ZOHO.match(line.strip()):
        return True
    if phrases.RULE.match(line):
        following = next((i for i in range(index + 1, min(index + 4, len(lines))) if lines[i].strip()), index)
        return following > index and _is_header_block(lines, following)
    return _is_header_block(lines, index)


def _key(line: str) -> str:
    match = KEY.match(line[:60])
    return match.group(1).strip().lower() if match else ""


def _is_header_block(lines: list[str], index: int) -> bool:
    """Tell whether a mail's header, as Outlook quotes it, starts here: a From and at least two other fields."""
    if _key(lines[index]) not in phrases.FROM_KEYS:
        return False
    keys = {_key(line) for line in lines[index + 1 : index + BLOCK]}
    return len(keys & phrases.OTHER_KEYS) > 1


def _attribution(lines: list[str], end: int) -> int:
    """Return where an attribution that ends in line ``end`` starts, the shortest one; -1 when there is none."""
    last = lines[end].lstrip("> ").rstrip()
    if not last.endswith((":", "：", "写道", "寫道")) or len(last) > LONG_LINE:
        return -1
    for start in range(end, max(end - SPAN, -1), -1):
        if len(lines[start]) > LONG_LINE or not lines[start].strip(" >"):
            return -1
        joined = " ".join(line.lstrip("> ").strip() for line in lines[start : end + 1])
        if _is_attribution(joined):
            return start
    return -1


def _is_attribution(joined: str) -> bool:
    if not (re.search(r"\d", joined) or "@" in joined):
        return False
    patterns = (phrases.ATTRIBUTION, phrases.VERB_FIRST, phrases.ISO_DATED)
    return any(p.match(joined) for p in patterns) or bool(phrases.CJK.search(joined[-40:]))


def _is_quoted(line: str) -> bool:
    return line.startswith((">", " >", "|"))


def _answered_inline(rest: list[str]) -> bool:
    """Tell whether own words stand between or after the quoted lines of ``rest``."""
    first = next((i for i, line in enumerate(rest) if line.strip()), None)
    if first is None or not _is_quoted(rest[first]):
        return False
    own = [line for line in rest[first : _signature(rest, len(rest))] if line.strip() and not _is_quoted(line)]
    return bool(own)


def _trailing_quote(lines: list[str]) -> int:
    """Return where the quoted lines at the very end begin."""
    cut = len(lines)
    while cut and (not lines[cut - 1].strip() or _is_quoted(lines[cut - 1])):
        cut -= 1
    quoted = any(_is_quoted(line) for line in lines[cut:])
    if quoted and cut and lines[cut - 1].rstrip().endswith(":") and re.search(r"[\d@]", lines[cut - 1]):
        cut -= 1
    return cut if quoted else len(lines)


def _signature(lines: list[str], cut: int) -> int:
    """Return where the signature at the end of the first ``cut`` lines begins, or ``cut``."""
    end = cut
    while end and not lines[end - 1].strip():
        end -= 1
    for index in range(max(end - SIGNATURE_WITHIN, 0), end):
        if lines[index].rstrip() == "--":
            return index
    if end and len(lines[end - 1]) <= LONG_LINE and phrases.SIGNATURE.match(lines[end - 1].strip()):
        return end - 1
    return cut
