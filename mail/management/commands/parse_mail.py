"""Show what the parser makes of mails, one JSON line per file; needs neither database nor network."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from helpdesk.html import clean
from mail.parser import Bounce, ParsedMail, parse
from mail.parser.quotes import split


class Command(BaseCommand):
    """Parse files."""

    help = "Parse mails and print one JSON line each; with --reply-text print what is new in a plain reply."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take any number of files."""
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--reply-text", action="store_true", help="read a plain reply from standard input")

    def handle(self, *args: object, files: list[Path], reply_text: bool, **options: object) -> None:
        """Print what was found."""
        if reply_text:
            self.stdout.write(split(sys.stdin.buffer.read().decode("utf-8", "replace"))[0])
            return
        for file in files:
            self.stdout.write(json.dumps({"file": str(file), "ok": True, **told(parse(file.read_bytes()))}))


def told(mail: ParsedMail) -> dict[str, object]:
    """Return a mail's facts in what JSON knows."""
    return {
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
        "text": mail.text,
        "html": clean(mail.html),
        "reply_text": mail.reply_text,
        "attachments": [_file(mail, index) for index in range(len(mail.attachments))],
        "is_auto": mail.is_auto,
        "auto_reasons": mail.auto_reasons,
        "is_bounce": mail.is_bounce,
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
        "warnings": mail.warnings,
    }


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
    kind = "hard" if bounce.is_final else "soft"
    return {
        "recipient": bounce.recipient,
        "status": bounce.status,
        "reply_code": bounce.reply_code,
        "kind": kind,
    }
