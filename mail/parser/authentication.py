"""What the servers that handed a mail on found out about its sender (Authentication-Results, RFC 8601)."""

import re
from collections.abc import Collection
from dataclasses import replace

from mail.parser.addresses import all_addresses
from mail.parser.headers import Headers
from mail.parser.parsed import Authentication

QUOTED = re.compile(r'"[^"]*"?')  # may hold what the sender has chosen, such as the name in their address
COMMENT = re.compile(r"\([^()]*\)")
ABOUT = re.compile(r"[;\s]header\.from\s*=\s*([^\s;()]{1,254})")
RESULT = re.compile(r"(?:^|[;\s])(dmarc|spf|dkim)\s*=\s*([a-z]{3,12})\b")
BY = re.compile(rb"\bby\s+([\w.-]{1,253})")
PRIVATE = re.compile(r"(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}")
SHARED = re.compile(r"\w{1,3}\.\w\w|(com|org|net|gov|edu)\.\w\w")
MAX_READ = 20


def results(headers: Headers) -> tuple[Authentication, ...]:
    """Return each server's findings from the top down, with the servers that stand above them.

    What is said of a mail with several senders, and not of which, is about nobody.
    """
    found: list[Authentication] = []
    is_one = len({entry.address.rpartition("@")[2] for entry in all_addresses(headers, "from")}) <= 1
    hops: list[str] = []
    for name, value in headers.fields:
        if name == "received":
            named = BY.search(value)
            hops.append(named.group(1).decode("ascii", "replace").lower().strip(".") if named else "?")
        elif name == "authentication-results" and len(found) < MAX_READ:
            result = _result(value, tuple(hops))
            found.append(result if is_one or result.about else replace(result, about="?"))
    return tuple(found)


def _result(value: bytes, hops: tuple[str, ...]) -> Authentication:
    text = COMMENT.sub(" ", QUOTED.sub(" ", value.decode("ascii", "replace").lower()))
    server, _semicolon, rest = text.partition(";")
    told: dict[str, str] = {}
    for method, result in RESULT.findall(rest):
        if method == "dmarc" and told.get(method, result) != result:  # who says both says nothing
            told[method] = "fail"
        elif method != "dkim" or told.get("dkim") != "pass":  # of several signatures, one that holds is enough
            told[method] = result
    name, about = next(iter(server.split()), ""), {found.rpartition("@")[2].strip(".") for found in ABOUT.findall(rest)}
    spoken = Authentication(name, told.get("dmarc", ""), told.get("spf", ""), told.get("dkim", ""), hops)
    return replace(spoken, about=about.pop() if len(about) == 1 else "?" * bool(about))


def trusted(found: Collection[Authentication], servers: Collection[str]) -> Authentication | None:
    """Return the topmost findings of one of ``servers``; nothing when another server handed the mail on after it.

    Below the first server that is not ours, a sender can write whatever they like.
    """
    names = {server.strip().lower().strip(".") for server in servers if server.strip()}
    for result in found:
        if result.server in names:
            return result if all(_is_ours(hop, names) for hop in result.hops) else None
    return None


def _is_ours(hop: str, names: Collection[str]) -> bool:
    """Tell whether a server is one of the trusted, of the same house, or without a public name."""
    if "." not in hop or PRIVATE.fullmatch(hop):
        return hop != "?"
    return any(f".{hop}".endswith(f".{_house(name)}") for name in names)


def _house(name: str) -> str:
    """Return the domain whose servers are one house: that above a server's name, never one such as co.uk."""
    above = name.partition(".")[2]
    return name if "." not in above or SHARED.fullmatch(above) else above
