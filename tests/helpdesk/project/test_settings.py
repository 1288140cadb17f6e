"""What the environment decides, and what the table of settings says of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
PROJECT = BASE / "helpdesk" / "project"
READ = [*sorted((PROJECT / "settings").glob("*.py")), *sorted((PROJECT / "embedded").glob("*.py"))]
FOR_TESTS_ONLY = {"HELPDESK_FAST", "PATH"}


def asked_for() -> set[str]:
    """Return the variables that settings and embedded services read."""
    text = "\n".join(path.read_text() for path in READ)
    return set(re.findall(r'\benv(?:\.\w+)?\(\s*"(\w+)"', text)) | set(re.findall(r'environ\.get\("(\w+)"', text))


def in_table() -> list[str]:
    """Return the variables in the first column of the table of settings, in its order."""
    table = (BASE / "docs" / "admin" / "installation.md").read_text().partition("\n## Settings\n")[2]
    rows = [line.split("|")[1] for line in table.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_the_table_of_settings_has_every_variable_that_is_read_and_no_other():
    assert sorted(in_table()) == sorted(asked_for() - FOR_TESTS_ONLY)


def loaded(code: str, folder: Path, **environment: str) -> str:
    """Return what ``code`` prints in a new process with these settings."""
    kept = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DATABASE_URL"}}
    return subprocess.run(
        [sys.executable, "-c", f"from helpdesk.project import settings; {code}"],
        env={**kept, "HELPDESK_VAR": str(folder), **environment},
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(("chosen", "files"), [("of my own", []), ("", ["secret_key"])])
def test_a_key_is_made_and_kept_only_where_nobody_chose_one(tmp_path, chosen, files):
    key = loaded("print(settings.SECRET_KEY)", tmp_path, SECRET_KEY=chosen)

    assert [path.name for path in tmp_path.iterdir()] == files
    assert key == (chosen or (tmp_path / "secret_key").read_text())


def test_what_the_address_of_the_database_asks_for_is_kept(tmp_path):
    url = "postgresql://desk@db.example/desk?sslmode=verify-full"

    options = loaded("print(sorted(settings.DATABASES['default']['OPTIONS']))", tmp_path, DATABASE_URL=url)

    assert options == str(["pool", "prepare_threshold", "server_side_binding", "sslmode"])
