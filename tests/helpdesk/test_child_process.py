"""A child process that does one task after the other."""

import pytest

from helpdesk import child_process
from helpdesk.child_process import Supervisor

ECHO = "import os, sys\nfor line in sys.stdin.buffer:\n    sys.stdout.buffer.write(line)\n    sys.stdout.buffer.flush()"
SECRETS = "import os, sys\nsys.stdin.readline()\nprint(sorted(os.environ), flush=True)"
FOREVER = "import time\ntime.sleep(600)"
DYING = "import sys\nsys.stdin.readline()\nsys.exit(3)"


def exchange(asked, answered):
    asked.write(b"Hello\n")
    asked.flush()
    return answered.readline() or None


@pytest.fixture
def supervised():
    """Return ``supervised(code)``, which supervises a program of that text; in the end it is stopped."""
    made = []

    def supervise(code, **options):
        made.append(Supervisor(["-c", code], **options))
        return made[-1]

    yield supervise
    for supervisor in made:
        supervisor.stop()


def test_a_child_does_one_task_after_the_other(supervised):
    supervisor = supervised(ECHO)

    answers = [supervisor.running().ask(exchange, 30) for _ in range(3)]

    assert (answers, supervisor.child.served) == ([b"Hello\n"] * 3, 3)


def test_a_child_that_dies_answers_nothing_and_another_takes_its_place(supervised):
    supervisor = supervised(DYING)
    child = supervisor.running()

    assert (child.ask(exchange, 30), child.is_late, child.end()) == (None, False, 3)
    assert supervisor.running() is not child


def test_a_child_that_takes_too_long_is_ended_by_the_clock(supervised):
    child = supervised(FOREVER).running()

    assert (child.ask(exchange, 0.1), child.is_late) == (None, True)


def test_a_child_ends_after_many_tasks(supervised, monkeypatch):
    monkeypatch.setattr(child_process, "TASKS_PER_CHILD", 2)
    supervisor = supervised(ECHO)
    children = []
    for _ in range(3):
        children.append(supervisor.running())
        children[-1].ask(exchange, 30)
        supervisor.spare(children[-1])

    assert (children[0] is children[1], children[1] is children[2]) == (True, False)


def test_a_child_knows_of_the_environment_only_what_is_kept_for_it(supervised, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:hunter2@localhost/desk")

    answer = supervised(SECRETS, keeping=("HOME",)).running().ask(exchange, 30)

    assert b"DATABASE_URL" not in answer
    assert b"HOME" in answer
