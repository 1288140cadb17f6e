"""Invitations: what, when and in which zone."""

import pytest

from mail.parser import parse
from tests.mail.mails import mail


def invitation(zone: str, offset: str, *, told: str = "") -> bytes:
    return mail(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\n"
        f"TZID:{zone}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n"
        f"END:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:Visit\nDTSTART;TZID={told or zone}:20261201T093000\n"
        "DTEND:20261201T103000Z\nEND:VEVENT\nEND:VCALENDAR\n",
        Content_Type="text/calendar; method=REQUEST",
    )


def start(raw: bytes) -> str:
    found = parse(raw).invitation
    return found.start if found else ""


@pytest.mark.parametrize(
    ("zone", "offset", "shown"),
    [
        ("W. Europe Standard Time", "+0200", "Europe/Berlin"),
        ("Europe/Rome", "+0100", "Europe/Rome"),
        ("Customized Time Zone", "+0530", "+05:30"),
        ("Customized Time Zone", "-0330", "-03:30"),
    ],
)
def test_invitation_says_its_zone(zone, offset, shown):
    assert start(invitation(zone, offset)) == f"2026-12-01 09:30 {shown}"


def test_zone_that_the_calendar_does_not_explain_is_named_as_it_is():
    assert start(invitation("Ours", "+0100", told="Theirs")) == "2026-12-01 09:30 Theirs"


def test_zone_of_another_mail_never_changes_how_an_invitation_is_read():
    zones = ["+0200", "+0900", "+0200"]

    read = [start(invitation("Customized Time Zone", offset)) for offset in zones]

    assert read == [f"2026-12-01 09:30 {offset}" for offset in ("+02:00", "+09:00", "+02:00")]
