"""Show what the parser makes of mails in files, one JSON line for each; Django is not started for it."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from helpdesk.html import clean
from mail import parser_process, parser_warnings
from mail.errors import ParserFailed
from mail.parser import Bounce, Doubt, ParsedMail

KEYS = (
    "subject from_name from_address reply_to to cc date message_id in_reply_to references text html reply_text "
    "attachments is_auto auto_reasons is_bounce bounce warnings"
).split()
LISTS = {"reply_to", "to", "cc", "references", "attachments", "auto_reasons", "warnings"}
FLAGS = {"is_auto", "is_bounce"}


def main(arguments: Sequence[str]) -> None:
    """Read the files that the command line names; exit with 1 where one could not be read."""
    parser = ArgumentParser(prog="parse_mail", description=__doc__)
    add_arguments(parser)
    told = parser.parse_args(arguments)
    sys.exit("\n".join(show(told.files, sys.stdout.write, is_reply=told.reply_text)) or None)


def add_arguments(parser: ArgumentParser) -> None:
    """Take any number of files."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a mail as it came, or - for the input")
    parser.add_argument("--reply-text", action="store_true", help="the files, or the input, are plain replies")


def show(files: Sequence[Path], write: Callable[[str], object], *, is_reply: bool) -> list[str]:
    """Print one line for each file, whatever is wrong with it, and return what was wrong."""
    failed = []
    for file in files or [Path("-")]:
        try:
            line = _line_of(file, is_reply=is_reply)
        except (OSError, ParserFailed) as failure:
            failed.append(f"{file}: {failure}")
            line = "" if is_reply else json.dumps(_nothing(file, failure))
        write(f"{line}\n")
    return failed


def _line_of(file: Path, *, is_reply: bool) -> str:
    """Return what is to be printed of a file: all of a reply where it takes too much to tell what is new in it."""
    raw = _bytes_of(file)
    if not is_reply:
        return json.dumps(told(parser_process.parse_bytes(raw), file))
    try:
        return parser_process.new_in(raw)
    except ParserFailed:
        return raw.decode("utf-8", "replace")


def _bytes_of(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _nothing(file: Path, failure: Exception) -> dict[str, object]:
    """Return why there are no facts, under the same names."""
    nothing: dict[str, object] = {key: [] if key in LISTS else False if key in FLAGS else None for key in KEYS}
    return {"file": str(file), "ok": False, **nothing, "warnings": [str(failure)]}


def told(mail: ParsedMail, file: Path) -> dict[str, object]:
    """Return a mail's facts in what JSON knows; what cannot be read says so where its words would stand."""
    notice = f"[{parser_warnings.label_of(Doubt.ENCRYPTED)}]" if Doubt.ENCRYPTED in mail.warnings else ""
    return {
        "file": str(file),
        "ok": True,
        "subject": mail.subject,
        "from_name": mail.from_name,
        "from_address": mail.from_address,
        "reply_to": [entry.address for entry in mail.reply_to],
        "to": [entry.address for entry in mail.to],
        "cc": [entry.address for entry in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "text": mail.text or notice,
        "html": clean(mail.html),
        "reply_text": mail.reply_text or notice,
        "attachments": [_file(mail, index) for index in range(len(mail.attachments))],
        "is_auto": mail.is_auto,
        "auto_reasons": mail.auto_reasons,
        "is_bounce": mail.is_bounce,
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
        "warnings": [*_warnings(mail)],
    }


def _warnings(mail: ParsedMail) -> Iterator[str]:
    """Yield what people should know, in words."""
    yield from (parser_warnings.label_of(code) for code in mail.warnings if code != Doubt.LEFT_OUT)
    for file in mail.left_out:
        yield f"Not extracted, {parser_warnings.why_left_out(file.reason)}: {file.name}"


def _file(mail: ParsedMail, index: int) -> dict[str, object]:
    found = mail.attachments[index]
    return {
        "name": found.name,
        "type": found.type,
        "size": len(found.data),
        "sha256": hashlib.sha256(found.data).hexdigest(),
        "inline": found.inline,
        "content_id": found.content_id,
    }


def _bounce(bounce: Bounce) -> dict[str, object]:
    return {
        "recipient": bounce.recipient,
        "status": bounce.status,
        "reply_code": bounce.reply_code,
        "kind": bounce.kind,
    }
