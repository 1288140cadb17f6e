"""Conversations and reply addresses."""

import pytest

from mail import actions
from mail.ids import hash_token, split_plus
from mail.models import ReplyToken
from tests.mail.factories import MailboxFactory, ThreadFactory

pytestmark = pytest.mark.django_db


def test_reply_address_is_the_plain_one_without_plus_addressing():
    thread = ThreadFactory()

    assert actions.reply_address(thread, "ana@client.example") == thread.mailbox.address


def test_reply_address_is_stable_per_correspondent_and_differs_between_them():
    thread = ThreadFactory(mailbox__plus_addressing=True)

    first, again, other = (actions.reply_address(thread, f"{n}@client.example") for n in ("ana", "Ana", "bob"))

    assert (first == again, first == other) == (True, False)


def test_only_the_hash_of_a_token_is_stored():
    thread = ThreadFactory(mailbox__plus_addressing=True)

    _plain, token = split_plus(actions.reply_address(thread, "ana@client.example"))

    stored = ReplyToken.objects.get()
    assert (len(token), stored.token_hash) == (20, hash_token(token))
    assert token not in str(vars(stored))


def test_revoked_address_is_replaced_by_a_new_one():
    thread = ThreadFactory(mailbox__plus_addressing=True)
    before = actions.reply_address(thread, "ana@client.example")

    assert actions.revoke_reply_addresses(thread, address="ANA@client.example") == 1
    assert actions.reply_address(thread, "ana@client.example") != before


def test_new_secret_key_gives_new_addresses(settings):
    thread = ThreadFactory(mailbox__plus_addressing=True)
    before = actions.reply_address(thread, "ana@client.example")
    settings.SECRET_KEY = "another"

    after = actions.reply_address(thread, "ana@client.example")

    assert (after != before, ReplyToken.objects.valid().count()) == (True, 1)


def test_thread_begins_with_the_mail_that_opened_it_or_with_an_id_of_ours():
    mailbox = MailboxFactory()

    opened, own = actions.start_thread(mailbox=mailbox, root_message_id="<1@x>"), actions.start_thread(mailbox=mailbox)

    assert opened.root_message_id == "<1@x>"
    assert own.root_message_id.endswith("@desk.example>")


def test_thread_without_a_mailbox_takes_the_default_one():
    MailboxFactory()
    default = MailboxFactory(is_default=True)

    assert actions.start_thread().mailbox == default


@pytest.mark.parametrize(
    ("address", "split"),
    [
        ("Support@Desk.example", ("support@desk.example", "")),
        ("support+news@desk.example", ("support@desk.example", "")),
        ("support+t-abcdefghijklmnopqrst@desk.example", ("support@desk.example", "abcdefghijklmnopqrst")),
        ("support+t-short@desk.example", ("support@desk.example", "")),
        ("nonsense", ("@nonsense", "")),
    ],
)
def test_plus_part_is_split_off(address, split):
    assert split_plus(address) == split
