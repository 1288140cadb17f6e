"""What the parser finds doubtful, in words."""

import json

from django.core.management import call_command
from django.utils import translation

from mail import parser_process, parser_warnings
from mail.parser import Doubt, LeftOut, TooMuch, parse, structure
from tests.mail.mails import mail, multipart, part


def test_every_code_of_the_parser_has_its_words():
    assert (set(parser_warnings.WORDS), set(parser_warnings.REASONS)) == (
        {*Doubt, parser_warnings.REUSED_ID},
        set(TooMuch),
    )


def test_a_code_that_is_not_the_parsers_has_no_words():
    assert (parser_warnings.label_of("loop"), parser_warnings.why_left_out("")) == ("", "")


def test_a_file_is_left_out_for_its_own_size_or_that_of_all(monkeypatch):
    monkeypatch.setattr(structure, "MAX_FILE_SIZE", 10)
    monkeypatch.setattr(structure, "MAX_FILES_SIZE", 16)
    sizes = {"a.bin": 11, "b.bin": 10, "c.bin": 7, "d.bin": 6}

    parsed = parse(multipart("mixed", *(part(f"image/png; name={n}", "x" * size) for n, size in sizes.items())))

    assert parsed.left_out == (LeftOut("a.bin", 11, "too_large"), LeftOut("c.bin", 7, "too_large_together"))
    assert [file.name for file in parsed.attachments] == ["b.bin", "d.bin"]


def test_what_was_left_out_travels_out_of_the_parsers_process():
    raw = multipart("mixed", part("text/plain", "Hi"), *[part("image/png", "x")] * 202)

    found = parser_process.parse_bytes(raw).left_out

    assert found == (LeftOut("attachment-201.png", 1, "too_many"), LeftOut("attachment-202.png", 1, "too_many"))


def test_parse_mail_says_it_in_words(tmp_path, capsys):
    encrypted = mail("x", Content_Type="multipart/encrypted; boundary=cut").replace(
        b"\n\nx", b"\n\n--cut\n\nx\n--cut--\n"
    )
    (tmp_path / "a.eml").write_bytes(encrypted)
    (tmp_path / "b.eml").write_bytes(multipart("mixed", *[part("image/png", "x")] * 201))

    with translation.override("en"):
        call_command("parse_mail", tmp_path / "a.eml", tmp_path / "b.eml")

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["text"] == "[This message is encrypted; its parts are attached.]"
    assert second["warnings"] == ["Not extracted, the mail has more than 200 files: attachment-201.png"]
