"""How little a child process may take that reads what strangers wrote. It starts without Django, so this needs none."""

import resource

MEMORY = 1024**3
SECONDS = 20


def limit_memory() -> None:
    """Allow this process, for all of its life, little memory, and no image of it on the disk when it dies."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time() -> None:
    """Allow the next task of this process its share of CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
