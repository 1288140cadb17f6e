"""The header of another mail, as mail programs write it above what they quote or pass on.

Every rule looks at a bounded piece of a bounded number of lines.
"""

import re

from mail.parser import phrases

LONG_LINE = 300
BLOCK = 8
FIELDS = 12
RULER = re.compile(r"\s*[-_=*~—–]{5,200}\s*")
KEY = re.compile(r"^[\s>|]{0,10}\*{0,2}([^\s:*|>][^:*|>：]{0,30}?)\s{0,3}\*{0,2}\s?[:：]")
# "Mon, 2 Nov 2026 10:00:00", as it travels: programs that quote write dates for people.
TRAVELLING = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d")
KEYS = phrases.FROM_KEYS | phrases.OTHER_KEYS


def key(line: str) -> str:
    """Return the name of the field that ``line`` begins with, whatever it is called."""
    match = KEY.match(line[:60])
    return match.group(1).strip().lower() if match else ""


def starts_at(lines: list[str], index: int) -> bool:
    """Tell whether a mail's header, as Outlook quotes it, starts here: a From and at least two other fields."""
    first = key(lines[index])
    if first not in KEYS:
        return False
    keys = {first, *_keys_below(lines, index)}
    if keys & phrases.FROM_KEYS and len(keys & phrases.OTHER_KEYS) > 1:
        return True
    return _is_short(lines, index) or _is_one_line(lines[index])


def starts_forward_at(lines: list[str], index: int) -> bool:
    """Tell whether a header starts here as Outlook puts it above a mail passed on, without any line that says so.

    The sender's address comes first, a date for people right below it: what somebody copied from a log is otherwise.
    """
    if key(lines[index]) not in phrases.FROM_KEYS:
        return False
    found = fields(lines, index)
    if len(found) < 3 or found[1][0] not in phrases.DATE_KEYS:
        return False
    return "@" in found[0][1] and _is_programs_date(found[1][1]) and not TRAVELLING.search(found[1][1])


def is_dated(lines: list[str], index: int) -> bool:
    """Tell whether the header that starts here has an address to come from, and the date of a program."""
    found = fields(lines, index)
    has_sender = any(name in phrases.FROM_KEYS and "@" in value for name, value in found)
    return has_sender and any(name in phrases.DATE_KEYS and _is_programs_date(value) for name, value in found)


def fields(lines: list[str], index: int) -> list[tuple[str, str]]:
    """Return the names and values of the fields that start here; a value goes on in the lines that are none."""
    found: list[tuple[str, str]] = []
    for place in range(index, min(index + FIELDS, len(lines))):
        line = lines[place][:LONG_LINE]
        name = key(line)
        if name in KEYS:
            found.append((name, KEY.sub("", line).strip(" \t\xa0*")))
        elif not line.strip(" >|") and not _follows(lines, place):
            break
        elif found and not (name and found[-1][1]):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip(' >|*')}")
    return found


def _follows(lines: list[str], place: int) -> bool:
    """Tell whether another field follows within two lines of an empty one."""
    return any(key(line) in KEYS for line in lines[place + 1 : place + 3])


def _is_programs_date(value: str) -> bool:
    """Tell whether a value names a year and a time of day, as programs always do."""
    return all(sign.search(value) for sign in phrases.DATE_SIGNS)


def _keys_below(lines: list[str], index: int) -> list[str]:
    """Return the names of the fields below a first one, up to an empty line with no field below it."""
    block = lines[index + 1 : index + BLOCK]
    keys = [key(line) for line in block]
    for place, line in enumerate(block):
        if not line.strip(" >|") and not any(keys[place : place + 3]):
            return keys[:place]
    return keys


def _is_short(lines: list[str], index: int) -> bool:
    """Tell whether a paragraph begins with two fields, an address in one and a program's date in the other."""
    if index and lines[index - 1].strip() and not RULER.fullmatch(lines[index - 1]):
        return False
    first, second = lines[index][:LONG_LINE], "".join(lines[index + 1 : index + 2])[:LONG_LINE]
    if key(second) not in KEYS:
        return False
    return any("@" in one and phrases.STAMP.search(other) for one, other in ((first, second), (second, first)))


def _is_one_line(line: str) -> bool:
    """Tell whether a mail's header stands in one line, as it does where its lines were flowed together."""
    if "@" not in line or line.count(":") < 4:
        return False
    keys = {word.strip("*:").lower() for word in line[:LONG_LINE].split() if word.rstrip("*").endswith(":")}
    return bool(keys & phrases.FROM_KEYS) and len(keys & phrases.OTHER_KEYS) > 1 and bool(phrases.STAMP.search(line))
