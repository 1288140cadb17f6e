"""Of several beats one keeps time."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from helpdesk import jobs
from helpdesk.project import beat
from tests.journeys.conftest import until
from tests.workers import database_url

KEEPS, WAITS = "This beat keeps time.", "this one waits."


class Beat:
    """A real beat, in a process of its own, on the database and the queue of the test."""

    def __init__(self, folder, name):
        self.log = folder / f"{name}.log"
        command = [sys.executable, "-m", "celery", "-A", "helpdesk.project", "beat", "--loglevel", "INFO"]
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "tests.journeys.hurried",
        }
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "--schedule", str(folder / "schedule")],
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=output,
                stderr=output,
            )

    def says(self, words):
        return words in self.log.read_text()

    def wait_for(self, words):
        until(lambda: self.says(words), f"{self.log.name} says {words!r}")
        return self

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)


@pytest.fixture
def start_beat(transactional_db, tmp_path):
    beats = []

    def start(name):
        beats.append(Beat(tmp_path, name))
        return beats[-1]

    yield start
    for one in beats:
        one.process.kill()
        one.process.wait()


def cut_off():
    """End the session that holds the lock, as a restart of the server would."""
    with connection.cursor() as cursor:
        ours = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"  # others test beside us
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND {ours}")


def test_a_second_beat_waits_and_takes_over_when_the_first_is_killed(start_beat):
    first = start_beat("first").wait_for(KEEPS).wait_for("Sending due task")
    second = start_beat("second").wait_for(WAITS)
    idle = second.says("Sending due task")

    first.process.kill()
    second.wait_for(KEEPS).wait_for("Sending due task")

    assert (idle, second.log.read_text().count(WAITS)) == (False, 1)
    assert jobs.ages()["beat"] is not None


@pytest.mark.long
def test_a_beat_ends_when_told_to_whether_it_waits_or_keeps_time(start_beat):
    first, second = start_beat("first").wait_for(KEEPS), start_beat("second").wait_for(WAITS)

    assert (second.stop(), first.stop()) == (0, 0)


@pytest.mark.long
def test_a_beat_whose_lock_was_lost_takes_it_again_before_it_goes_on(start_beat):
    only = start_beat("only").wait_for("Sending due task")

    cut_off()

    only.wait_for(WAITS)
    until(lambda: only.log.read_text().count(KEEPS) == 2, "it keeps time again")


@pytest.mark.django_db
def test_a_lock_is_held_by_one_until_he_lets_go():
    mine, theirs = beat.OnlyOne(), beat.OnlyOne()

    taken = [mine.is_mine(), theirs.is_mine(), mine.is_mine()]
    mine.release()
    taken.append(theirs.is_mine())
    theirs.release()

    assert taken == [True, False, True, True]
