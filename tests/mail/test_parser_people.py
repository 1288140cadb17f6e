"""Whom a mail is from, in the spellings that people and old programs use."""

import pytest

from mail.parser import Address, parse
from tests.mail.mails import mail


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ("Bruni, Clara <clara@x.example>", "Bruni, Clara", "clara@x.example"),
        ("Bruni, Clara, Dr. <clara@x.example>", "Bruni, Clara, Dr.", "clara@x.example"),
        ("=?utf-8?Q?Br=C3=BCni?=, Clara <clara@x.example>", "Brüni, Clara", "clara@x.example"),
        ('"Bruni, Clara" <clara@x.example>', "Bruni, Clara", "clara@x.example"),
        ("ana@x.example (Ana (nick) Pop)", "Ana (nick) Pop", "ana@x.example"),
        ("ana(work)@x.example", "work", "ana@x.example"),
        (r"Pete(A nice \) chap) <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test"),
        ("(other@evil.example) ana@x.example", "other@evil.example", "ana@x.example"),
        ('"Ana (Sales)" <ana@x.example>', "Ana (Sales)", "ana@x.example"),
        ("Ana (ana@x.example)", "Ana (", "ana@x.example"),
        ("Ana :( <ana@x.example>", "(", "ana@x.example"),
        ("Ana <@a.example,@b.example:ana@x.example>", "Ana", "ana@x.example"),
        ("<@a.example:ana@x.example>", "", "ana@x.example"),
    ],
)
def test_sender_is_read_whole(field, name, address):
    parsed = parse(mail(From=field))

    assert (parsed.from_name, parsed.from_address) == (name, address)


@pytest.mark.parametrize(
    "field",
    [
        '"clara bruni"@x.example',
        '<"clara bruni"@x.example>',
        'clara"b"@x.example',
        '"clara"b@x.example',
        '"a,b"@x.example',
    ],
)
def test_quoted_local_part_never_becomes_another_mailbox(field):
    assert parse(mail(From=field)).from_address == ""


def test_recipients_keep_the_commas_of_their_names():
    parsed = parse(mail(To='Bruni, Clara <clara@x.example>, ana@x.example, "Rossi" <ugo@x.example>'))

    assert parsed.to == (
        Address("Bruni, Clara", "clara@x.example"),
        Address("", "ana@x.example"),
        Address("Rossi", "ugo@x.example"),
    )
