"""The files for Docker, systemd and nginx, as far as they can be checked here: docs/admin/installation.md says what was not."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands

from helpdesk.project import backups
from tickets.forms.fields import LARGEST_ALL

BASE = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SYSTEMD = BASE / "deploy" / "systemd"
COMMON = SYSTEMD / "helpdesk-.service.d" / "common.conf"
UNITS = sorted(path.stem for path in SYSTEMD.glob("*.service"))
NGINX = BASE / "deploy" / "nginx" / "helpdesk.conf"
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


def test_the_image_can_back_up_the_database_that_compose_runs():
    (client,) = re.findall(r"postgresql-client-(\d+)", (BASE / "Dockerfile").read_text())

    assert SERVICES["postgres"]["image"] == f"postgres:{client}"


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
    read = "".join(path.read_text() for path in (BASE / "helpdesk" / "project" / "settings").glob("*.py"))

    assert [name for name in example() if f'"{name}"' not in read] == ["DOMAIN", "POSTGRES_PASSWORD", "CPUS"]


def test_the_example_holds_no_secret():
    secrets = {name: value for name, value in example().items() if name.endswith(("KEY", "PASSWORD", "SECRET"))}

    assert set(secrets.values()) == {""}


def test_the_image_serves_the_application_that_there_is():
    (line,) = [line for line in (BASE / "Dockerfile").read_text().splitlines() if line.startswith('CMD ["granian"')]

    assert shlex.split(line)[-1].strip("[],") == "helpdesk.project.wsgi:application"


def test_nothing_private_enters_the_image():
    ignored = (BASE / ".dockerignore").read_text().split()

    assert {".git", ".env", ".venv", "var", "tests"} <= set(ignored)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_takes_the_whole_machine_or_fills_its_disk_with_logs(name):
    service = SERVICES[name]

    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory"}
    assert limits["cpus"] in {"${CPUS:-1}", "1", "0.5"}  # more than there are is refused
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


def test_each_service_is_given_only_the_secrets_that_it_needs():
    text = {name: str(SERVICES[name].get("environment", {})) for name in SERVICES}
    given = {name: set(re.findall(r"\$\{(\w*(?:KEY|PASSWORD))", words)) for name, words in text.items()}
    wanted = {name: {"POSTGRES_PASSWORD", "SECRET_KEY"} for name in DESK} | {"postgres": {"POSTGRES_PASSWORD"}}

    assert given == {"proxy": set(), "valkey": set()} | wanted
    assert [name for name, service in SERVICES.items() if "env_file" in service] == DESK


def unit(path: Path) -> configparser.ConfigParser:
    """Read a unit, as far as no key stands twice in a section."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(path)
    return parser


def service(name: str) -> dict[str, str]:
    """Return the section [Service] of a unit, with what holds for all."""
    return {**unit(SYSTEMD / f"{name}.service")["Service"], **unit(COMMON)["Service"]}


