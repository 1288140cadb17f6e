"""Starting programs: one at a time, and with their last words where they fail."""

import fcntl
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk.project.embedded.places import socket_dir, var_dir

PATIENCE = 60.0


class ServiceNotStarted(RuntimeError):
    """A service did not come up; the text ends with the last lines of its log."""


@contextmanager
def lock() -> Iterator[None]:
    """Let one process at a time start or stop services."""
    folder = var_dir() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    sockets = socket_dir()
    sockets.mkdir(parents=True, exist_ok=True, mode=0o711)
    if sockets.stat().st_uid != os.getuid():
        message = f"{sockets} belongs to somebody else; remove it, or name another folder in HELPDESK_VAR."
        raise ServiceNotStarted(message)
    with (var_dir() / "services.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(command: list[str], log: Path, user: str | None = None) -> None:
    """Run a command to its end, telling its last words if it fails; ``user`` comes with their own group alone."""
    group = pwd.getpwnam(user).pw_gid if user else None
    groups: list[int] | None = [] if user else None
    with log.open("ab") as output:
        done = subprocess.run(
            command, stdout=output, stderr=output, user=user, group=group, extra_groups=groups, cwd="/", check=False
        )
    if done.returncode:
        raise ServiceNotStarted(failure(command[0], log))


def failure(program: str, log: Path) -> str:
    """Tell that ``program`` did not start, with the end of its log."""
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    return "\n".join([f"{Path(program).name} did not start. The end of {log}:", *lines])
