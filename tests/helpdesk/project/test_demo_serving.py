"""The whole demo, really started: what it says, what it serves, and what it leaves behind."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
import tzdata
from django.conf import settings

from helpdesk.project.demo.ports import free_port
from tests.journeys.conftest import until

PATIENCE = 300
SET_BY_A_DEMO = {"DATABASE_URL", "REDIS_URL", "DEMO", "SITE_URL", "MAIL_SMTP_URL"}

pytestmark = pytest.mark.xdist_group("demo")  # two that start at once may choose one port


class Demo:
    """A demo with a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.process = None

    def start(self, *arguments):
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_A_DEMO}
        with (self.folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve_demo", "--bare", *arguments],
                env=kept | {"HELPDESK_VAR": str(self.folder / "var"), "HELPDESK_FAST": "1", "DEMO": "1"},
                cwd=settings.BASE_DIR,
                stdout=said,
                stderr=said,
            )
        return self

    @property
    def said(self):
        return (self.folder / "said").read_text()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C stops everything." not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)
        return re.search(r"The desk +(\S+)/", self.said)[1]

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def left_behind(self):
        """Return the living processes that know this demo's folder."""
        marks = [str(self.folder)]
        found = []
        for process in psutil.process_iter(["cmdline", "environ", "status"]):
            text = " ".join(process.info["cmdline"] or []) + str((process.info["environ"] or {}).get("HELPDESK_VAR"))
            if process.info["status"] != psutil.STATUS_ZOMBIE and any(mark in text for mark in marks):
                found.append(text)
        return found


@pytest.fixture
def demo():
    """A demo that has not started; pytest's own folders are closed to the user that PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        made = Demo(Path(folder))
        yield made
        if made.process and made.process.poll() is None:
            made.stop()


def health(site):
    """Return what the health page says."""
    with urllib.request.urlopen(f"{site}/health/") as response:
        return json.load(response)


def test_a_demo_serves_until_it_is_stopped_and_leaves_nothing_running(demo):
    site = demo.start("--port", str(free_port(24000))).wait()

    until(lambda: health(site)["degraded"] == {}, "the beat and the worker are at work")
    told = health(site)

    assert told.pop("time_zones")["tzdata"] == tzdata.IANA_VERSION
    assert set(told.pop("heartbeats")) == {"beat", "worker"}
    assert told == {"database": True, "queue": True, "cache": True, "disk": True, "degraded": {}}
    assert demo.stop() == 0
    assert "Stopped; the data is kept." in demo.said
    assert demo.left_behind() == []


@pytest.mark.long
def test_a_taken_port_gives_way_and_a_second_demo_of_the_same_folder_is_refused(demo, tmp_path):
    port = free_port(24500)
    first = demo.start("--port", str(port)).wait()
    (tmp_path / "again").mkdir()
    again = Demo(tmp_path / "again")
    (again.folder / "var").symlink_to(demo.folder / "var")

    assert again.start("--port", str(port)).process.wait(PATIENCE) == 1
    assert f"runs already: {first}" in again.said


@pytest.mark.long
def test_a_demo_whose_part_dies_says_so_and_stops(demo):
    demo.start("--port", str(free_port(25000))).wait()
    (beat,) = [p for p in psutil.Process(demo.process.pid).children() if "beat" in p.cmdline()]

    beat.kill()

    assert demo.process.wait(PATIENCE) == 1
    assert "The beat ended by itself (-9)" in demo.said
    assert demo.left_behind() == []


@pytest.mark.long
def test_a_reset_forgets_the_data(demo):
    demo.start("--port", str(free_port(25500))).wait()
    demo.stop(signal.SIGTERM)
    mark = demo.folder / "var" / "demo-mail"
    mark.mkdir()

    demo.start("--reset", "--port", str(free_port(25500))).wait()

    assert not mark.exists()
