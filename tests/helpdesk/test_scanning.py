"""Files from outside are shown to a virus scanner: a real server that speaks clamd's protocol."""

import socketserver

import pytest

from helpdesk import files, scanning, tasks
from helpdesk.models import StoredFile
from tests.helpdesk.clamd import EICAR, MAX_STREAM, Clamd, run


@pytest.fixture
def clamd(settings):
    """Run the scanner on a port of its own."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
    stop = run(server)
    settings.MAIL_SCAN = f"tcp://127.0.0.1:{server.server_address[1]}"
    yield
    stop()


def hook(path):
    """Find the word bad."""
    return "Bad.Word" if b"bad" in path.read_bytes() else ""


@pytest.mark.parametrize(("data", "found"), [(EICAR, "Eicar-Signature"), (b"x" * 200_000, ""), (b"", "")])
def test_clamd_says_what_is_in_a_file(clamd, tmp_path, data, found):
    (tmp_path / "file").write_bytes(data)

    assert scanning.scan(tmp_path / "file") == found


def test_clamd_is_asked_over_a_socket_on_disk(settings, tmp_path):
    settings.MAIL_SCAN = str(tmp_path / "clamd.ctl")
    stop = run(socketserver.ThreadingUnixStreamServer(settings.MAIL_SCAN, Clamd))
    (tmp_path / "file").write_bytes(EICAR)

    assert scanning.scan(tmp_path / "file") == "Eicar-Signature"
    stop()


def test_what_clamd_refuses_to_read_is_not_called_harmless(clamd, tmp_path):
    (tmp_path / "file").write_bytes(bytes(3 * MAX_STREAM))

    with pytest.raises(scanning.NotScanned):
        scanning.scan(tmp_path / "file")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "/nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_says_nothing(settings, tmp_path, address):
    settings.MAIL_SCAN = address
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(scanning.ScannerAway):
        scanning.scan(tmp_path / "file")


@pytest.mark.parametrize("answer", ["", "stream: ", "stream: Lock FOUNDER", "COMMAND READ TIMED OUT"])
def test_only_a_plain_yes_counts(answer):
    with pytest.raises(scanning.NotScanned):
        scanning.verdict(answer)


def test_a_function_of_the_house_may_scan(settings, tmp_path):
    settings.MAIL_SCAN = "tests.helpdesk.test_scanning.hook"
    (tmp_path / "file").write_bytes(b"something bad")

    assert scanning.scan(tmp_path / "file") == "Bad.Word"


@pytest.mark.django_db
def test_without_a_scanner_nothing_waits():
    assert files.take(b"fine").scan == ""
    assert files.finding_in(EICAR) == ""


@pytest.mark.django_db
def test_a_file_from_outside_waits_until_it_was_scanned(clamd, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        taken = files.take(b"prefix " + EICAR)
        assert taken.is_waiting_for_scan

    taken.refresh_from_db()
    assert (taken.scan, taken.finding, taken.is_waiting_for_scan) == ("infected", "Eicar-Signature", False)


@pytest.mark.django_db
def test_bytes_known_from_before_the_scanner_are_scanned_when_they_come_again(clamd):
    files.store(EICAR)

    assert files.finding_in(EICAR) == "Eicar-Signature"
    assert StoredFile.objects.get().is_infected


@pytest.mark.django_db
def test_papers_of_our_own_are_not_scanned(clamd):
    assert files.store(b"%PDF-1.7").scan == ""


@pytest.mark.django_db
def test_a_file_goes_on_waiting_while_the_scanner_is_away(settings):
    settings.MAIL_SCAN = "tcp://127.0.0.1:1"
    file = files.take(b"fine")

    tasks.scan_file(file.pk)
    tasks.scan_file(0)

    assert list(StoredFile.objects.to_scan()) == [file]
    settings.MAIL_SCAN = ""
    assert not StoredFile.objects.get().is_waiting_for_scan
