"""A whole desk of a test's own, run as in production, whose parts the test may take away and give back."""

import asyncio
import logging
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path

import psutil
import psycopg
import requests
from aiosmtpd.controller import Controller
from django.conf import settings

from helpdesk.project.embedded.places import DATABASE
from tests.disks import ROOM

PATIENCE = 120.0
SET_BY_A_DESK = {
    "DATABASE_URL",
    "REDIS_URL",
    "DEMO",
    "SITE_URL",
    "MAIL_SMTP_URL",
    "HELPDESK_FAST",
    "COVERAGE_PROCESS_CONFIG",
}
CELERY = [sys.executable, "-m", "celery", "-A", "helpdesk.project"]
SERVED_BY = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "4",
    "--no-ws",
]
# What the clock does in minutes; a test that waited for it would never end.
TIME_PASSES = [
    "UPDATE mail_delivery SET lease_until = now() WHERE state = 'sending' AND lease_until < now() + interval '290 s'",
    "UPDATE mail_delivery SET next_attempt_at = now() WHERE next_attempt_at > now()",
    "UPDATE mail_mailbox SET breaker_until = NULL",
    "UPDATE billing_proposalbatch SET created_at = created_at - interval '5 min' WHERE state <> 'done'",
]


def until(found: Callable[[], object], what: str, patience: float = PATIENCE) -> object:
    """Return what ``found`` finds, waiting for it; fail saying ``what`` did not happen."""
    deadline = time.monotonic() + patience
    while not (answer := found()):
        assert time.monotonic() < deadline, f"This did not happen: {what}"
        time.sleep(0.1)
    return answer


class MailServer:
    """A mail server outside, which counts what it takes: how often each mail came for each recipient."""

    def __init__(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's; each command would be told
        self.taken: Counter[tuple[str, str]] = Counter()
        self.controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        message_id = message_from_bytes(envelope.content)["Message-ID"]
        self.taken.update((message_id, recipient) for recipient in envelope.rcpt_tos)
        await asyncio.sleep(1)  # it has the mail, and whoever sends it does not know yet
        return "250 OK"


class Part:
    """One process of the desk with its children, and what it says; not in a file, for a disk may be full."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name, self.said = name, bytearray()
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def _listen(self) -> None:
        with self.process.stdout:
            for line in self.process.stdout:
                self.said += line

    def ids(self) -> list[int]:
        """Return the process and its children."""
        leader = psutil.Process(self.process.pid)
        return [leader.pid, *(child.pid for child in leader.children(recursive=True))]

    def last_trouble(self) -> str:
        """Return the end of the last traceback that it told."""
        return self.said.decode(errors="replace").rpartition("Traceback")[2][-3000:]

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it; killed, its children die with it, as in a power cut."""
        with suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)


class Desk:
    """The desk: services, web server, worker and beat."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.outside = MailServer()
        self.parts: dict[str, Part] = {}
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_A_DESK}
        self.environment = kept | {
            "HELPDESK_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.journeys.hurried",
            "MAIL_SMTP_URL": f"smtp://127.0.0.1:{self.outside.controller.port}",
            "SITE_URL": self.url,
        }

    def start(self) -> None:
        """Start everything, and come back when the web server answers."""
        self.run("manage.py", "migrate", "--no-input", hasty=True)
        self.outside.controller.start()
        self._begin("worker", [*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"])
        self._begin("beat", [*CELERY, "beat", "--loglevel", "INFO"])
        self._begin("web", [*SERVED_BY, "--port", str(self.port), "helpdesk.project.wsgi:application"])
        until(self.is_well, "the desk answers")

    def stop(self) -> None:
        """Stop everything."""
        for part in reversed(self.parts.values()):
            part.end(signal.SIGTERM)
        if self.outside.controller.loop.is_running():
            self.outside.controller.stop()
        self.run("manage.py", "stop_services")

    def run(self, *command: str, hasty: bool = False) -> str:
        """Run a program of ours beside the desk, and return what it said."""
        options = {"PGOPTIONS": "-c synchronous_commit=off"} if hasty else {}
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment | options,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def is_well(self) -> bool:
        """Say whether everything that the desk stands on answers."""
        with suppress(requests.RequestException):
            health = requests.get(f"{self.url}/health/", timeout=20).json()
            return all(health[name] for name in ("database", "queue", "cache"))
        return False

    def ask(self, statement: str) -> list[tuple]:
        """Ask the database, past the desk's own code."""
        sockets = self.folder / "run" / "postgres"
        with psycopg.connect(host=str(sockets), user="postgres", dbname=DATABASE, autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchall() if answer.description else []

    def let_time_pass(self) -> None:
        """Have what waits for minutes be due now."""
        for statement in TIME_PASSES:
            self.ask(statement)

    def _begin(self, name: str, command: list[str]) -> None:
        self.parts[name] = Part(name, command, self.environment)

    # What may happen to it

    def lose_redis(self) -> None:
        """Stop Redis."""
        self.run("-c", "from helpdesk.project.embedded import redis; assert redis.stop()")

    @contextmanager
    def frozen_redis(self) -> Iterator[None]:
        """Have Redis take connections and answer nothing."""
        (server,) = [
            process
            for process in psutil.process_iter(["cmdline"])
            if str(self.folder) in " ".join(process.info["cmdline"] or []) and "redis" in process.info["cmdline"][0]
        ]
        server.suspend()
        try:
            yield
        finally:
            server.resume()

    def bring_back(self) -> None:
        """Start the services that do not run."""
        self.run("-c", "from helpdesk.project import embedded; assert embedded.start()")

    def end_postgres(self, how: signal.Signals) -> None:
        """End PostgreSQL: SIGINT is pg_ctl's “fast”, SIGQUIT its “immediate”, which is a crash."""
        server = psutil.Process(int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0]))
        server.send_signal(how)
        server.wait(PATIENCE)

    def kill_worker(self) -> None:
        """Kill the worker and its children, and start it again, as a supervisor does."""
        worker = self.parts["worker"]
        worker.end()
        self._begin("worker", worker.process.args)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let the web server and the worker write no file of more than a little."""
        everybody = [number for name in ("web", "worker") for number in self.parts[name].ids()]
        try:
            for number in everybody:
                _limit(number, ROOM)
            yield
        finally:
            for number in everybody:
                _limit(number, resource.RLIM_INFINITY)


def _limit(process: int, size: int) -> None:
    with suppress(ProcessLookupError):
        _soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextmanager
def running_desk() -> Iterator[Desk]:
    """Run a desk in a folder that PostgreSQL's own user may enter, and take everything away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    desk = Desk(folder)
    try:
        desk.start()
        yield desk
    finally:
        desk.stop()
        shutil.rmtree(folder, ignore_errors=True)
