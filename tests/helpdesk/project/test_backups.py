"""Backing up a desk at work, and restoring it elsewhere: really, with PostgreSQL's own programs."""

import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import environ
import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from helpdesk import files, files_in_use, jobs
from helpdesk.models import Heartbeat, StoredFile
from helpdesk.project import backups
from helpdesk.project.backups import making, neighbours, postgres
from mail import actions
from mail.models import Delivery
from tests.databases import connected_to
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import ThreadFactory, journaled, outgoing
from tests.workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def connect(url):
    at = environ.Env.db_url_config(url)
    place = {"host": at["HOST"], "port": at["PORT"] or None, "dbname": at["NAME"]}
    return psycopg.connect(**place, user=at["USER"], password=at["PASSWORD"], autocommit=True)


@contextmanager
def elsewhere(name):
    """A database that is empty, and gone afterwards; returns its address."""
    with connect(database_url()) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield database_url().rpartition("/")[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


LIVES = 300  # files that were stored after one before it is deleted


class Desk:
    """Another installation, with a database, files and a key of its own."""

    def __init__(self, url, folder):
        self.url, self.folder, self.media = url, folder, folder / "media"
        kept_names = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "MEDIA_ROOT"}}
        self.environment = {
            **kept_names,
            "DATABASE_URL": url,
            "REDIS_URL": settings.REDIS_URL,
            "HELPDESK_VAR": str(folder),
            "FIELD_ENCRYPTION_KEY": settings.FIELD_ENCRYPTION_KEY,
        }

    def manage(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment | environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    def restore(self, backup, *options, **environment):
        return self.manage("restore", str(backup), *options, **environment)

    def rows(self):
        return rows(self.url)

    def files(self):
        return contents(self.media)


@pytest.fixture
def desk(tmp_path):
    with elsewhere(f"{connection.settings_dict['NAME']}_restored") as url:
        yield Desk(url, tmp_path / "elsewhere")


@pytest.fixture
def data():
    """Rows and bytes of every kind that a backup has to keep; no mail waits."""
    people = [UserFactory(), UserFactory(agent=True)]
    files.store(b"A picture of a printer")
    journaled()
    Delivery.objects.update(state="sent", sent_at=timezone.now(), next_attempt_at=None)
    return people


def rows(url):
    """Return all rows of all tables."""
    with connect(url) as server:
        names = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
        return {name: sorted(map(str, server.execute(f'SELECT * FROM "{name}"').fetchall())) for name in names}


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def elsewhere_empty():
    """An empty database, on which this process works meanwhile; returns a session of it."""
    name = f"{connection.settings_dict['NAME']}_neighbours"
    with elsewhere(name) as url, connect(url) as server, connected_to(name):
        yield server


@contextmanager
def beside_ours(*statements, gone="others"):
    """Have something of others in our own database for a while."""
    with connect(database_url()) as server:
        for statement in statements:
            server.execute(statement)
        try:
            yield
        finally:
            server.execute(f"DROP SCHEMA {gone} CASCADE")
            server.execute("DROP PUBLICATION IF EXISTS people")


def as_user(user, url):
    """Return the address ``url`` as that of another user."""
    return url.replace(f"//{connection.settings_dict['USER']}:", f"//{user}:", 1)


def backed_up(tmp_path):
    folder = tmp_path / "backup"
    backups.make(folder)
    return folder


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_backup_restored_elsewhere_is_the_same_desk(desk, data, tmp_path):
    before = rows(database_url()), contents(Path(settings.MEDIA_ROOT))

    done = desk.restore(backed_up(tmp_path))

    assert (done.returncode, done.stderr) == (0, "")
    assert (desk.rows(), desk.files()) == before
    assert (desk.folder / "secret_key").read_text() == settings.SECRET_KEY


def test_mail_that_waited_in_a_backup_does_not_leave_when_it_is_restored(desk, data, tmp_path):
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    Delivery.objects.update(state="queued", sent_at=None)

    done = desk.restore(backed_up(tmp_path))

    copies = "SELECT state, next_attempt_at FROM mail_delivery WHERE outbound_id = %s"
    with connect(desk.url) as server:
        left = server.execute(copies, [sent.pk]).fetchall()
    assert (done.returncode, left, "They are not sent again" in done.stdout) == (0, [("unknown", None)], True)


@pytest.mark.long
def test_what_is_restored_takes_new_rows_and_lacks_no_file(desk, data, tmp_path):
    desk.restore(backed_up(tmp_path))

    command = (
        "from helpdesk import files, files_in_use; from django.conf import settings; from helpdesk.models import User; "
    )
    command += "files.store(b'new'); User.objects.create_user('new@example.com', display_name='New'); "
    command += "print(files_in_use.count_missing(settings.MEDIA_ROOT))"
    done = desk.manage("shell", "--no-imports", "-v", "0", "-c", command)
    checked = desk.manage("migrate", "--check")

    assert (done.stdout, checked.returncode) == ("0\n", 0)


def test_a_database_that_is_not_empty_is_replaced_only_when_asked_for(desk, data, tmp_path):
    backup = backed_up(tmp_path)
    desk.restore(backup)
    with connect(desk.url) as server:
        server.execute("DELETE FROM helpdesk_heartbeat")
        server.execute("INSERT INTO helpdesk_heartbeat VALUES ('later', now())")
        server.execute("CREATE TABLE of_a_later_version (helpdesk text REFERENCES helpdesk_heartbeat)")

    refused = desk.restore(backup)
    kept_before = "later" in str(desk.rows()["helpdesk_heartbeat"])
    replaced = desk.restore(backup, "--replace")
    with connect(database_url()) as server:
        server.execute("DELETE FROM helpdesk_heartbeat")

    assert (refused.returncode, "not empty, it has of_a_later_version, " in refused.stderr, kept_before) == (
        1,
        True,
        True,
    )
    assert (replaced.returncode, desk.rows()) == (0, rows(database_url()))


@pytest.mark.parametrize("name", ["database.dump", "keys.env", "SHA256SUMS"])
def test_a_damaged_file_is_found_before_anything_is_touched(desk, data, tmp_path, name):
    backup = backed_up(tmp_path)
    damaged = bytearray((backup / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (backup / name).write_bytes(damaged)

    done = desk.restore(backup)

    assert (done.returncode, name in done.stderr, "damaged" in done.stderr) == (1, True, True)
    assert (desk.media.exists(), tables(desk.url)) == (False, 0)


def tables(url):
    with connect(url) as server:
        return server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]


def test_who_does_not_own_the_files_of_the_desk_restores_nothing(data, tmp_path, monkeypatch):
    backup, ours = backed_up(tmp_path), os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: ours + 1)

    with pytest.raises(backups.BackupFailed, match=f"media belongs to {Path(settings.MEDIA_ROOT).owner()}. Run this"):
        backups.restore(backup, replace=True)


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "foreign"])
def test_a_file_that_is_lost_or_foreign_is_refused(data, tmp_path, lost):
    backup = backed_up(tmp_path)
    stored = backup / "files" / StoredFile.objects.get().path
    if lost:
        stored.unlink()
    else:
        stored.with_name("foreign").touch()

    with pytest.raises(backups.BackupFailed, match="1 files of the backup are missing, foreign or damaged"):
        backups.restore(backup, replace=True)


