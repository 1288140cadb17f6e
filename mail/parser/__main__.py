"""The parser's child process: reads framed mails from its input, writes each as frames, until the input ends.

It lives for many mails, for starting Python costs more than most mails do. Memory is limited for all of its life, CPU
time anew for each mail; a mail that exceeds either kills it, and the worker sets that mail aside.
"""

import resource
import sys
from collections.abc import Iterable

from mail.parser import parse, quotes, wire
from mail.parser.charsets import clean_text, decode

MEMORY = 1024**3
SECONDS = 20


def limit_time() -> None:
    """Allow the next mail its share of CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))


def main() -> None:
    """Serve until the worker closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (wanted := wire.receive(sys.stdin.buffer)) is not None:
        raw = wire.receive(sys.stdin.buffer) or b""
        limit_time()
        wire.send(sys.stdout.buffer, *answer(wanted, raw))


def answer(wanted: bytes, raw: bytes) -> Iterable[bytes]:
    """Return the frames of a mail, or what is new in a plain reply."""
    if wanted == wire.STRIP:
        return [quotes.split(clean_text(decode(raw)))[0].encode("utf-8", "replace")]
    return wire.write(parse(raw))


if __name__ == "__main__":
    main()
