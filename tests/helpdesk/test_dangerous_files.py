"""Files that may do harm."""

import pytest

from helpdesk import files
from helpdesk.dangerous_files import is_dangerous


@pytest.mark.parametrize(
    "name",
    [
        *("setup.exe", "SETUP.EXE", "a.scr", "invoice.pdf.exe", "invoice.pdf.js", "note.one", "a.docm", "page.html"),
        *("logo.svg", "disk.iso", "a.lnk", "run.ps1", ".htaccess", "a.exe.", "a.exe ", "a.e\u200bxe", "a.\uff45xe"),
        *("invoice\u202efdp.exe", "cod\u202etxt.pdf", "x.php.weird"),
    ],
)
def test_name_gives_it_away(name):
    assert is_dangerous(name, "application/octet-stream")


@pytest.mark.parametrize(
    "name", ["plan.pdf", "photo.jpeg", "a.docx", "com", "exe", "js.txt", "a.com.pdf", "", "v1.2.txt"]
)
def test_name_is_harmless(name):
    assert not is_dangerous(name, "application/pdf")


@pytest.mark.parametrize(
    "data", [b"MZ\x90\0" + bytes(90), b"\x7fELF\x02" + bytes(90), b"#!/bin/sh\n", b"<html><body>x"]
)
def test_bytes_give_it_away(data):
    assert is_dangerous("plan.pdf", files.sniff(data))


@pytest.mark.parametrize(
    ("name", "on_disk"),
    [
        ('a?*:|"<>b.txt', "a_______b.txt"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("console.txt", "console.txt"),
        ("..", "file"),
        ("a/b", "a_b"),
    ],
)
def test_name_for_a_disk_is_one_that_disks_take(name, on_disk):
    assert files.name_on_disk(name) == on_disk
