"""What is new in a reply, and what is quoted or signature.

Nothing is deleted: the caller keeps the whole text and shows the rest folded. Every rule looks at a bounded piece of
a bounded number of lines, so the time grows with the length of the text and not with its square.
"""

import re
from itertools import chain

from mail.parser import phrases, quoted_headers
from mail.parser.quoted_headers import LONG_LINE, RULER

MARKER = re.compile(r"##-.{1,200}-##")
SPAN = 4
MAX_COLONS = 1000  # no letter has so many; a list made to cost time has
SIGNATURE_WITHIN = 14
TURNING = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # put around what runs against the direction of the line
BARE_LINK = re.compile(r"\s*[(<]?https?://\S{1,500}\s?[)>]?\s*>?\s*")
NAMED = re.compile(r"[-–—]{1,2}\s?[^\W\d_a-z][\w.'-]{0,30}(?: [^\W\d_a-z][\w.'-]{0,30}){0,2}\s*")
WRAPPED = 55
MANY_WORDS = 7


def split(text: str, *, answers: bool = True) -> tuple[str, str]:
    """Return what is new in ``text`` and the rest; everything counts as new when nothing can be told apart.

    In a mail that ``answers`` nothing, words that look like a mail's header are words, unless they head a forwarded mail.
    """
    lines = [piece for line in text.split("\n") for piece in _unglued(line)]
    start, end = _quotation(lines, answers=answers)
    if end < len(lines):
        cut = _signature(lines, len(lines))
        new, old = lines[:start] + lines[end:cut], lines[start:end] + lines[cut:]
    else:
        cut = _below_rule(lines, _signature(lines, start))
        new, old = lines[:cut], lines[cut:]
    reply = "\n".join(new).rstrip()
    if not reply.strip():
        return text, ""
    return reply, "\n".join(old)


def _below_rule(lines: list[str], cut: int) -> int:
    """Return where a line drawn just above the cut begins, or the cut."""
    above = next((index for index in range(cut - 1, -1, -1) if lines[index].strip()), 0)
    return above if cut < len(lines) and RULER.fullmatch(lines[above]) else cut


def _unglued(line: str) -> list[str]:
    """Part a line whose end announces the quotation below it."""
    if len(line) > LONG_LINE or not line.endswith(" wrote:") or _is_quoted(line):
        return [line]
    return phrases.GLUED.split(line, maxsplit=1)


def _quotation(lines: list[str], *, answers: bool) -> tuple[int, int]:
    """Return the first line of what is quoted and the first behind it: mostly the end, else the answer below it."""
    colons = 0
    for index, line in enumerate(lines):
        colons += line.endswith(":")
        if len(line) > LONG_LINE or colons > MAX_COLONS:
            continue
        if MARKER.search(line):
            return _without_attribution(lines, index), len(lines)
        if _is_delimiter(lines, index, answers=answers):
            return _announced(lines, index, index + 1)
        start = _attribution(lines, index)
        if start >= 0:
            return _announced(lines, start, index + 1)
    return _trailing_quote(lines), len(lines)


def _announced(lines: list[str], start: int, first: int) -> tuple[int, int]:
    """Return what is quoted below an announcement: all of it, or one block; of answers in between only the rest."""
    own = _own_words(lines, first)
    if not own:
        return start, len(lines)
    if any(_is_quoted(line) for line in chain(lines[:start], lines[own[0] :])):
        return _trailing_quote(lines), len(lines)
    return start, own[0]


def _without_attribution(lines: list[str], index: int) -> int:
    """Return where the attribution just above our marker begins, or the marker itself."""
    for above in range(index - 1, max(index - 4, -1), -1):
        start = _attribution(lines, above)
        if start >= 0:
            return start
    return index


def _is_delimiter(lines: list[str], index: int, *, answers: bool) -> bool:
    if _announces_mail(lines[index]):
        return True
    if phrases.RULE.match(lines[index]):
        following = next((i for i in range(index + 1, min(index + 4, len(lines))) if lines[i].strip()), index)
        is_head = following > index and quoted_headers.starts_at(lines, following)
        return is_head and (answers or quoted_headers.is_dated(lines, following))
    return heads_a_mail(lines, index, answers=answers)


def _announces_mail(line: str) -> bool:
    """Tell whether a line is one by which programs part another mail from what was typed."""
    if any(pattern.match(line) for pattern in (phrases.DELIMITER, phrases.FORWARD_BEGINS, phrases.DAVID)):
        return True
    return any(pattern.match(line.strip()) for pattern in (phrases.ZOHO, phrases.DASHED))


def heads_a_mail(lines: list[str], index: int, *, answers: bool) -> bool:
    """Tell whether a header starts here without anything above that says so; what the writer leads up to is their words."""
    if answers:
        return quoted_headers.starts_at(lines, index)
    above = next((line for line in reversed(lines[max(index - 2, 0) : index]) if line.strip()), "")
    return quoted_headers.starts_forward_at(lines, index) and not above.rstrip().endswith((":", "："))


def _attribution(lines: list[str], end: int) -> int:
    """Return where an attribution that ends in line ``end`` starts, the shortest one; -1 when there is none."""
    last = TURNING.sub("", lines[end]).lstrip("> ").rstrip()
    if len(last) > LONG_LINE or not _may_end(last, lines, end):
        return -1
    broken = bool(phrases.BROKEN.match(lines[end]))
    for start in range(end, max(end - SPAN - 2 * broken, -1), -1):
        if len(lines[start]) > LONG_LINE or not (broken or lines[start].strip(" >")):
            break
        joined = " ".join(line.lstrip("> ").strip() for line in lines[start : end + 1])
        if is_attribution(joined):
            return start
    return end if phrases.ADDRESSED.match(last) else -1


