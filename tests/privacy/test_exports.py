"""What a person gets of what the desk knows of him."""

import json
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.socialaccount.models import SocialApp
from django.core.management import call_command

from helpdesk import files
from helpdesk.models import AuditEvent
from privacy import people
from privacy.errors import DataIsNotYours
from privacy.exports import export, known
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tickets import actions, intake
from tickets.drafts import IncomingMessage, MailOrigin, MessageBody, NewFile

pytestmark = pytest.mark.django_db

ADDRESS = "mario.rossi@alfa.example"


@pytest.fixture
def mario():
    return ContactFactory(name="Mario Rossi", email=ADDRESS, user=UserFactory(email=ADDRESS))


def exported(by=None):
    out = BytesIO()
    export(people.find(ADDRESS), out, by=by)
    archive = ZipFile(out)
    return archive, json.loads(archive.read("person.json"))["rows"]


def test_his_rows_his_files_and_his_mails_are_in_it(mario):
    raw = mail("Hello", From=ADDRESS, Subject="Drive")
    intake.process(journaled(raw, mailbox=MailboxFactory()).pk)
    attached = (NewFile(files.store(b"log"), "log.txt"),)
    actions.receive(
        TicketFactory(), IncomingMessage(body=MessageBody(html="<p>x</p>", files=attached), sender_email=ADDRESS)
    )

    archive, rows = exported()

    assert rows["crm.Contact"][0]["email"] == ADDRESS
    assert [row["requester_email"] for row in rows["tickets.Ticket"]] == [ADDRESS]
    assert [archive.read(name) for name in archive.namelist() if "/" in name] == [b"log", raw]


def test_a_file_whose_bytes_are_gone_stops_no_other(mario):
    kept, lost = files.store(b"kept"), files.store(b"lost")
    attached = (NewFile(lost, "lost.txt"), NewFile(kept, "kept.txt"))
    actions.receive(
        TicketFactory(), IncomingMessage(body=MessageBody(html="<p>x</p>", files=attached), sender_email=ADDRESS)
    )
    files.location(lost).unlink()

    archive, _rows = exported()

    assert [archive.read(name) for name in archive.namelist() if "/" in name] == [b"kept"]


def test_however_large_a_file_is_it_is_never_in_memory_as_a_whole(mario, tmp_path):
    large = files.store(b"x" * 20_000_000)
    attached = (NewFile(large, "large.txt"),)
    actions.receive(
        TicketFactory(), IncomingMessage(body=MessageBody(html="<p>x</p>", files=attached), sender_email=ADDRESS)
    )

    tracemalloc.start()
    with (tmp_path / "mario.zip").open("wb") as out:
        export(people.find(ADDRESS), out, by=None)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (most < large.size, ZipFile(tmp_path / "mario.zip").infolist()[1].file_size) == (True, large.size)


def test_nothing_of_others_and_no_secret_is_in_it(mario):
    agent = UserFactory(agent=True)
    ticket = TicketFactory(requester=mario)
    TicketFactory(subject="Another's")
    actions.add_note(ticket, "<p>for me alone</p>", by=agent, is_confidential=True)
    actions.delete_note(actions.add_note(ticket, "<p>taken back</p>", by=agent), by=agent)
    actions.add_note(ticket, "<p>for us</p>", by=agent)

    archive, rows = exported()
    words = archive.read("person.json").decode()

    assert [words.count(part) for part in ("Another's", "for me alone", "taken back", "password")] == [0, 0, 0, 0]
    assert [note["text"] for note in rows["tickets.Note"]] == ["for us"]
    assert [user["email"] for user in rows["helpdesk.User"]] == [ADDRESS]


@pytest.mark.parametrize("is_proven", [True, False])
def test_a_note_says_whether_it_is_proven_to_be_from_whom_it_names(mario, is_proven):
    mailed = MailOrigin(journaled(mail("Hello"), mailbox=MailboxFactory()), is_proven=is_proven)
    actions.add_note(TicketFactory(requester=mario), "<p>x</p>", by=UserFactory(agent=True), mailed=mailed)

    rows = known(people.find(ADDRESS))["rows"]

    assert [note["author_is_proven"] for note in rows["tickets.Note"]] == [is_proven]


def test_no_secret_of_the_desk_and_no_key_of_a_session_is_in_it(client, mario):
    secrets = ("imap_password", "smtp_password", "oauth_client_secret", "oauth_refresh_token", "oauth_access_token")
    MailboxFactory(signature="Mario Rossi", **dict.fromkeys(secrets, "hunter2"))
    SocialApp.objects.create(provider="openid_connect", name="Mario Rossi", client_id="desk", secret="hunter2")
    client.force_login(mario.user)
    client.get("/")

    archive, rows = exported()
    words = archive.read("person.json").decode()

    assert [word in words for word in ("hunter2", client.session.session_key)] == [False, False]
    assert [rows["mail.Mailbox"][0]["signature"], len(rows["helpdesk.UserSession"])] == ["Mario Rossi", 1]


def test_it_is_written_down_who_took_it(mario):
    admin = UserFactory(admin=True)

    exported(by=admin)

    event = AuditEvent.objects.get(kind="exported")
    assert (event.actor, event.about, event.subject) == (admin, mario.user, "Mario Rossi")


def test_only_who_may_delete_contacts_takes_it(mario):
    with pytest.raises(DataIsNotYours):
        exported(by=UserFactory(supervisor=True))


def test_the_command_writes_a_zip(mario, tmp_path):
    call_command("export_person", ADDRESS, str(tmp_path / "mario.zip"))

    assert ZipFile(tmp_path / "mario.zip").namelist() == ["person.json"]
