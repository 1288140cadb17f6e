"""A document opens our own assets by whatever name, and nothing else by any name."""

import subprocess
import sys

import pytest

from helpdesk import drawing, pdf
from helpdesk.child_process import ROOT

OUTSIDE = "pyproject.toml"


@pytest.fixture
def opened(tmp_path, monkeypatch):
    root = tmp_path / "static"
    root.mkdir()
    (tmp_path / OUTSIDE).write_text("outside")
    (root / "own.txt").write_text("own")
    (root / "link.txt").symlink_to(tmp_path / OUTSIDE)
    monkeypatch.setattr(drawing, "ROOT", root)
    return lambda address: drawing.OwnAssets().fetch(address.replace("ROOT", str(root))).read()


@pytest.mark.guards(25)
@pytest.mark.parametrize("address", ["file://ROOT/own.txt", "FILE://ROOT/own.txt", "file://ROOT/%6fwn.txt?v=1"])
def test_our_own_file_is_opened_by_each_of_its_names(opened, address):
    assert opened(address) == b"own"


@pytest.mark.guards(25)
@pytest.mark.parametrize(
    "address",
    [
        f"file://ROOT/../{OUTSIDE}",
        f"file://ROOT/%2e%2e/{OUTSIDE}",
        f"file://ROOT/..%2f{OUTSIDE}",
        f"file://ROOT/%252e%252e/{OUTSIDE}",
        f"FILE://ROOT/%2E%2E/{OUTSIDE}",
        f"file://ROOT/..\\{OUTSIDE}",
        "file://ROOT/link.txt",
        "file://localhostROOT/own.txt",
        "file://ROOT/own.txt%00",
        "data:text/html,own",
        "http://127.0.0.1/own.txt",
        "ftp://127.0.0.1/own.txt",
        "own.txt",
    ],
)
def test_nothing_else_is_opened(opened, address):
    with pytest.raises((ValueError, OSError)):
        opened(address)


def test_without_its_libraries_it_ends_with_a_code_of_its_own(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('no Pango')")

    ended = subprocess.run(
        [sys.executable, *pdf.DRAWER.arguments], cwd=ROOT, env={"PYTHONPATH": str(tmp_path)}, check=False
    )

    assert (ended.returncode, drawing.LIBRARIES_MISSING, drawing.TOO_LARGE) == (3, pdf.LIBRARIES_MISSING, pdf.TOO_LARGE)