def _may_end(last: str, lines: list[str], end: int) -> bool:
    """Tell whether an attribution may end so; one without its colon only just above a quotation."""
    if last.endswith((":", "：", "写道", "寫道")):
        return True
    below = next((line for line in lines[end + 1 : end + 3] if line.strip()), "")
    return below.startswith(">") and bool(phrases.UNENDED.search(last[-40:]))


def is_attribution(joined: str) -> bool:
    """Tell whether a line, put together, is one by which mail programs announce a quotation."""
    joined = TURNING.sub("", joined)
    if not (re.search(r"\d", joined) or "@" in joined):
        return False
    if joined.endswith((":", "：")) and all(sign.search(joined) for sign in phrases.TELLTALES):
        return True
    return any(p.match(joined) for p in phrases.ATTRIBUTIONS) or bool(phrases.CJK.search(joined[-40:]))


def is_announced(line: str) -> bool:
    """Tell whether a line announces a quotation by itself: by its colon, or as a date and an address alone."""
    return (line.endswith((":", "：")) and is_attribution(line)) or bool(phrases.DATE_AND_ADDRESS.match(line))


def _is_quoted(line: str) -> bool:
    return line.startswith((">", " >", "|"))


def _at(lines: list[str], index: int) -> str:
    return lines[index] if index < len(lines) else ""


def _own_words(lines: list[str], start: int) -> list[int]:
    """Return the lines typed between or after the quoted ones that begin at ``start``; none where nothing is quoted."""
    first = next((i for i in range(start, len(lines)) if lines[i].strip()), None)
    if first is None or not _is_quoted(lines[first]):
        return []
    return [index for index in range(first, _signature(lines, len(lines))) if _is_own(lines, index)]


def _is_own(lines: list[str], index: int) -> bool:
    """Tell whether a line below a quotation was typed: not quoted, no lone address, no rest of a line too long."""
    line, above = lines[index], lines[index - 1] if index else ""
    if not line.strip() or _is_quoted(line) or BARE_LINK.fullmatch(line[:LONG_LINE]):
        return False
    opened = max(above.rfind("(http"), above.rfind("<http"))
    if opened >= 0 and not re.search(r"[)>]", above[opened:]):
        return False
    is_wrapped = _is_quoted(above) and len(above) > WRAPPED and _is_quoted(_at(lines, index + 1))
    return not is_wrapped


def _trailing_quote(lines: list[str]) -> int:
    """Return where the quoted lines at the very end begin, with or without a signature below them."""
    end = cut = _signature(lines, len(lines))
    while cut and (not lines[cut - 1].strip() or _is_quoted(lines[cut - 1])):
        cut -= 1
    quoted = any(_is_quoted(line) for line in lines[cut:end])
    if quoted and cut and _announces(lines[cut - 1].rstrip()[-LONG_LINE:]):
        cut -= 1
    return cut if quoted else len(lines)


def _announces(line: str) -> bool:
    """Tell whether a line just above quoted ones says whose words they are."""
    return line.endswith(":") and bool(re.search(r"[\d@]", line) or phrases.SAYS.search(line))


def _signature(lines: list[str], cut: int) -> int:
    """Return where the signature at the end of the first ``cut`` lines begins, or ``cut``."""
    end = _end(lines, cut)
    for index in range(max(end - SIGNATURE_WITHIN, 0), end):
        if lines[index].rstrip() == "--" or _is_footer(lines, index, end):
            return _devices(lines, index)
    return _devices(lines, cut)


def _devices(lines: list[str], cut: int) -> int:
    """Return where the lines by which programs tell of themselves and a lone name begin, or ``cut``."""
    for _line in range(SIGNATURE_WITHIN):
        above = _device(lines, cut)
        if above == cut:
            break
        cut = above
    return _lone_name(lines, cut)


def _lone_name(lines: list[str], cut: int) -> int:
    """Return where a last paragraph of a dash and a name begins, or ``cut``."""
    end = _end(lines, cut)
    is_alone = end > 2 and not lines[end - 2].strip() and not lines[end - 3].lstrip().startswith(("-", "–"))
    return end - 1 if is_alone and NAMED.fullmatch(lines[end - 1][:LONG_LINE]) else cut


def _end(lines: list[str], cut: int) -> int:
    """Return ``cut`` without the empty lines above it."""
    while cut and not lines[cut - 1].strip():
        cut -= 1
    return cut


def _is_footer(lines: list[str], index: int, end: int) -> bool:
    """Tell whether a line of underscores parts the text from what a mailing list adds."""
    below = [line for line in lines[index + 1 : end] if line.strip()]
    return bool(phrases.RULE.match(lines[index])) and any(phrases.FOOTER.search(line[:LONG_LINE]) for line in below[:6])


def _device(lines: list[str], cut: int) -> int:
    """Return where the line begins by which a telephone says that it was one, or ``cut``."""
    end = _end(lines, cut)
    last = lines[end - 1].strip() if end else ""
    is_sentence = last.endswith(".") and len(last.split()) > MANY_WORDS and not phrases.DEVICE.search(last[:LONG_LINE])
    if len(last) <= LONG_LINE and not is_sentence and phrases.SIGNATURE.match(last):
        return end - 1
    return cut
