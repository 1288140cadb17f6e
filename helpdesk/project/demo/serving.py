"""The whole demo: services, data, web server, worker, beat and mail, until somebody stops it."""

import fcntl
import math
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import cast

from django.conf import settings
from django.core.management import get_commands
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from helpdesk.models import User
from helpdesk.project import embedded
from helpdesk.project.demo import steps
from helpdesk.project.demo.ports import free_port, own_name
from helpdesk.project.demo.processes import Child, stop_all

SAY_AFTER = 30
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- where Linux has it; PostgreSQL and the worker need it
KEPT_BY_A_RESET = {"test", "demo.lock", "services.lock", "sessions.lock"}


class AlreadyRunning(RuntimeError):
    """This checkout's demo runs already."""


@dataclass(frozen=True)
class Ports:
    """Where the demo listens."""

    web: int
    mail_in: int
    mail_out: int


def choose_ports(web: int) -> Ports:
    """Choose free ports, and say which wanted ones were taken."""
    web_port = _announced("web server", web)
    mail_in = _announced("incoming mail", 2525, {web_port})
    mail_out = _announced("outgoing mail", 2600, {web_port, mail_in})
    return Ports(web_port, mail_in, mail_out)


def _announced(what: str, wanted: int, taken: set[int] | None = None) -> int:
    port = free_port(wanted, taken=frozenset(taken or ()))
    if port != wanted:
        steps.say(f"Port {wanted} is taken: the {what} uses {port}.")
    return port


def reset() -> None:
    """Forget all data of this installation, which must be an embedded one."""
    if "DATABASE_URL" in os.environ:
        message = "DATABASE_URL names a database that is not the demo's own; nothing was reset."
        raise steps.StepFailed(message)
    embedded.stop()
    for entry in embedded.var_dir().iterdir():
        if entry.name not in KEPT_BY_A_RESET:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@contextmanager
