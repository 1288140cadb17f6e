"""Whose mail somebody passes on: read from the lines that mail programs put before it, or from the attached mail."""

import re
from collections.abc import Sequence

from mail.parser import phrases, quoted_headers
from mail.parser.parsed import Address

ADDRESS = re.compile(r"[\w.+'%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
LINES = 12
SCANNED = 20_000
LONGEST_MARK = 150
MARKS = " \t\xa0>*-–—:："


def writers(text: str, attached: Sequence[tuple[Address, ...]], *, is_answer: bool) -> tuple[Address, ...]:
    """Return who wrote the mail that is passed on; several where its From names several, none where it has no address.

    An answer passes on only what a line above calls another mail; the mails attached to it are no forward either.
    """
    found = _written_above(text[:SCANNED].splitlines(), is_answer=is_answer)
    if found:
        return found
    return attached[0] if len(attached) == 1 and not is_answer else ()


def _written_above(lines: list[str], *, is_answer: bool) -> tuple[Address, ...]:
    """Return whom the header of the first mail within the lines names; an address anywhere else means nothing."""
    for index in range(len(lines)):
        if _is_mark(lines, index):
            behind = range(index + 1, min(index + 1 + LINES, len(lines)))
            start = next((at for at in behind if quoted_headers.key(lines[at]) in phrases.FROM_KEYS), None)
            return () if start is None else _sender(lines, start)
        if not is_answer and quoted_headers.starts_forward_at(lines, index):
            return _sender(lines, index)
    return ()


def _is_mark(lines: list[str], index: int) -> bool:
    """Tell whether a line parts a mail that is passed on from what was typed, with or without dashes around its words."""
    line = lines[index]
    if not line or len(line) > LONGEST_MARK:
        return False
    if phrases.RULE.match(line):
        return any(quoted_headers.key(below) in quoted_headers.KEYS for below in lines[index + 1 : index + 3])
    bare = line.strip(MARKS)
    return bool(phrases.DELIMITER.match(f"-- {bare} --") or phrases.FORWARD_BEGINS.match(f"{bare}:"))


def _sender(lines: list[str], start: int) -> tuple[Address, ...]:
    """Return the name and the address of the From line at ``start``; without names where it has several addresses."""
    told = quoted_headers.fields(lines, start)[0][1]
    found = list(dict.fromkeys(address.lower().strip("'") for address in ADDRESS.findall(told)))
    if len(found) != 1:
        return tuple(Address("", address) for address in found)
    name = re.split(r"[<\[(]|mailto:", told, maxsplit=1)[0].strip(" \t\"'*")
    return (Address("" if "@" in name else name[:200], found[0]),)
