"""What lies in the folder of a backup, and that it is what was put there."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from helpdesk.project.backups.errors import BackupFailed

DUMP, FILES, KEYS, SUMS, MANIFEST = "database.dump", "files", "keys.env", "SHA256SUMS", "manifest.json"
UNSUMMED = {SUMS, MANIFEST}


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; the hash of the list of hashes stands for everything else."""

    made_at: str
    version: str
    postgresql: str
    migrations: list[str]
    count: int
    size: int
    missing_files: int
    sums_sha256: str

    def write(self, folder: Path) -> None:
        """Keep this in ``folder``."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Return what the backup in ``folder`` says of itself."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text()))
    except FileNotFoundError:
        raise BackupFailed(f"There is no backup in {folder}.") from None
    except (ValueError, TypeError):
        raise BackupFailed(f"{folder / MANIFEST} is damaged, or of another version.") from None


def files_below(folder: Path) -> Iterator[Path]:
    """Return all files, as paths below ``folder``, also behind links, but those that somebody writes just now."""
    met = set()
    for place, _folders, names in os.walk(folder, onerror=_refuse_unreadable, followlinks=True):
        identity = _identity(place)
        if identity in met:
            raise BackupFailed(f"{place} leads to a folder that is reached another way too; remove one of the links.")
        met.add(identity)
        for name in names:
            if not name.endswith(".part"):
                yield (Path(place) / name).relative_to(folder)


def _refuse_unreadable(failure: OSError) -> None:
    if not isinstance(failure, FileNotFoundError):
        raise failure


def _identity(folder: str) -> tuple[int, int]:
    found = os.stat(folder)  # noqa: PTH116 -- os.walk gives words
    return found.st_dev, found.st_ino


def add_files(source: Path, target: Path) -> None:
    """Have in ``target`` every file below ``source``: a second name for it, or a copy on another disk.

    Files are never changed once they have their name, so that a second name is as good as a copy.
    """
    for path in files_below(source):
        if not (target / path).exists():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # deleted meanwhile
                _add(source / path, target / path)


def _add(original: Path, copy: Path) -> None:
    try:
        os.link(original.resolve(), copy)  # of a link itself a second name would lead nowhere
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without second names
        shutil.copy2(original, copy)


def write_sums(folder: Path) -> None:
    """Write down the hash of every file, as ``sha256sum --check`` reads it."""
    with (folder / SUMS).open("w") as sums:
        for path in sorted(files_below(folder)):
            if str(path) not in UNSUMMED:
                sums.write(f"{sha256(folder / path)}  {path}\n")


def verify(folder: Path, manifest: Manifest) -> None:
    """Refuse a backup in which a file is missing, foreign or damaged."""
    if not (folder / SUMS).exists() or sha256(folder / SUMS) != manifest.sums_sha256:
        raise BackupFailed(f"{folder / SUMS} is damaged.")
    sums = [line.split("  ", 1) for line in (folder / SUMS).read_text().splitlines()]
    wanted = {path: digest for digest, path in sums}
    there = {str(path) for path in files_below(folder)} - UNSUMMED
    wrong = sorted(wanted.keys() ^ there) or [path for path in wanted if sha256(folder / path) != wanted[path]]
    if wrong:
        raise BackupFailed(f"{len(wrong)} files of the backup are missing, foreign or damaged: {', '.join(wrong[:5])}.")


def sha256(path: Path) -> str:
    """Return the hash of the bytes at ``path``."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def size(folder: Path) -> tuple[int, int]:
    """Return how many files there are below ``folder``, and how many bytes."""
    sizes = [(folder / path).stat().st_size for path in files_below(folder)]
    return len(sizes), sum(sizes)
