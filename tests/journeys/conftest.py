"""The whole desk running for a browser: web server, worker, a mail server that sends to us and one that we send by."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from tests.workers import database_url

PATIENCE = 60.0


def until(found: Callable[[], object], what: str) -> object:
    """Return what ``found`` finds, waiting for it; fail saying ``what`` did not happen."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.1)
    pytest.fail(f"This did not happen: {what}")


class World:
    """Everybody outside: whoever writes to the desk, and whoever gets its mail."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[bytes] = []

    def send(self, raw: bytes, sender: str, to: str = "support@desk.example") -> None:
        """Hand a mail to the desk's SMTP server, as a mail server would."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as smtp:
            smtp.sendmail(sender, [to], raw)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.got.append(envelope.content)
        return "250 OK"


@pytest.fixture
def world(celery_worker_process, live_server, monkeypatch, tmp_path) -> Iterator[World]:
    """Start the worker and both mail servers on the database of the test."""
    inside, outside = _free_ports()
    world = World(inside)
    outbound = Controller(world, hostname="127.0.0.1", port=outside)
    outbound.start()
    monkeypatch.setenv("MAIL_SMTP_URL", f"smtp://127.0.0.1:{outside}")
    monkeypatch.setenv("MEDIA_ROOT", str(settings.MEDIA_ROOT))
    celery_worker_process.start()
    listener = _listen(inside)
    until(lambda: _answers(inside), "the desk's SMTP server answers")
    yield world
    listener.terminate()
    listener.wait(PATIENCE)
    outbound.stop()


def _listen(port: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    command = [sys.executable, "manage.py", "receive_mail", "--port", str(port)]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)


def _answers(port: int) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
    except OSError:
        return False
    return True


def _free_ports() -> tuple[int, int]:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        return first.getsockname()[1], second.getsockname()[1]
