"""Whose rules of time zones decide: those of the locked package, in every process, and nobody else's."""

import os
import shutil
import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from billing.durations import instant
from helpdesk import zones
from helpdesk.project.celery import app as celery_app
from sla.calendar import Window, WorkingTime
from tests.helpdesk.factories import UserFactory

DECEMBER = datetime(2026, 12, 15, 17, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
RULES = files("tzdata") / "zoneinfo"
ASKED = "from zoneinfo import ZoneInfo; from datetime import datetime; "
ASKED += "print(datetime(2026, 12, 15, 17, tzinfo=ZoneInfo('UTC')).astimezone(ZoneInfo('America/Vancouver')).hour)"


@pytest.fixture
def machine(tmp_path):
    """A machine whose own rules are strange: they know of Vancouver, and take it for Tokyo."""
    strange = tmp_path / "America" / "Vancouver"
    strange.parent.mkdir()
    shutil.copy(str(RULES / "Asia" / "Tokyo"), strange)
    return os.environ | {"PYTHONTZPATH": str(tmp_path)}


@pytest.fixture
def rome_is_winnipeg(tmp_path):
    """Rules of ours by which Rome lies in Manitoba, so that PostgreSQL's differ, whatever they are."""
    strange = tmp_path / "Europe" / "Rome"
    strange.parent.mkdir()
    shutil.copy(str(RULES / "America" / "Winnipeg"), strange)
    zoneinfo.reset_tzpath(to=[tmp_path])
    ZoneInfo.clear_cache(only_keys=["Europe/Rome"])
    yield
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache(only_keys=["Europe/Rome"])


# From the notes of the releases: 2026b, 2026c, 2026d, 2026e, 2026f.
@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/Vancouver", 10),  # 2026b: British Columbia stays at −07
        ("America/Edmonton", 11),  # 2026c: Alberta stays at −06
        ("Africa/Casablanca", 17),  # 2026c: Morocco is back at UTC since 20 September
        ("America/Inuvik", 11),  # 2026d: the Northwest Territories stay at −06
        ("America/Winnipeg", 12),  # 2026e: Manitoba stays at −05
        ("America/Havana", 13),  # 2026f: Cuba stays at −04 until November 2027
        ("Europe/Rome", 18),
    ],
)
def test_the_winter_of_2026_is_known(zone, hour):
    assert DECEMBER.astimezone(ZoneInfo(zone)).hour == hour


def test_a_day_of_work_in_winnipeg_begins_by_the_rules_of_2026():
    assert instant(date(2026, 12, 15), time(9), ZoneInfo("America/Winnipeg")) == datetime(2026, 12, 15, 14, tzinfo=UTC)


def test_a_deadline_in_vancouver_falls_by_the_rules_of_2026():
    office = WorkingTime(ZoneInfo("America/Vancouver"), ((Window(540, 1020),),) * 7)

    due = office.add(datetime(2026, 12, 15, 23, tzinfo=UTC), timedelta(hours=2))

    assert due == datetime(2026, 12, 16, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "entrance",
    [
        "helpdesk.project.settings",
        "helpdesk.project.wsgi",
        "helpdesk.project.celery",
        "helpdesk.project.embedded.__main__",
        "mail.parser",
    ],
)
def test_no_process_asks_the_machine_for_its_rules(machine, entrance):
    asked = [sys.executable, "-c", f"import {entrance}; {ASKED}"]

    done = subprocess.run(asked, env=machine, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert done.stdout == "10\n"


def test_no_management_command_asks_the_machine_for_its_rules(machine):
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", ASKED]

    done = subprocess.run(command, env=machine, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "10"


@pytest.mark.django_db
def test_clocks_without_a_zone_of_their_own_are_those_of_utc():
    with connection.cursor() as cursor:
        cursor.execute("SHOW timezone")
        of_connection = cursor.fetchone()[0]

    assert (settings.TIME_ZONE, str(celery_app.timezone), os.environ["TZ"], of_connection) == ("UTC",) * 4


@pytest.mark.django_db
def test_zones_in_use_are_those_of_people_customers_calendars_and_works():
    from tests.billing.factories import PayingTicketFactory, log
    from tests.crm.factories import CompanyFactory, ContactFactory
    from tests.sla.factories import CalendarFactory

    before = zones.in_use()
    UserFactory(time_zone="Asia/Tokyo")
    CompanyFactory(time_zone="America/Lima")
    ContactFactory(time_zone="Africa/Cairo")
    CalendarFactory(time_zone="Asia/Dubai")
    log(PayingTicketFactory()).__class__.objects.update(time_zone="Asia/Tbilisi")

    new = {"Asia/Tokyo", "America/Lima", "Africa/Cairo", "Asia/Dubai", "Asia/Tbilisi"}
    assert (zones.in_use() - before, "UTC" in before, "" in before) == (new, True, False)


@pytest.mark.django_db
def test_zones_that_postgresql_reads_alike_are_not_named():
    assert zones.differing(["UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe"], NOW) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("rome_is_winnipeg")
def test_a_zone_that_postgresql_reads_otherwise_is_named():
    assert zones.differing(["UTC", "Europe/Rome", "America/New_York"], NOW) == ["Europe/Rome"]


@pytest.mark.django_db
def test_a_zone_whose_name_postgresql_takes_for_an_abbreviation_is_named():
    assert zones.differing(["CET", "Europe/Brussels"], NOW) == ["CET"]


@pytest.mark.django_db
def test_a_zone_that_only_the_machine_knows_is_named():
    assert zones.differing(["localtime", "Europe/Rome"], NOW) == ["localtime"]


@pytest.mark.django_db
@pytest.mark.usefixtures("rome_is_winnipeg", "all_at_work")
def test_health_counts_zones_in_use_that_postgresql_reads_otherwise(client):
    UserFactory(time_zone="Europe/Rome")

    response = client.get("/health/")

    assert (response.status_code, response.json()["degraded"]) == (200, {"time_zones_differing_in_database": 1})


@pytest.mark.django_db
def test_health_compares_the_zones_once_an_hour(client, django_assert_num_queries):
    client.get("/health/")

    with django_assert_num_queries(
        8
    ):  # is the database there, who is at work, of old backups too (4), and what is wrong with mail (3)
        client.get("/health/")


def checked() -> str:
    said = StringIO()
    call_command("check", deploy=True, tags=["time_zones"], stdout=said, stderr=said)
    return said.getvalue()


@pytest.mark.django_db
def test_the_check_of_a_deployment_names_the_versions():
    told = "Time zones are read by tzdata {tzdata}, beside PostgreSQL {postgresql}, which reads those in use alike."

    assert told.format(**zones.versions()) in checked()


@pytest.mark.django_db
@pytest.mark.usefixtures("rome_is_winnipeg")
def test_the_check_of_a_deployment_warns_of_a_zone_that_postgresql_reads_otherwise():
    UserFactory(time_zone="Europe/Rome")

    said = checked()

    assert ("helpdesk.W001" in said, "which reads these otherwise: Europe/Rome." in said) == (True, True)


@pytest.mark.django_db
def test_the_check_of_a_deployment_does_without_a_database():
    def away(*_args):
        raise OperationalError("nobody is there")

    with connection.execute_wrapper(away):
        said = checked()

    assert "Time zones were not compared with PostgreSQL's: nobody is there" in said
