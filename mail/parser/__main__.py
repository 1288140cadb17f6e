"""The parser's child process: reads framed mails from its input, writes each as frames, until the input ends.

It lives for many mails, for starting Python costs more than most mails do. Memory is limited for all of its life, CPU
time anew for each mail; a mail that exceeds either kills it, and the worker sets that mail aside.
"""

import resource
import sys

from mail.parser import parse, wire

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
    while (raw := wire.receive(sys.stdin.buffer)) is not None:
        limit_time()
        wire.send(sys.stdout.buffer, *wire.write(parse(raw)))


if __name__ == "__main__":
    main()
