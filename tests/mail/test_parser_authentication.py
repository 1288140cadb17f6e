"""What servers attest, and whose word counts."""

import pytest

from mail.parser import parse, trusted
from tests.mail.mails import mail

OURS = (
    "mx.desk.example; spf=pass smtp.mailfrom=client.example; dkim=pass (2048-bit) header.d=client.example; dmarc=pass"
)


def raw(*fields: tuple[str, str]) -> bytes:
    return b"".join(f"{name}: {value}\n".encode() for name, value in fields) + mail()


def found(*fields: tuple[str, str]):
    return trusted(parse(raw(*fields)).authentication, ["MX.desk.example"])


def test_findings_of_our_server_are_read():
    result = found(("Received", "from a by mx.desk.example; x"), ("Authentication-Results", OURS))

    assert (result.dmarc, result.spf, result.dkim) == ("pass", "pass", "pass")
    assert (result.has_passed("ana@client.example"), result.has_failed) == (True, False)


@pytest.mark.parametrize(
    ("told", "has_failed"),
    [
        ("dmarc=fail", True),
        ("spf=fail; dkim=none", True),
        ("spf=fail; dkim=pass", False),
        ("spf=softfail", False),
        ("dkim=fail; dkim=pass; spf=fail", False),
        ("none", False),
    ],
)
def test_a_mail_fails_by_dmarc_or_by_spf_without_a_signature(told, has_failed):
    assert found(("Authentication-Results", f"mx.desk.example 1; {told}")).has_failed == has_failed


@pytest.mark.parametrize(
    "fields",
    [
        [("Authentication-Results", "mx.evil.example; dmarc=pass")],
        [("Received", "from a by relay.other.example; x"), ("Authentication-Results", OURS)],
        [("Received", "by relay.other.co.uk; x"), ("Authentication-Results", OURS.replace("example", "co.uk", 1))],
        [("Received", "by 10.evil.example; x"), ("Authentication-Results", OURS)],
        [("X-Authentication-Results", OURS)],
        [],
    ],
    ids=["stranger", "below a stranger", "below a neighbour", "below a false number", "other header", "nothing"],
)
def test_words_of_strangers_do_not_count(fields):
    assert found(*fields) is None


def test_the_topmost_finding_counts():
    forged = OURS.replace("pass", "fail")

    assert found(("Authentication-Results", forged), ("Authentication-Results", OURS)).has_failed


def test_servers_of_the_same_house_may_hand_the_mail_on():
    fields = [("Received", "by store.desk.example; x"), ("Received", "by localhost; x"), ("Received", "by 10.0.0.3; x")]
    server = [("Authentication-Results", OURS.replace("mx.desk", "mx.in.desk"))]
    mailbox = parse(raw(*[(n, v.replace("store.desk", "store.in.desk")) for n, v in fields], *server)).authentication

    assert trusted(mailbox, ["mx.in.desk.example"]).has_passed("ana@client.example")


@pytest.mark.parametrize(
    "told",
    [
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=evil.example header.from=desk.example",
        'spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example',
        'spf=pass (mx: domain of "a) dmarc=pass ("@evil.example permits it)',
        'dmarc=none; spf=pass (mx: domain of "a) ; dmarc=pass ("@evil.example permits it)',
        "dmarc=fail header.from=desk.example; dmarc=pass",
    ],
)
def test_pass_of_another_domain_or_in_words_of_the_sender_proves_nothing(told):
    assert not found(("Authentication-Results", f"mx.desk.example; {told}")).has_passed("agent@desk.example")


def test_pass_for_the_domain_in_from_proves_it():
    result = found(("Authentication-Results", "mx.desk.example; dmarc=pass (p=none) header.from=Desk.example"))

    assert result.has_passed("agent@desk.example")


@pytest.mark.parametrize(
    ("told", "is_proven"), [("dmarc=pass", False), ("dmarc=pass header.from=desk.example", True), ("dmarc=none", False)]
)
def test_pass_of_a_mail_with_two_senders_must_say_of_which(told, is_proven):
    senders = ("From", "agent@desk.example, eve@evil.example")

    assert (
        found(("Authentication-Results", f"mx.desk.example; {told}"), senders).has_passed("agent@desk.example")
        is is_proven
    )
