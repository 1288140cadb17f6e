"""PostgreSQL's own programs, of the server's own version: what they write, that server reads."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection

from helpdesk.project.backups.errors import BackupFailed
from helpdesk.project.embedded import places

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
# Schemas and extensions that somebody else keeps beside ours are neither in the backup nor touched.
OURS = ["--schema=public", *(f"--extension={name}" for name in EXTENSIONS)]
BEGIN = b"""BEGIN;
DROP SCHEMA public CASCADE;
"""
COMMIT = b"""
ALTER SCHEMA public OWNER TO pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMIT;
"""
FOLDERS = "/usr/lib/postgresql"  # where Debian keeps each version; what is on its PATH chooses among them


def dump(to: Path, snapshot: str) -> None:
    """Write what the database is in ``snapshot``; it names no owners, so that anybody can restore it."""
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", *OURS, f"--snapshot={snapshot}"]
    done = subprocess.run([*command, f"--file={to}"], env=_environment(), stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise BackupFailed(done.stderr.decode(errors="replace").strip())


def load(dumped: Path) -> None:
    """Put what was dumped in the place of all that is in the database, in one transaction."""
    reads = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dumped)]
    writes = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with TemporaryFile() as said, subprocess.Popen(reads, stdout=subprocess.PIPE, stderr=said) as reader:
        writer = subprocess.Popen(writes, env=_environment(), stdin=subprocess.PIPE, stderr=said)
        if not _pass_on(reader, writer):
            said.seek(0)
            raise BackupFailed(said.read().decode(errors="replace").strip() or "The database was not restored.")


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> bool:
    """Commit only what was read to its end; a program that ends early rolls everything back."""
    if reader.stdout is None or writer.stdin is None:
        return False
    try:
        with writer.stdin as pipe:
            pipe.write(BEGIN)
            shutil.copyfileobj(reader.stdout, pipe)
            is_whole = reader.wait() == 0
            pipe.write(COMMIT if is_whole else b"\nROLLBACK;\n")
    except BrokenPipeError:
        reader.kill()
        is_whole = False
    return writer.wait() == 0 and is_whole


def program(name: str) -> str:
    """Return the program of the server's version, or tell which ones there are."""
    wanted = connection.get_database_version()[0]
    found = {path: _version(path) for path in _candidates(name)}
    fitting = [path for path, version in found.items() if version == wanted]
    if not fitting:
        there = ", ".join(f"{path} of version {version}" for path, version in found.items()) or "none"
        message = f"The server is PostgreSQL {wanted}, and there is no {name} of that version (found: {there})."
        raise BackupFailed(f"{message} Install it; in Debian it is in postgresql-client-{wanted}.")
    return fitting[0]


def _candidates(name: str) -> list[str]:
    own = places.postgres_programs()
    folders = [*([own] if own else []), *sorted(Path(FOLDERS).glob("*/bin")), *map(Path, os.get_exec_path())]
    return [str(folder / name) for folder in folders if os.access(folder / name, os.X_OK)]


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def _environment() -> dict[str, str]:
    """Return the address of the database as its programs read it; a password must not stand on a command line."""
    asked = connection.get_connection_params()
    return os.environ | {variable: str(asked[name]) for name, variable in VARIABLES.items() if asked.get(name)}
