"""A Redis of a test's own, that the test may stop, freeze and start again."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from kombu import pools

from helpdesk import redis_circuit
from helpdesk.project import embedded
from helpdesk.project.celery import app
from helpdesk.project.embedded.redis import _program


class RedisServer:
    """A server behind a socket, which keeps on disk what it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "redis.sock"
        self.url = f"unix://{self.socket}?db=0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and come back once it answers."""
        command = [_program(), "--unixsocket", str(self.socket), "--port", "0", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([*command, "--appendonly", "yes"], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """End the server."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def forget_connections() -> None:
    """Have the next to ask connect anew, as a process that has just begun."""
    pools.reset()
    app._after_fork()
    redis_circuit.figures.__init__("cache")


@pytest.fixture
def redis_server(settings, tmp_path_factory) -> Iterator[RedisServer]:
    """Run the queue and the cache on a server of this test; jobs are really sent."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    before, eager = app.conf.broker_url, app.conf.task_always_eager
    settings.CACHES = {**settings.CACHES, "figures": {**settings.CACHES["figures"], "LOCATION": server.url}}
    settings.REDIS_URL = server.url
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = embedded.broker_url(server.url)
    app.conf.task_always_eager = False
    forget_connections()
    yield server
    server.stop()
    caches["figures"]  # made by the settings of this test
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = before
    app.conf.task_always_eager = eager
    forget_connections()
