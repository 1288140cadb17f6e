"""Files that a virus was found in, or that nobody has looked into yet, on the pages of tickets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk import files
from helpdesk.models import StoredFile
from mail.models import Alert
from tests.helpdesk.clamd import EICAR
from tests.helpdesk.test_scanning import clamd  # noqa: F401 -- a fixture
from tests.tickets.factories import TicketFactory
from tickets import actions, periodic
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.models import Attachment, Message

pytestmark = pytest.mark.django_db
AWAY = "tcp://127.0.0.1:1"


def came_with(data, name="invoice.pdf"):
    body = MessageBody("<p>x</p>", files=(NewFile(files.take(data), name),))
    return actions.receive(TicketFactory(), IncomingMessage(body=body))


def page(client, message):
    return client.get(message.ticket.get_absolute_url()).content.decode()


def test_an_infected_file_is_withheld_and_its_message_stays(client, agent, clamd):  # noqa: F811
    message = came_with(EICAR)
    periodic.scan_waiting_files()

    shown, answer = page(client, message), client.get(Attachment.objects.get().get_absolute_url() + "?anyway")

    assert ("virus: Eicar-Signature" in shown, "/files/" in shown) == (True, False)
    assert (answer.status_code, b"This file holds a virus" in answer.content) == (403, True)
    assert EICAR not in answer.content


def test_a_file_is_withheld_until_it_was_scanned(client, agent, clamd):  # noqa: F811
    message = came_with(b"fine")
    address = Attachment.objects.get().get_absolute_url()
    before = (client.get(address).status_code, "being scanned" in page(client, message))

    periodic.scan_waiting_files()

    assert (before, "being scanned" in page(client, message)) == ((403, True), False)
    assert b"".join(client.get(address).streaming_content) == b"fine"


def test_a_scanner_that_is_away_is_told_once_and_asked_again(client, agent, settings, clamd):  # noqa: F811
    came_with(b"fine")
    there, settings.MAIL_SCAN = settings.MAIL_SCAN, AWAY
    periodic.scan_waiting_files()
    periodic.scan_waiting_files()
    told = [alert.times for alert in Alert.objects.open()]

    settings.MAIL_SCAN = there
    periodic.scan_waiting_files()

    assert (told, list(Alert.objects.open()), StoredFile.objects.get().scan) == ([2], [], "clean")


def test_a_file_that_cannot_be_scanned_keeps_no_other_waiting(clamd):  # noqa: F811
    came_with(bytes(3 * 1024 * 1024))
    came_with(b"fine")

    periodic.scan_waiting_files()

    assert sorted(StoredFile.objects.values_list("scan", flat=True)) == ["clean", "waiting"]


def test_without_a_scanner_the_sweep_rests(django_assert_num_queries):
    with django_assert_num_queries(0):
        periodic.scan_waiting_files()


def upload(client, data):
    file = SimpleUploadedFile("list.csv", data)
    return client.post(f"{TicketFactory().get_absolute_url()}reply/", {"body": "Hello", "uploads": file})


@pytest.mark.usefixtures("mailbox")
def test_an_infected_upload_is_refused_at_once(client, agent, clamd):  # noqa: F811
    answer = upload(client, EICAR)

    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert "“list.csv” holds a virus (Eicar-Signature) and was not taken." in answer.content.decode()


@pytest.mark.usefixtures("mailbox")
def test_an_upload_goes_along_whole_when_nothing_is_found(client, agent, clamd):  # noqa: F811
    assert upload(client, b"a;b\n").status_code == 302
    assert files.read(Attachment.objects.get().file) == b"a;b\n"
    assert StoredFile.objects.get().scan == "clean"