@pytest.mark.parametrize(
    ("migrations", "said"),
    [
        (
            ["helpdesk.0001_initial", "tickets.0999_tomorrow"],
            "by a newer version, .*; unknown here: tickets.0999_tomorrow",
        ),
        (["helpdesk.0001_people_files_and_firm"], "by an earlier version, .*, that this one cannot read"),
    ],
    ids=["newer", "earlier"],
)
def test_a_backup_with_other_migrations_is_refused_with_the_reason(data, tmp_path, migrations, said):
    manifest = backed_up(tmp_path) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"migrations": migrations}))

    with pytest.raises(backups.BackupFailed, match=said):
        backups.restore(manifest.parent, replace=True)


def test_the_keys_are_in_a_file_for_nobody_else(data, tmp_path):
    backup = backed_up(tmp_path)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (backup, backup / "keys.env")]
    assert (modes, (backup / "keys.env").read_text()) == (
        [0o700, 0o600],
        f"SECRET_KEY={settings.SECRET_KEY}\nFIELD_ENCRYPTION_KEY={settings.FIELD_ENCRYPTION_KEY}\n",
    )


@pytest.mark.long
def test_a_desk_whose_chosen_key_is_another_is_told_to_change_it(desk, data, tmp_path):
    done = desk.restore(backed_up(tmp_path), SECRET_KEY="another")

    assert (done.returncode, "SECRET_KEY of this installation" in done.stderr, tables(desk.url)) == (1, True, 0)


