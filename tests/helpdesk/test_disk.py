"""Writing to the disk."""

import os
import time
from pathlib import Path

import pytest

from helpdesk import disk, periodic

OLD, YOUNG = 25 * 3600, 23 * 3600


@pytest.mark.parametrize(("umask", "mode"), [(0o022, "0o100644"), (0o027, "0o100640"), (0o077, "0o100600")])
def test_who_may_read_a_file_is_what_the_system_was_told(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        disk.write_durably(tmp_path / "file", b"hello")
    finally:
        os.umask(before)

    assert [(path.name, oct(path.stat().st_mode)) for path in tmp_path.iterdir()] == [("file", mode)]


def test_the_names_of_new_folders_are_on_the_disk_as_well(tmp_path, monkeypatch):
    synced = []
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda number: (synced.append(os.path.realpath(f"/proc/self/fd/{number}")), sync(number))
    )

    disk.write_durably(tmp_path / "mail" / "ab" / "file", b"hello")

    folders = [path for path in synced if Path(path).is_dir()]
    assert folders == [str(tmp_path), str(tmp_path / "mail"), str(tmp_path / "mail" / "ab")]


def test_what_a_writer_who_was_killed_has_left_goes_after_a_day(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "files" / "ab").mkdir(parents=True)
    for name, age in (("old.part", OLD), ("young.part", YOUNG), ("old", OLD)):
        path = tmp_path / "files" / "ab" / name
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)

    periodic.forget_parts()

    assert sorted(path.name for path in (tmp_path / "files" / "ab").iterdir()) == ["old", "young.part"]
