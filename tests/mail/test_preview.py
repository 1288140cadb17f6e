"""What can be read of a mail without parsing it."""

import pytest

from mail import preview
from tests.mail.mails import mail
from tests.timing import is_done_within


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("=?utf-8?B?SW1wcmltYW50xIM=?=", "Imprimantă"),
        ("=?iso-8859-1?q?caf=E9?=\n =?iso-8859-1?q?_noir?=", "café noir"),
        (b"Caf\xc3\xa9", "Café"),
        ("plain", "plain"),
        ("=?utf-8?B?!!!", "=?utf-8?B?!!!"),
    ],
)
def test_subject_is_decoded(subject, read):
    assert preview.preview_of(mail(Subject=subject)).subject == read


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        (
            "=?utf-8?Q?Ren=C3=A9_=3Cx=40evil=2Eexample=3E?= <rene@client.example>",
            "René <x@evil.example>",
            "rene@client.example",
        ),
        ('"Pop, Ana" <Ana@client.example>', "Pop, Ana", "ana@client.example"),
        ("ana@client.example", "", "ana@client.example"),
        ("nobody at all", "", ""),
    ],
)
def test_sender_is_decoded_and_the_address_is_never_that_of_a_name(sender, name, address):
    seen = preview.preview_of(mail(From=sender))

    assert (seen.name, seen.address) == (name, address)


@pytest.mark.parametrize("field", ["From", "Subject"])
@pytest.mark.parametrize("piece", ["=?utf-8?q?x?= ", '"', "(", "<", "\n a"])
def test_hostile_heads_cost_no_time(field, piece):
    raw = mail(**{field: piece * 40_000})

    assert is_done_within(0.5, lambda: preview.preview_of(raw))