@pytest.mark.long
def test_nothing_is_restored_while_the_desk_runs(desk, data, tmp_path):
    backup = backed_up(tmp_path)

    with connect(desk.url):
        done = desk.restore(backup)

    assert (done.returncode, "Stop all processes" in done.stderr, tables(desk.url)) == (1, True, 0)


REFUSING = """
    CREATE FUNCTION others.refuse() RETURNS event_trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE 'no index today'; END $$
"""


@pytest.mark.long
def test_a_restore_that_fails_half_way_leaves_the_database_as_it_was(desk, data, tmp_path):
    backup = backed_up(tmp_path)
    with connect(desk.url) as server:
        server.execute("CREATE TABLE public.mine (id int)")
        server.execute("CREATE SCHEMA others")
        server.execute(REFUSING)
        server.execute(
            "CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('CREATE INDEX') "
            "EXECUTE FUNCTION others.refuse()"
        )

    done = desk.restore(backup, "--replace")

    assert (done.returncode, "no index today" in done.stderr, tables(desk.url)) == (1, True, 1)


def test_the_extensions_in_a_backup_are_those_that_the_migrations_make():
    with connect(database_url()) as server:
        made = server.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1").fetchall()

    assert [name for (name,) in made] == list(postgres.EXTENSIONS)


def test_a_backup_leaves_out_the_extensions_of_others(data, tmp_path):
    with beside_ours("CREATE SCHEMA others", "CREATE EXTENSION pg_stat_statements SCHEMA others"):
        backup = backed_up(tmp_path)

    told = subprocess.run(
        [postgres.program("pg_restore"), "--list", str(backup / "database.dump")],
        capture_output=True,
        text=True,
        check=True,
    )
    made = sorted(line.split()[-1] for line in told.stdout.splitlines() if " EXTENSION - " in line)
    assert ("pg_stat_statements" in told.stdout, made[: len(postgres.EXTENSIONS)]) == (False, list(postgres.EXTENSIONS))


@pytest.mark.long
def test_the_owner_of_a_database_restores_without_being_a_superuser(desk, data, tmp_path):
    backup = backed_up(tmp_path)
    owner = "owner_of_a_restored_desk"
    with connect(desk.url) as server:
        database = desk.url.rpartition("/")[2]
        server.execute(f"DROP ROLE IF EXISTS {owner}")
        server.execute(f"CREATE ROLE {owner} LOGIN PASSWORD 'secret'")
        server.execute(f"ALTER DATABASE {database} OWNER TO {owner}")
        server.execute("CREATE SCHEMA others")
        server.execute("CREATE EXTENSION pg_stat_statements SCHEMA others")
    with connect(database_url()) as server:
        server.execute("DELETE FROM helpdesk_heartbeat")
    before = rows(database_url())

    done = desk.restore(backup, DATABASE_URL=as_user(owner, desk.url))
    again = desk.restore(backup, "--replace", DATABASE_URL=as_user(owner, desk.url))
    after = desk.rows()
    with connect(desk.url) as server:
        owners = server.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        server.execute(f"REASSIGN OWNED BY {owner} TO CURRENT_USER")
        server.execute(f"DROP ROLE {owner}")

    assert (done.returncode, done.stderr, again.returncode, again.stderr) == (0, "", 0, "")
    assert (owners, after) == ([(owner,)], before)


