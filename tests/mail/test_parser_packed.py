"""Mail inside mail: signatures in one piece, winmail.dat, invitations, images written into HTML."""

import base64
import struct

import pytest
from asn1crypto import cms, core

from mail.parser import parse, rtf
from tests.mail.mails import mail, multipart, part

HELLO = rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n0000")
INNER = b"Content-Type: text/plain; charset=utf-8\n\nThe signed words\n"


def opaque(content: bytes) -> bytes:
    """Return a signed mail in one piece; its signatures are left out, for nobody verifies them."""
    inner = {"content_type": "data", "content": core.OctetString(content)}
    signed = cms.SignedData({"version": "v1", "digest_algorithms": [], "encap_content_info": inner, "signer_infos": []})
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def smime(content: bytes, **params: str) -> bytes:
    kind = "application/pkcs7-mime; name=smime.p7m" + "".join(f"; {k.replace('_', '-')}={v}" for k, v in params.items())
    return mail(base64.b64encode(content), Content_Type=kind, Content_Transfer_Encoding="base64")


@pytest.mark.guards(11)
def test_words_inside_an_opaque_signature_are_read_and_the_signature_is_kept():
    parsed = parse(smime(opaque(INNER), smime_type="signed-data"))

    assert parsed.text == "The signed words"
    assert [file.name for file in parsed.attachments] == ["smime.p7m"]
    assert parsed.warnings == ("signed",)


