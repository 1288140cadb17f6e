"""The mail that a demo has sent: kept as files, listed and read."""

import base64
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from helpdesk.html import from_text

HEADERS = ["From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"]


@dataclass(frozen=True)
class SentMail:
    """One mail that left the desk."""

    name: str
    message: EmailMessage
    recipients: str

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return the headers worth reading, with the addresses that the server was really given."""
        shown = [(name, str(self.message[name])) for name in HEADERS if name in self.message]
        return [*shown, ("Recipients", self.recipients)]

    @property
    def sent_at(self) -> datetime:
        """Return when the server took the mail."""
        return datetime.strptime(self.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        """Return the part that a plain reader shows."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def html(self) -> str:
        """Return the part that most readers show, with the pictures that it brings put in their places."""
        body = self.message.get_body(("html",))
        html = str(body.get_content()) if body else from_text(self.text)
        for part in self.message.walk():
            name = str(part.get("Content-ID", "")).strip("<> ")
            if name:
                html = html.replace(f"cid:{name}", _data_url(part))
        return html

    @property
    def attachments(self) -> list[str]:
        """Return the names of the files that it brings."""
        return [part.get_filename() or part.get_content_type() for part in self.message.iter_attachments()]


def folder() -> Path:
    """Return where sent mail is kept."""
    return Path(settings.VAR_DIR) / "demo-mail"


def keep(raw: bytes, recipients: list[str], *, now: datetime) -> str:
    """Keep one mail, and return its name."""
    folder().mkdir(parents=True, exist_ok=True)
    name = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S-%f")
    (folder() / f"{name}.to").write_text(", ".join(recipients))
    (folder() / f"{name}.eml").write_bytes(raw)
    return name


def read(name: str) -> SentMail | None:
    """Return one mail by its name."""
    path = folder() / f"{name}.eml"
    if not path.is_file():
        return None
    message = email.message_from_bytes(path.read_bytes(), EmailMessage, policy=email.policy.default)
    return SentMail(name, message, path.with_suffix(".to").read_text())


def latest(count: int) -> Iterator[SentMail]:
    """Return the last mails, the newest first."""
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)[:count]
    return (mail for name in names if (mail := read(name)))


def _data_url(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    content = base64.b64encode(data).decode() if isinstance(data, bytes) else ""
    return f"data:{part.get_content_type()};base64,{content}"
