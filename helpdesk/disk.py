"""Writing to the disk: whole or not at all, and a full disk says so."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk.errors import DiskFull

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LEAST_FREE = 100 * 1024 * 1024


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
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            try:
                _fill(part.name, data)
            except OSError:
                Path(part.name).unlink()  # half a file would fill the disk for good
                raise
        Path(part.name).replace(path)
        _keep_names(path.parent)


def _fill(name: str, data: bytes) -> None:
    with Path(name).open("wb") as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())


def _keep_names(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def has_room(folder: Path) -> bool:
    """Say whether the disk below ``folder``, or below what is to hold it, has room for a while."""
    there = next(path for path in [folder, *folder.parents] if path.exists())
    return shutil.disk_usage(there).free >= LEAST_FREE
