"""The steps of a demo: done once, and told when they fail."""

import os

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from helpdesk.project.demo import serving, steps


def test_manage_leaves_its_words_in_the_log(tmp_path):
    steps.manage("version", environment=os.environ, log=tmp_path / "version.log")

    assert (tmp_path / "version.log").read_text().startswith("6.")


def test_manage_that_fails_shows_the_end_of_its_log(tmp_path):
    with pytest.raises(steps.StepFailed, match="Unknown command"):
        steps.manage("no_such_command", environment=os.environ, log=tmp_path / "no.log")


def test_manage_aloud_that_fails_says_how_to_start_afresh():
    with pytest.raises(steps.StepFailed, match="--reset"):
        steps.manage_aloud("no_such_command", environment=os.environ)


def test_a_catalogue_is_stale_until_it_is_compiled(tmp_path):
    source = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    before = steps.stale_catalogues(tmp_path)
    source.with_suffix(".mo").write_text("")

    assert (before, steps.stale_catalogues(tmp_path)) == (True, False)


def test_something_unchanged_is_not_done_twice(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "desk.css").write_text("a")
    done = []
    for content in ["a", "a", "changed"]:
        if (tmp_path / "static" / "desk.css").read_text() != content:
            (tmp_path / "static" / "desk.css").write_text(content)
        with steps.unless_unchanged(tmp_path / "stamp", steps.fingerprint([tmp_path / "static"])) as changed:
            done.append(changed)

    assert done == [True, False, True]


def test_a_step_that_fails_is_done_again(tmp_path):
    with pytest.raises(steps.StepFailed), steps.unless_unchanged(tmp_path / "stamp", "now"):
        raise steps.StepFailed

    assert not (tmp_path / "stamp").exists()


def test_the_chosen_ports_are_written_for_other_commands(tmp_path, monkeypatch):
    monkeypatch.delenv("DESK_TEST_PORT", raising=False)

    steps.environment_file(tmp_path / "demo.env", {"DESK_TEST_PORT": "8001"})

    assert (tmp_path / "demo.env").read_text() == "DESK_TEST_PORT=8001\n"
    assert os.environ.pop("DESK_TEST_PORT") == "8001"


def test_a_step_says_its_title_and_its_time(capsys):
    with steps.step("Making tea"):
        pass

    assert capsys.readouterr().out == "Making tea … 0.0 s\n"


@pytest.mark.django_db
def test_data_that_began_with_other_migrations_is_told_of_before_anything_is_migrated():
    MigrationRecorder.Migration.objects.filter(app="helpdesk").delete()
    MigrationRecorder(connection).record_applied("helpdesk", "0001_people_files_and_firm")

    with pytest.raises(steps.StepFailed, match=r"made by an earlier version.*\n.*--reset"):
        serving._is_migrated()