REFUSED = {
    "a table of another program": (
        ["CREATE TABLE public.ledger AS SELECT generate_series(1, 1000) AS n"],
        "The database is not empty, it has ledger; --replace",
    ),
    "a view of another program": (["CREATE VIEW public.ledger AS SELECT 1 AS n"], "it has ledger; --replace"),
    "a table of ours with rows": (
        ["CREATE TABLE public.django_migrations (id int)", "INSERT INTO public.django_migrations VALUES (1)"],
        "it has django_migrations; --replace",
    ),
    "an extension of others": (
        ["CREATE EXTENSION pg_stat_statements SCHEMA public"],
        "has extensions that are not the desk's: pg_stat_statements. Move them",
    ),
}


@pytest.mark.parametrize("statements, said", REFUSED.values(), ids=REFUSED)
def test_what_others_keep_in_a_database_is_not_deleted_unasked(elsewhere_empty, statements, said):
    for statement in statements:
        elsewhere_empty.execute(statement)

    with pytest.raises(backups.BackupFailed, match=re.escape(said)):
        neighbours.ensure_unhurt(replace=False)


def test_tables_of_ours_without_rows_may_go(elsewhere_empty):
    elsewhere_empty.execute("CREATE TABLE public.django_migrations (id int)")
    elsewhere_empty.execute("CREATE EXTENSION pg_trgm")

    assert neighbours.ensure_unhurt(replace=False) is None


STANDING = {
    "view reports.people": "CREATE VIEW reports.people AS SELECT id, email FROM public.helpdesk_user",
    "materialized view reports.people": "CREATE MATERIALIZED VIEW reports.people AS SELECT id FROM public.helpdesk_user",
    "table constraint seen_person_id_fkey on reports.seen": (
        "CREATE TABLE reports.seen (person_id bigint REFERENCES public.helpdesk_user)"
    ),
    "index reports.words": (
        "CREATE TABLE reports.word (word text); CREATE INDEX words ON reports.word USING gin (word public.gin_trgm_ops)"
    ),
    "default value for reports.note.author": (
        "CREATE TABLE reports.note (author bigint DEFAULT nextval('public.helpdesk_user_id_seq'))"
    ),
    "function reports.names(public.helpdesk_user)": (
        "CREATE FUNCTION reports.names(public.helpdesk_user) RETURNS text LANGUAGE sql AS 'SELECT $1.email'"
    ),
    "publication relation public.helpdesk_user in publication people": (
        "CREATE PUBLICATION people FOR TABLE public.helpdesk_user"
    ),
}


@pytest.mark.parametrize("name, statement", STANDING.items(), ids=STANDING)
def test_what_stands_on_our_tables_elsewhere_is_named_and_not_deleted(name, statement):
    with (
        beside_ours("CREATE SCHEMA reports", *statement.split("; "), gone="reports"),
        pytest.raises(backups.BackupFailed, match=f"{re.escape(name)}. Drop that, restore"),
    ):
        neighbours.ensure_unhurt(replace=True)


def test_nothing_stands_on_our_tables_where_nobody_put_anything():
    assert neighbours.ensure_unhurt(replace=True) is None