def test_systemd_runs_all_parts_of_a_desk():
    assert sorted(f"helpdesk-{name.replace('_', '-')}" for name in DESK) == UNITS


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_is_shut_in(name):
    wanted = {
        "User": "helpdesk",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "ReadWritePaths": "/var/lib/helpdesk",
    }

    assert {key: service(name)[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_that_stays_comes_again_and_waits_for_the_database(name):
    of_its_own = unit(SYSTEMD / f"{name}.service")
    found = [of_its_own[section].get(key) for section, key in [("Unit", "Requires"), ("Service", "Restart")]]

    assert found == ([None, None] if name == "helpdesk-migrate" else ["helpdesk-migrate.service", "always"])
    assert of_its_own["Install"]["WantedBy"] == unit(COMMON)["Unit"]["PartOf"] == "helpdesk.target"
    assert {"postgresql.service", "redis-server.service"} <= set(unit(COMMON)["Unit"]["After"].split())


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_what_the_container_of_the_same_name_runs(name):
    place = "/opt/helpdesk/.venv/bin/"
    command = shlex.split(service(name)["ExecStart"].removeprefix(place))
    container = SERVICES[name.removeprefix("helpdesk-").replace("-", "_")].get("command", ["granian"])

    length = 3 if "manage.py" in container else 4
    assert service(name)["ExecStart"].startswith(place)
    assert command[:length] == container[:length] or command[0] == container[0] == "granian"


def test_a_web_server_that_does_not_hear_that_it_should_stop_is_ended_before_systemd_loses_patience():
    web = service("helpdesk-web")
    patience = int(re.search(r"--workers-kill-timeout (\d+)", web["ExecStart"])[1])

    assert patience < int(web["TimeoutStopSec"])


@pytest.fixture
def installation(tmp_path):
    """Return a way to run bin/manage in an installation, whose Python says what it was asked to do."""
    shutil.copytree(BASE / "bin", tmp_path / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://db/helpdesk\nREDIS_URL=redis://cache\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)

    def manage(*arguments, code=0):
        python.write_text(f'#!/bin/sh\necho "$@"\nexit {code}\n')
        python.chmod(0o755)
        command = [sys.executable, "-B", tmp_path / "bin" / "manage", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return (
            done.returncode,
            done.stdout.replace(f"{tmp_path}/", ""),
            sorted(path.name for path in tmp_path.iterdir()),
        )

    return manage


@pytest.mark.parametrize("name", ["check", "parse_mail", "stop_services"])
def test_bin_manage_fetches_and_starts_nothing_in_an_installation(installation, name):
    assert installation(name, "-v0", code=3) == (3, f"manage.py {name} -v0\n", [".env", ".venv", "bin"])


@pytest.mark.parametrize(("code", "told"), [(0, 0), (67, 67), (1, 75)])
def test_bin_manage_takes_mail_of_an_installation_or_has_it_kept(installation, code, told):
    assert installation("take_mail", code=code) == (told, "manage.py take_mail\n", [".env", ".venv", "bin"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for path in [*tmp_path.glob("*.service"), tmp_path / COMMON.relative_to(SYSTEMD)]:
        there = re.sub(r"/opt/helpdesk/.venv/bin/\w+", shutil.which("true"), path.read_text())
        path.write_text(there.replace("/opt/helpdesk", str(BASE)))

    units = [*tmp_path.glob("*.service"), *tmp_path.glob("*.target")]
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    done = subprocess.run(
        command, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="nginx is not on this machine")
def test_nginx_finds_nothing_wrong_with_the_site(tmp_path):
    pair = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "chain.pem")]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=desk.example.org", *pair]
    subprocess.run(made, capture_output=True, check=True)
    site = re.sub(r"/etc/letsencrypt/\S+/fullchain.pem", str(tmp_path / "chain.pem"), NGINX.read_text())
    (tmp_path / "site.conf").write_text(re.sub(r"/etc/letsencrypt/\S+/privkey.pem", str(tmp_path / "key.pem"), site))
    around = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(around)

    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    done = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)

    assert (done.returncode, "test is successful" in done.stderr) == (0, True)


def test_both_proxies_take_what_the_desk_takes():
    nginx = int(re.search(r"client_max_body_size (\d+)m;", NGINX.read_text())[1])
    caddy = int(re.search(r"max_size (\d+)MB", (BASE / "deploy" / "Caddyfile").read_text())[1])

    assert nginx == caddy
    assert caddy * 1_000_000 > LARGEST_ALL + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_tells_the_desk_who_asks_and_how_and_lets_nobody_pretend():
    told = dict(re.findall(r"proxy_set_header (\S+) (.+);", NGINX.read_text()))

    assert told == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
    }


@pytest.mark.parametrize("there", [True, False], ids=["there", "gone"])
def test_whoever_restores_is_told_of_static_files_that_no_backup_has(settings, monkeypatch, tmp_path, capsys, there):
    zero = {"migrations_to_run": 0, "missing_files": 0, "key_taken_over": False, "left_to_people": []}
    done = SimpleNamespace(made_at="2026-11-29", **zero)
    monkeypatch.setattr(backups, "restore", lambda *_args, **_options: done)
    settings.STATIC_ROOT = tmp_path
    if there:
        (tmp_path / "staticfiles.json").touch()

    call_command("restore", str(tmp_path))

    assert ("collectstatic" in capsys.readouterr().out) is not there
