"""The demo's processes and ports, with real processes and ports."""

import os
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from helpdesk.project.demo.ports import free_port, own_name
from helpdesk.project.demo.processes import Child, ChildDied, run_to_end, stop_all

WITH_GRANDCHILD = (
    "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def child(tmp_path):
    """Return ``child(code)``, which starts a Python process and waits for its first words."""
    children = []

    def start(code: str, name: str = "child", patience: float = 5) -> Child:
        made = Child(name, [sys.executable, "-c", code], log=tmp_path / f"{name}.log", patience=patience)
        made.start(os.environ, tmp_path)
        children.append(made)
        return made

    yield start
    stop_all(children)


def words(child: Child) -> str:
    """Wait for what a process says first."""
    deadline = time.monotonic() + 20
    while not child.log.read_text().strip() and time.monotonic() < deadline:
        time.sleep(0.02)
    return child.log.read_text().strip()


def is_gone(pid: int) -> bool:
    """Say whether a process is gone, or is in a moment; one that waits to be buried is gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_a_process_that_ends_by_itself_is_told_with_its_last_words(child):
    dying = child("print('out of paper'); raise SystemExit(3)", "printer")
    dying.process.wait(20)

    with pytest.raises(ChildDied, match=r"The printer ended by itself \(3\)(.|\n)*out of paper"):
        dying.ensure_alive()


def test_a_process_that_lives_is_left_alone(child):
    living = child("import time; time.sleep(60)")

    living.ensure_alive()

    assert living.process.poll() is None


def test_stop_ends_a_process_and_its_children(child):
    parent = child(WITH_GRANDCHILD)
    grandchild = int(words(parent))

    parent.stop()

    assert is_gone(parent.process.pid)
    assert is_gone(grandchild)


def test_stop_ends_a_process_that_does_not_listen(child):
    deaf = child(DEAF, patience=0.2)
    words(deaf)

    deaf.stop()

    assert is_gone(deaf.process.pid)


def test_stop_of_a_process_never_started_does_nothing(tmp_path):
    idle = Child("idle", ["true"], log=tmp_path / "idle.log")

    idle.stop()

    assert idle.process is None


def test_a_free_port_is_taken_as_it_is():
    port = free_port(20000)

    assert free_port(port) == port


def test_a_taken_port_gives_way_to_the_next_free_one():
    wanted = free_port(21000)
    with socket.create_server(("127.0.0.1", wanted)):
        found = free_port(wanted)

    assert found > wanted


def test_a_port_that_is_spoken_for_is_passed_over():
    wanted = free_port(22000)

    assert free_port(wanted, taken=frozenset({wanted})) > wanted


def started_by_one_who_is_killed(code: str, tmp_path: Path) -> int:
    """Have a supervisor run ``code``, which says what it started, and kill it without warning."""
    supervisor = Child("supervisor", [sys.executable, "-c", code], log=tmp_path / "s.log")
    supervisor.start(os.environ, Path(__file__).parents[3])
    started = int(words(supervisor))
    supervisor.process.kill()
    supervisor.process.wait(10)
    return started


def test_a_supervisor_killed_without_warning_takes_its_processes_along(tmp_path):
    code = (
        "import os, time; from pathlib import Path; from helpdesk.project.demo.processes import Child;"
        f"c = Child('c', ['sleep', '60'], log=Path({str(tmp_path / 'c.log')!r}));"
        "c.start(os.environ, Path('/')); print(c.process.pid, flush=True); time.sleep(60)"
    )

    assert is_gone(started_by_one_who_is_killed(code, tmp_path))


def test_a_step_killed_with_its_supervisor_does_not_go_on(tmp_path):
    code = (
        "import os; from helpdesk.project.demo.processes import run_to_end;"
        "run_to_end(['sh', '-c', 'echo $$; exec sleep 60'], os.environ)"
    )

    assert is_gone(started_by_one_who_is_killed(code, tmp_path))


def test_a_step_answers_with_its_exit_code():
    assert run_to_end(["sh", "-c", "exit 3"], os.environ) == 3


def test_the_name_of_this_machine_leads_to_where_the_demo_listens():
    port = free_port(23000)
    with socket.create_server(("127.0.0.1", port)), socket.create_connection((own_name(), port), timeout=5) as client:
        assert client.getpeername() == ("127.0.0.1", port)
