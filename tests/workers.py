"""A real Celery worker, in a process of its own, on the database and the queue of the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from kombu import pools

from helpdesk.actions import heartbeats
from helpdesk.enums import Process
from helpdesk.project.celery import app

PATIENCE = 60.0


class CeleryWorker:
    """A worker that a test may kill and start again."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and come back once tasks are taken."""
        command = [sys.executable, "-m", "celery", "-A", "helpdesk.project", "worker", "-c", "2", "--without-mingle"]
        self.log.write_bytes(b"")
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "-n", f"test{os.getpid()}@localhost", "--without-gossip", "--loglevel", "INFO"],
                env=os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL},
                cwd=settings.BASE_DIR,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.wait_for_log(" ready.")

    def wait_for_log(self, words: str) -> None:
        """Wait until the worker has logged ``words``."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.log.read_text(errors="replace"):
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The worker did not say {words!r}:\n{self.log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let the worker finish what it does, and end it."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait(PATIENCE)


def database_url() -> str:
    """Return the address of the test's own database."""
    at = connection.settings_dict
    place = f"{at['HOST']}:{at['PORT']}" if at["PORT"] else at["HOST"]
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{'/' if place.startswith('/') else ''}{place}/{at['NAME']}"


@pytest.fixture
def all_at_work(db: None) -> None:
    """Let the health page find the beat and a worker at work."""
    for process in Process:
        heartbeats.beat(process)


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[CeleryWorker]:
    """Run tasks in a real worker process instead of eagerly; the test starts it with ``.start()`` whenever it likes."""
    caches["figures"].clear()  # the queue lives in the same Redis database
    app.conf.task_always_eager = False
    worker = CeleryWorker(tmp_path / "worker.log")
    yield worker
    worker.stop()
    app.conf.task_always_eager = True
    pools.reset()
    app._after_fork()  # whoever sends next gets new connections, not the closed ones