def test_a_restore_refuses_to_delete_a_view_in_another_schema(desk, data, tmp_path):
    backup = backed_up(tmp_path)
    with connect(desk.url) as server:
        server.execute("CREATE TABLE public.helpdesk_user (id int, email text)")
        server.execute("CREATE SCHEMA reports")
        server.execute("CREATE VIEW reports.people AS SELECT id, email FROM public.helpdesk_user")

    done = desk.restore(backup, "--replace")

    assert (done.returncode, "view reports.people. Drop that" in done.stderr, tables(desk.url)) == (1, True, 1)


def test_a_backup_leaves_a_sign_of_when_it_was_made(tmp_path):
    before = jobs.count_old_backup()
    backed_up(tmp_path)

    assert (before, timezone.now() - Heartbeat.objects.seen()["backup"] < timedelta(minutes=1)) == (0, True)


def made(folder, made_at):
    """Make a backup as if it had been made on that day."""
    backups.make(folder)
    said = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(said | {"made_at": f"{made_at}T02:30:00+00:00"}))


def test_older_backups_go_once_a_newer_one_is_made(tmp_path):
    place = tmp_path / "backups"
    for name, day in [("b", "2026-01-03"), ("c", "2026-01-01"), ("a", "2026-01-02")]:
        made(place / name, day)
    (place / "of-others").mkdir()
    (place / "of-others" / "manifest.json").write_text('{"name": "A shop"}')
    (place / "link").symlink_to(place / "c")
    said = StringIO()

    call_command("backup", str(place / "today"), keep=2, stdout=said)

    assert {path.name for path in place.iterdir()} == {"b", "today", "of-others", "link"}
    assert [line.split(":")[0] for line in said.getvalue().splitlines()[-2:]] == [str(place / "a"), str(place / "c")]


def test_a_backup_that_fails_deletes_no_older_one(tmp_path):
    place = tmp_path / "backups"
    made(place / "old", "2026-01-01")

    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(place / "old"), keep=1)

    assert [path.name for path in place.iterdir()] == ["old"]


def test_fewer_backups_than_the_new_one_cannot_be_kept(tmp_path):
    with pytest.raises(CommandError, match="at least 1"):
        call_command("backup", str(tmp_path / "backup"), "--keep=0")


def test_a_folder_that_exists_is_not_touched(data, tmp_path):
    (tmp_path / "backup").mkdir()

    with pytest.raises(backups.BackupFailed, match="exists already"):
        backups.make(tmp_path / "backup")


def test_a_folder_that_cannot_be_made_is_named_with_the_cause(tmp_path):
    (tmp_path / "backups").touch()

    with pytest.raises(CommandError, match=r"File exists: .*backups"):
        call_command("backup", str(tmp_path / "backups" / "today"))


def test_a_backup_that_cannot_be_read_is_named_with_the_cause(tmp_path):
    (tmp_path / "backup" / "manifest.json").mkdir(parents=True)

    with pytest.raises(CommandError, match=r"Is a directory: .*manifest\.json"):
        call_command("restore", str(tmp_path / "backup"))


def test_a_backup_that_fails_leaves_nothing_behind(data, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "FOLDERS", str(tmp_path))
    monkeypatch.setattr(postgres.places, "postgres_programs", lambda: None)

    with pytest.raises(backups.BackupFailed, match="there is no pg_dump of that version"):
        backups.make(tmp_path / "backups" / "today")

    assert list((tmp_path / "backups").iterdir()) == []


def test_a_file_that_was_lost_before_is_counted(data, tmp_path):
    files.location(StoredFile.objects.get()).unlink()

    assert backups.make(tmp_path / "backup").missing_files == 1


def moved_behind_a_link(folder, elsewhere):
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere)


def test_files_behind_a_link_are_in_the_backup(data, tmp_path):
    stored = StoredFile.objects.get()
    moved_behind_a_link(Path(settings.MEDIA_ROOT) / Path(stored.path).parts[0], tmp_path / "large")
    moved_behind_a_link(files.location(stored), tmp_path / "picture")

    made = backups.make(tmp_path / "backup")

    copy = tmp_path / "backup" / "files" / stored.path
    assert (made.missing_files, copy.is_symlink(), copy.read_bytes()) == (0, False, b"A picture of a printer")


