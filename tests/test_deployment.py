"""The files for Docker, as far as they can be checked without an engine: docs/admin/installation.md says what was not."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

BASE = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DESK = ["web", "worker", "beat", "listen_mail", "receive_mail", "migrate"]


def example() -> dict[str, str]:
    lines = (BASE / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_compose_runs_all_parts_of_a_desk():
    assert set(SERVICES) == {*DESK, "proxy", "postgres", "valkey"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_drops_its_rights(name):
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate", "web"}))
def test_every_service_that_stays_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_the_image_checks_the_health_of_the_web_server_and_runs_as_nobody_special():
    dockerfile = (BASE / "Dockerfile").read_text()

    assert "HEALTHCHECK" in dockerfile
    assert re.search(r"^USER helpdesk$", dockerfile, re.MULTILINE)


def test_the_image_leaves_the_time_zones_of_its_system_alone():
    assert re.search(r"^ENV .*\bPYTHONTZPATH= ", (BASE / "Dockerfile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_networks_and_volumes_are_declared(name):
    volumes = {volume.split(":")[0] for volume in SERVICES[name].get("volumes", []) if not volume.startswith(".")}

    assert set(SERVICES[name]["networks"]) <= set(COMPOSE["networks"])
    assert volumes <= set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_waits_for_can_become_so(name):
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        ends = SERVICES[needed].get("restart") == "no"
        assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy")


@pytest.mark.parametrize("name", DESK)
def test_the_commands_of_the_desk_exist(name):
    command = SERVICES[name].get("command", [])

    assert "manage.py" not in command or command[2] in get_commands()


def test_database_and_queue_are_reached_from_inside_only():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy", "receive_mail"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_example_names_every_variable_that_compose_asks_for():
    asked = set(re.findall(r"\$\{(\w+)", (BASE / "docker-compose.yml").read_text()))

    assert asked - set(example()) == set()


def test_settings_read_every_variable_of_the_example():
    read = (BASE / "helpdesk" / "settings.py").read_text()

    assert [name for name in example() if f'"{name}"' not in read] == ["DOMAIN", "POSTGRES_PASSWORD"]


def test_the_example_holds_no_secret():
    secrets = {name: value for name, value in example().items() if name.endswith(("KEY", "PASSWORD", "SECRET"))}

    assert set(secrets.values()) == {""}


def test_the_image_serves_the_application_that_there_is():
    (line,) = [line for line in (BASE / "Dockerfile").read_text().splitlines() if line.startswith('CMD ["granian"')]

    assert shlex.split(line)[-1].strip("[],") == "helpdesk.wsgi:application"


def test_nothing_private_enters_the_image():
    ignored = (BASE / ".dockerignore").read_text().split()

    assert {".git", ".env", ".venv", "var", "tests"} <= set(ignored)