def only_one() -> Iterator[None]:
    """Let one demo run in a checkout."""
    embedded.var_dir().mkdir(parents=True, exist_ok=True)
    with (embedded.var_dir() / "demo.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"The demo of this checkout runs already: {settings.SITE_URL}"
            raise AlreadyRunning(message) from None
        yield


def serve(web: int, *, bare: bool = False) -> None:
    """Bring everything up, serve until a signal comes, and take everything down."""
    _on_signals(_interrupt)
    _ensure_shared_memory()
    ports, host = choose_ports(web), own_name()
    site = f"http://{host}:{ports.web}"
    values = {"DEMO": "1", "SITE_URL": site, "MAIL_SMTP_URL": f"smtp://{host}:{ports.mail_out}"}
    steps.environment_file(embedded.var_dir() / "demo.env", values)
    children = _children(ports)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        with steps.step("Starting PostgreSQL and Redis"):
            stack.enter_context(embedded.session())
        stack.callback(_end, children)
        _prepare(os.environ, bare=bare)
        _start(children, site)
        _welcome(ports, site)
        _watch(children)
    steps.say("Stopped; the data is kept.")


def _ensure_shared_memory() -> None:
    if sys.platform == "linux" and not os.access(SHARED_MEMORY, os.W_OK):
        message = (
            f"This machine has no {SHARED_MEMORY} that we may write to; PostgreSQL and the worker need it.\n"
            f"As root: mkdir -p {SHARED_MEMORY} && mount -t tmpfs -o mode=1777 tmpfs {SHARED_MEMORY}"
        )
        raise steps.StepFailed(message)


def _end(children: list[Child]) -> None:
    """Stop the processes, and let nobody interrupt that."""
    _on_signals(signal.SIG_IGN)
    steps.say("\nStopping …")
    connection.close()
    cast("DatabaseWrapper", connection).close_pool()
    stop_all(children)


def _on_signals(action: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, action)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare(environment: Mapping[str, str], *, bare: bool) -> None:
    """Bring the database, the translations, the static files and (unless ``bare``) the demo data up to date."""
    var, base = embedded.var_dir(), settings.BASE_DIR
    # A crash during these steps may cost their last half second: they are done again.
    hasty = {**environment, "PGOPTIONS": "-c synchronous_commit=off"}
    if not _is_migrated():
        with steps.step("Migrating the database"):
            steps.manage("migrate", "--no-input", environment=hasty, log=var / "log" / "migrate.log")
    if steps.stale_catalogues(base / "locale"):
        with steps.step("Compiling translations"):
            steps.manage("compile_translations", environment=environment, log=var / "log" / "compile_translations.log")
    state = steps.fingerprint([base / "static", base / "requirements.lock"])
    with steps.unless_unchanged(var / "static.stamp", state) as changed:
        if changed:
            with steps.step("Collecting static files"):
                log = var / "log" / "collectstatic.log"
                steps.manage("collectstatic", "--no-input", "--clear", environment=environment, log=log)
    if not bare and "load_demo" in get_commands() and not User.objects.exists():
        steps.say("Loading the demo's data; this happens once:")
        steps.manage_aloud("load_demo", environment=hasty)


def _is_migrated() -> bool:
    """Say whether nothing is left to migrate; asking here is quicker than a command that finds nothing to do.

    A database that began with other migrations than there are now is told of, for it cannot be brought up to date.
    """
    executor = MigrationExecutor(connection)
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        message = (
            f"The data in {embedded.var_dir()} was made by an earlier version that this one cannot read.\n"
            "bin/demo --reset deletes it and starts afresh."
        )
        raise steps.StepFailed(message) from None
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _children(ports: Ports) -> list[Child]:
    """Name the processes in the order of their start."""
    log, python = embedded.var_dir() / "log", sys.executable
    celery = [python, "-m", "celery", "-A", "helpdesk.project"]
    granian = [python, "-m", "granian", "--interface", "wsgi", "--port", str(ports.web), "--workers", "2"]
    commands = {
        "mail server (out)": [python, "manage.py", "demo_mail", "--port", str(ports.mail_out)],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"],
        "beat": [*celery, "beat", "--loglevel", "INFO"],
        "mail server (in)": [python, "manage.py", "receive_mail", "--port", str(ports.mail_in)],
        "web server": [
            *granian,
            "--blocking-threads",
            "4",
            "--no-ws",
            "--access-log",
            "helpdesk.project.wsgi:application",
        ],
    }
    if "receive_mail" not in get_commands():
        del commands["mail server (in)"]
    return [Child(name, command, log=log / f"{_slug(name)}.log") for name, command in commands.items()]


def _slug(name: str) -> str:
    return name.replace("(", "").replace(")", "").replace(" ", "-")


def _start(children: list[Child], site: str) -> None:
    """Start the processes, and come back when the web server answers."""
    with steps.step("Starting " + ", ".join(child.name for child in children)):
        for child in children:
            child.start(os.environ, settings.BASE_DIR)
        say_at = time.monotonic() + SAY_AFTER
        while not _answers(f"{site}/health/"):
            for child in children:
                child.ensure_alive()
            if time.monotonic() > say_at:
                say_at = math.inf
                steps.say(f"a slow machine; the log is {children[-1].log} … ", end="")
            time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 -- our own address
            return bool(response.status)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _welcome(ports: Ports, site: str) -> None:
    logins: Path = embedded.var_dir() / "demo-logins.txt"
    steps.say(f"\n  The desk        {site}/")
    steps.say(f"  Mail it sent    {site}/demo/mail/")
    steps.say(f"  Mail to it      SMTP on localhost, port {ports.mail_in}")
    steps.say(f"  Logs            {embedded.var_dir() / 'log'}\n")
    if logins.exists():
        steps.say(logins.read_text())
    steps.say("Ctrl-C stops everything.")


def _watch(children: list[Child]) -> None:
    """Look after the processes until a signal comes; an unexpected end of one ends all."""
    while True:
        for child in children:
            child.ensure_alive()
        time.sleep(0.5)