@pytest.mark.parametrize("content", [b"", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff" + b"\x30" * 5_000])
def test_encrypted_or_broken_smime_is_a_notice_and_a_file(content):
    parsed = parse(smime(content, smime_type="enveloped-data"))

    assert (parsed.text, parsed.warnings) == ("", ("encrypted",))
    assert [file.name for file in parsed.attachments] == ["smime.p7m"]


def test_signatures_inside_signatures_are_opened_twice_at_most():
    packed = INNER
    for _level in range(5):
        packed = b"Content-Type: application/pkcs7-mime; name=a.p7m\n\n" + opaque(packed)

    parsed = parse(smime(opaque(packed)))

    assert len(parsed.attachments) == 3


def tnef(*objects: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22" + b"\x01\x00" + b"".join(objects)


def tnef_object(level: int, name: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


WINMAIL = tnef(
    tnef_object(1, 0x9007, 8, struct.pack("<II", 1252, 0)),
    tnef_object(1, 0x800C, 2, b"Words from Outlook\0"),
    tnef_object(2, 0x9002, 6, b"\0" * 14),
    tnef_object(2, 0x8010, 1, b"plan.pdf\0"),
    tnef_object(2, 0x800F, 6, b"%PDF-1.4"),
)


def winmail(data: bytes = WINMAIL) -> bytes:
    return part("application/ms-tnef; name=winmail.dat", base64.b64encode(data), Content_Transfer_Encoding="base64")


@pytest.mark.guards(11)
def test_files_in_winmail_are_taken_out_and_it_is_kept():
    parsed = parse(multipart("mixed", part("text/plain", "Hi"), winmail()))

    assert [(f.name, f.type, f.data[:5]) for f in parsed.attachments[1:]] == [("plan.pdf", "application/pdf", b"%PDF-")]
    assert (parsed.text, parsed.attachments[0].name) == ("Hi", "winmail.dat")


def test_words_in_winmail_count_where_there_are_no_others():
    assert parse(multipart("mixed", part("text/plain", ""), winmail())).text == "Words from Outlook"


@pytest.mark.parametrize("data", [b"", b"\x78\x9f\x3e\x22", WINMAIL[:-20], WINMAIL[:30] + b"\xff" * 40])
def test_a_broken_winmail_is_just_a_file(data):
    parsed = parse(multipart("mixed", part("text/plain", "Hi"), winmail(data)))

    assert (parsed.text, parsed.attachments[0].name) == ("Hi", "winmail.dat")


def test_rich_text_is_read_with_its_signs_and_without_its_tables():
    document = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}Caf\'e9 \u8364?10\par \{ok\}\emdash}"

    assert rtf.to_text(document) == ("Café €10\n{ok}—", False)


def test_html_hidden_in_rich_text_is_found():
    document = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag <p>}\htmlrtf {\f0\htmlrtf0 Hi{\*\htmltag </p>}}"

    assert rtf.to_text(document) == ("<p>Hi</p>", True)


@pytest.mark.parametrize(
    ("packed", "document"),
    [
        ("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0", HELLO),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", rb"{\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
        ("00000000050000004d454c4100000000706c61696e", b"plain"),
        ("2d0000002b0000004c5a4675f1c5c7a7", b""),
        ("00", b""),
    ],
    ids=["words", "overlapping", "unpacked", "empty", "short"],
)
def test_packed_rich_text_is_unpacked(packed, document):
    assert rtf.unpacked(bytes.fromhex(packed)) == document


@pytest.mark.guards(9)
@pytest.mark.parametrize("magic", [b"LZFu", b"MELA"])
def test_rich_text_that_unpacks_to_too_much_is_cut(monkeypatch, magic):
    monkeypatch.setattr(rtf, "MAX_SIZE", 1000)
    head = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + magic + bytes(4)

    assert len(rtf.unpacked(head + (b"\xff" + b"\0\x0f" * 8) * 500)) == 1000


EVENT = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:1
SUMMARY:Visit
DTSTART;TZID=Europe/Rome:20250303T100000
DTEND;TZID=Europe/Rome:20250303T110000
RRULE:FREQ=SECONDLY
LOCATION:Desk 3
ORGANIZER;CN=Ana:mailto:ana@client.example
END:VEVENT
END:VCALENDAR
"""


def invitation(method: str) -> bytes:
    event = part(f"text/calendar; method={method}", EVENT.format(method=method))
    return multipart("alternative", part("text/plain", "Please come"), event)


@pytest.mark.guards(11)
def test_an_invitation_is_a_file_and_says_what_when_and_where():
    parsed = parse(invitation("REQUEST"))

    told = parsed.invitation
    assert (parsed.text, parsed.attachments[0].name) == ("Please come", "invite.ics")
    assert (told.summary, told.location, told.organiser) == ("Visit", "Desk 3", "ana@client.example")
    assert (told.start, told.end) == ("2025-03-03 10:00 Europe/Rome", "2025-03-03 11:00 Europe/Rome")
    assert not parsed.is_auto


def test_an_answer_to_an_invitation_is_automatic():
    assert parse(invitation("REPLY")).auto_reasons == ("calendar-reply",)


@pytest.mark.parametrize(
    "broken", ["", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\n" * 3]
)
def test_a_broken_invitation_is_just_a_file(broken):
    parsed = parse(multipart("mixed", part("text/plain", "Hi"), part("text/calendar", broken)))

    assert (parsed.text, parsed.attachments[0].name) == ("Hi", "invite.ics")


def test_images_written_into_html_become_inline_files():
    html = b"<p>Look<img src='data:image/png;base64," + PNG + b"'></p>"

    parsed = parse(mail(html, Content_Type="text/html"))

    [image] = parsed.attachments
    assert (image.name, image.type, image.inline, image.data) == (
        "image-1.png",
        "image/png",
        True,
        base64.b64decode(PNG),
    )
    assert parsed.html == f"<p>Look<img src='cid:{image.content_id}'></p>"


def test_images_meant_by_their_place_are_inline():
    html = part("text/html", '<p>Look <img src="logo.png"></p>')
    image = part("image/png", PNG, Content_Location="logo.png", Content_Transfer_Encoding="base64")

    parsed = parse(multipart("related", html, image))

    assert (parsed.html, parsed.attachments[0].inline) == ('<p>Look <img src="cid:logo.png"></p>', True)


def test_html_with_thousands_of_links_is_shown_as_text():
    parsed = parse(mail("<a href='https://client.example'>x</a> " * 6_000, Content_Type="text/html"))

    assert (parsed.html, parsed.text[:3]) == ("", "x x")
    assert parsed.attachments[0].type == "text/html"