def test_links_in_a_circle_are_refused(data, tmp_path):
    (Path(settings.MEDIA_ROOT) / "again").symlink_to(settings.MEDIA_ROOT)

    with pytest.raises(backups.BackupFailed, match="again leads to a folder that is reached another way"):
        backups.make(tmp_path / "backup")


def test_a_folder_that_cannot_be_read_is_not_left_out(data, tmp_path, monkeypatch):
    scan, unreadable = os.scandir, files.location(StoredFile.objects.get()).parent

    def scan_all_but_one(folder):
        if str(folder) == str(unreadable):
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scan_all_but_one)

    with pytest.raises(PermissionError):
        backups.make(tmp_path / "backup")


def test_a_file_that_is_left_out_of_the_backup_was_not_lost_before(data, tmp_path, monkeypatch):
    monkeypatch.setattr(making.contents, "add_files", lambda source, target: None)

    with pytest.raises(backups.BackupFailed, match="3 files were not taken into the backup"):
        backups.make(tmp_path / "backup")


def test_a_backup_among_the_files_is_refused(data, tmp_path):
    (tmp_path / "way").symlink_to(settings.MEDIA_ROOT)

    for place in [Path(settings.MEDIA_ROOT), tmp_path / "way"]:
        with pytest.raises(backups.BackupFailed, match="is among the files that are backed up"):
            backups.make(place / "backups" / "today")

    assert not (Path(settings.MEDIA_ROOT) / "backups").exists()


def test_a_file_that_comes_before_the_moment_of_the_database_is_in_the_backup(data, tmp_path, monkeypatch):
    take, came = making.contents.add_files, []

    def take_and_let_one_come(source, target):
        take(source, target)
        if not came:
            came.append(files.store(b"just come"))

    monkeypatch.setattr(making.contents, "add_files", take_and_let_one_come)
    made = backups.make(tmp_path / "backup")

    assert (made.missing_files, (tmp_path / "backup" / "files" / came[0].path).read_bytes()) == (0, b"just come")


def test_a_file_that_goes_after_the_moment_of_the_database_is_in_the_backup(data, tmp_path, monkeypatch):
    dump, stored = making.postgres.dump, StoredFile.objects.get()

    def dump_and_let_one_go(to, snapshot):
        dump(to, snapshot)
        files.location(stored).unlink()

    monkeypatch.setattr(making.postgres, "dump", dump_and_let_one_go)
    made = backups.make(tmp_path / "backup")

    assert (made.missing_files, (tmp_path / "backup" / "files" / stored.path).exists()) == (0, True)


@pytest.mark.long
def test_a_backup_while_files_come_and_go_has_every_file_that_it_names(desk, data, tmp_path):
    over, counted = threading.Event(), []

    def write():
        for number in range(100_000):
            if over.is_set():
                break
            counted.append(files.store(f"file {number}".encode()))
            if number % 3 == 0 and number >= LIVES:
                old = counted[number - LIVES]
                path = files.location(old)
                old.delete()
                path.unlink()
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    made = backups.make(tmp_path / "backup")
    over.set()
    writer.join()

    done = desk.restore(tmp_path / "backup")
    with connect(desk.url) as server:
        named = {sha for (sha,) in server.execute("SELECT sha256 FROM helpdesk_storedfile").fetchall()}

    assert (made.missing_files, done.returncode, len(counted) > 1) == (0, 0, True)
    assert named - {Path(path).name for path in desk.files()} == set()


def test_raw_mails_are_files_that_the_database_names(data):
    root = Path(settings.MEDIA_ROOT)
    before = files_in_use.count_missing(root)
    count = len([raw.unlink() for raw in root.rglob("*.gz")])

    assert (before, files_in_use.count_missing(root)) == (0, count)
    assert count > 0
