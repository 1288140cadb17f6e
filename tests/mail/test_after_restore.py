"""What is said of mail after a backup was restored."""

import pytest

from mail import actions, after_restore
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing

pytestmark = pytest.mark.django_db


def test_nothing_is_said_where_no_mail_waited_and_none_was_moved():
    MailboxFactory(imap=True)
    MailboxFactory(processed_folder="Done")
    MailboxFactory(imap=True, processed_folder="Done", is_active=False)

    assert list(after_restore.settle()) == []


def test_mail_that_waited_and_folders_of_fetched_mail_are_named():
    actions.enqueue(outgoing("ana@client.example", "bob@client.example", thread=ThreadFactory()))
    MailboxFactory(imap=True, address="help@desk.example", folder="INBOX", processed_folder="Done")

    said = list(after_restore.settle())

    assert [sentence.partition(",")[0] for sentence in said] == [
        "2 copies of mails waited to leave when the backup was made",
        "To have mail fetched again that came to help@desk.example since then",
    ]
    assert said[1].endswith("from the folder Done back to INBOX.")
