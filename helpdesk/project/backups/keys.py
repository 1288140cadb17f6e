"""The keys of an installation: without them half of the database cannot be read."""

import os
from pathlib import Path

from django.conf import settings

from helpdesk.project.backups.contents import KEYS
from helpdesk.project.backups.errors import BackupFailed
from helpdesk.project.embedded import places

NAMES = ("SECRET_KEY", "FIELD_ENCRYPTION_KEY")


def write(folder: Path) -> None:
    """Keep the keys in ``folder``, for nobody else to read."""
    path = folder / KEYS
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={getattr(settings, name)}\n" for name in NAMES))


def ensure_they_fit(folder: Path) -> None:
    """Refuse to restore what our own keys could not read; a key that nobody chose gives way to that of the backup."""
    kept = _read(folder)
    ours = {name: getattr(settings, name) for name in NAMES}
    if _is_chosen_by_nobody():
        ours["SECRET_KEY"] = kept["SECRET_KEY"]
    wrong = [name for name in NAMES if ours[name] != kept[name]]
    if wrong:
        raise BackupFailed(
            f"{' and '.join(wrong)} of this installation and of the backup differ. "
            f"Put the lines of {folder / KEYS} into the settings (.env), then restore."
        )


def take_over(folder: Path) -> bool:
    """Put the key of the backup in the place of one that nobody chose; say whether that was needed."""
    kept = _read(folder)["SECRET_KEY"]
    if kept == settings.SECRET_KEY:
        return False
    draft = places.secret_key_file().with_name("secret_key.restored")
    draft.touch(mode=0o600)
    draft.write_text(kept)
    draft.replace(places.secret_key_file())
    return True


def _is_chosen_by_nobody() -> bool:
    return not os.environ.get("SECRET_KEY")


def _read(folder: Path) -> dict[str, str]:
    lines = (folder / KEYS).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)
