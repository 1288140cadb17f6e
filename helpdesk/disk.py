"""Writing to the disk: whole or not at all, and a full disk says so."""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk.errors import DiskFull

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LEAST_FREE = 100 * 1024 * 1024
PART = ".part"
A_DAY = 24 * 60 * 60


def is_full(failure: BaseException | None) -> bool:
    """Say whether ``failure`` is that nothing more fits on the disk."""
    return isinstance(failure, OSError) and failure.errno in FULL


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Turn the system's word for a full disk into ours."""
    try:
        yield
    except OSError as failure:
        if is_full(failure):
            raise DiskFull from failure
        raise


def write_durably(path: Path, data: bytes) -> None:
    """Write ``data`` so that it is on the disk before this returns, whole or not at all."""
    with refusing_when_full():
        _make(path.parent)
        part = path.with_name(f"{path.name}.{secrets.token_hex(8)}{PART}")
        try:
            _fill(part, data)
        except OSError:
            part.unlink(missing_ok=True)  # half a file would fill the disk for good
            raise
        part.replace(path)
        _keep_names(path.parent)


def _make(folder: Path) -> None:
    """Make ``folder`` and those above it, and have their names on the disk, without which what is in them is lost."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _keep_names(folder.parent)


def _fill(part: Path, data: bytes) -> None:
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_names(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def written_at(path: Path) -> float:
    """Return when the file was written last; 0 where it is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def forget_parts(folder: Path) -> None:
    """Delete what those left below ``folder`` who were killed while they wrote; who still writes is younger."""
    for part in folder.rglob(f"*{PART}"):
        if written_at(part) < time.time() - A_DAY:
            part.unlink(missing_ok=True)


def has_room(folder: Path) -> bool:
    """Say whether the disk below ``folder``, or below what is to hold it, has room for a while."""
    there = next(path for path in [folder, *folder.parents] if path.exists())
    return shutil.disk_usage(there).free >= LEAST_FREE
