"""A mail server that answers as it is told."""

import asyncio
import os
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connection


class Peer:
    """An SMTP server; ``at_rcpt`` and ``at_data`` are its answers, ``drop`` closes after having taken the mail."""

    def __init__(self) -> None:
        self.at_rcpt = self.at_data = "250 OK"
        self.drop = False
        self.connections = self.quits = self.port = 0
        self.taken: list[tuple[str, list[str], bytes]] = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 -- aiosmtpd's name
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.quits += 1
        return "221 Bye"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if self.at_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        if self.at_data.startswith("250"):
            self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if self.drop:
            server.transport.abort()
            await asyncio.sleep(0)
        return self.at_data


@pytest.fixture
def peer(settings) -> Iterator[Peer]:
    """The server that the installation sends by."""
    handler = Peer()
    handler.port = port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_SMTP_URL = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(autouse=True)
def _nobody_takes_mail_in(settings) -> None:
    """Mail stays in the journal; what it means is the upper app's business and tested there."""
    settings.MAIL_INTAKE_TASK = ""


def environment() -> dict[str, str]:
    """Return the environment in which another process works on the database of the test."""
    at = connection.settings_dict
    place = f"{at['HOST']}:{at['PORT']}" if at["PORT"] else at["HOST"]
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{'/' if place.startswith('/') else ''}{place}/{at['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
        "REDIS_URL": django_settings.REDIS_URL,
    }
