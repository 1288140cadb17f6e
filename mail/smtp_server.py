"""Mail handed to us by SMTP: 250 is said only when it is in the journal."""

import asyncio
import logging

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.db import DatabaseError, connections

from mail.actions import take_in
from mail.models import Mailbox

log = logging.getLogger(__name__)
MAX_SIZE = 50 * 1024 * 1024
UNKNOWN = "550 5.1.1 No such mailbox here"
TRY_LATER = "451 4.3.0 Could not be stored, please try again"


class Server(SMTP):
    """A server that takes mails with lines of any length: programs send them, and a refusal would lose the mail for good.

    Commands stay short: nobody fills our memory before a recipient of theirs is known.
    """

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 -- aiosmtpd calls it so
        """Take a mail in, whatever the length of its lines."""
        if self.envelope and self.envelope.rcpt_tos:
            self._allow(MAX_SIZE)
        try:
            await super().smtp_DATA(arg)
        finally:
            self._allow(SMTP.line_length_limit)

    def _allow(self, length: int) -> None:
        self.line_length_limit = length
        vars(self._reader)["_limit"] = length  # asyncio has no other door


class Receiver(Controller):
    """Runs the server in a thread of its own."""

    def factory(self) -> Server:
        """Return a server for one connection."""
        return Server(self.handler, **self.SMTP_kwargs)


class Intake:
    """What the SMTP server does with recipients and mails; unknown recipients may go to a default mailbox."""

    def __init__(self, default_to: str = "") -> None:
        self.default_to = default_to

    async def handle_RCPT(  # noqa: N802 -- the names and number are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept recipients that a mailbox has."""
        try:
            target = await asyncio.to_thread(self._target, address)
        except DatabaseError:
            log.exception("A recipient could not be looked up")
            return TRY_LATER
        if not target:
            return UNKNOWN
        envelope.rcpt_tos.append(target)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd calls it so
        """Journal the mail, once per mailbox."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        sender = envelope.mail_from or "<>"
        try:
            await asyncio.to_thread(_journal, raw, list(dict.fromkeys(envelope.rcpt_tos)), sender)
        except (DatabaseError, OSError):
            log.exception("A mail could not be stored")
            return TRY_LATER
        return "250 OK, kept"

    def _target(self, address: str) -> str:
        try:
            known = Mailbox.objects.for_recipient(address) is not None
        finally:
            connections.close_all()
        return address if known else self.default_to


def _journal(raw: bytes, recipients: list[str], sender: str) -> None:
    try:
        for recipient in recipients:
            take_in(raw, to=recipient, sender=sender)
    finally:
        connections.close_all()
