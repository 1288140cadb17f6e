"""The parser's child process: reads framed mails from its input, writes each as frames, until the input ends.

It lives for many mails, for starting Python costs more than most mails do. Memory is limited for all of its life, CPU
time anew for each mail; a mail that exceeds either kills it, and the worker sets that mail aside.
"""

import sys
from collections.abc import Iterable

from helpdesk.child_limits import limit_memory, limit_time
from mail.parser import parse, quotes, wire
from mail.parser.charsets import clean_text, decode


def main() -> None:
    """Serve until the worker closes the pipe."""
    limit_memory()
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
