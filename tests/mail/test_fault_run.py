"""The process killed a hundred times while it fetches, and while it sends: nothing lost, nothing doubled unsaid."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from mail import actions, delivery, fetch, raw_store
from mail.enums import DeliveryState
from mail.models import Delivery, InboundMail, Mailbox, OutboundMail
from tests.mail.conftest import free_port
from tests.mail.dovecot import Dovecot, running
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing
from tests.mail.mails import mail, multipart, part
from tests.meanwhile import locked, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

KILLS = 100
KEPT: list[object] = []
MAILS = 500
PEER = """
import asyncio, json, sys, time
from aiosmtpd.controller import Controller
class Taking:
    async def handle_DATA(self, server, session, envelope):
        with open(sys.argv[2], "a") as book:
            book.write(json.dumps([envelope.rcpt_tos, envelope.content.decode("latin-1")]) + "\\n")
        await asyncio.sleep(0.01)
        return "250 OK"
Controller(Taking(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print("ready", flush=True)
time.sleep(3600)
"""
BROKEN = [
    lambda n: b"\xff\xfe no header at all %d" % n,
    lambda n: mail(b"\x80\x81 %d" % n, Subject=b"=?utf-8?B?broken%d" % n),
    lambda n: multipart("mixed", part("text/plain", f"{n}"), Message_ID="").replace(b"--cut--", b""),
    lambda n: mail(f"{n}", From="", Date="Mon, 99 Nonsense", Message_ID="<same@x>"),
    lambda n: mail(b"\0" * n, Content_Type="text/plain; charset=x-nothing", Subject=str(n)),
]


@pytest.fixture
def server() -> Iterator[Dovecot]:
    yield from running()


@pytest.fixture
def book(settings, tmp_path) -> Iterator[Path]:
    """What a mail server of another process has accepted, a line per mail."""
    path, port = tmp_path / "book", free_port()
    path.touch()
    with subprocess.Popen([sys.executable, "-c", PEER, str(port), str(path)], stdout=subprocess.PIPE) as peer:
        peer.stdout.readline()
        settings.MAIL_SMTP_URL = f"smtp://127.0.0.1:{port}"
        yield path
        peer.kill()


def killed_during(work: Callable[[], object], *, within: float) -> None:
    """Do ``work`` in a copy of this process, and kill it some moment later."""
    child = os.fork()
    if not child:
        KEPT.append(connections["default"].connection)  # the parent's; here it must neither be used nor closed
        connections["default"].connection = None
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(random.uniform(0.0, within))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def raw(number: int) -> bytes:
    """The mail with this number; every second one is broken in some way."""
    if number % 2:
        return BROKEN[number // 2 % len(BROKEN)](number)
    return mail(f"Text {number}", Subject=f"Mail {number}", Message_ID=f"<{number}@x>")


@pytest.mark.guards(3)
def test_hundred_kills_while_fetching_lose_and_double_nothing(server):
    mailbox = MailboxFactory(imap=True, imap_port=server.port, imap_security="plain")
    fetch.fetch(mailbox)
    wanted = [raw(number) for number in range(MAILS)]
    server.put(*wanted)

    for _ in range(KILLS):
        killed_during(lambda: fetch.fetch(Mailbox.objects.get()), within=0.25)
    until(lambda: not locked(fetch.LOCK_CLASS))  # the database has noticed that the last one is gone
    fetch.fetch(Mailbox.objects.get())

    stored = Counter(row.raw_fp for row in InboundMail.objects.all())
    assert stored == Counter(raw_store.fingerprint(one) for one in wanted)
    assert all(b"Seen" in flags for flags in server.flags())


def wake_the_dead() -> None:
    """Let the time pass that leases and pauses take."""
    Delivery.objects.filter(state=DeliveryState.SENDING).update(lease_until=timezone.now())
    delivery.expire_leases(timezone.now())
    # A copy whose every attempt is killed is given up in the end; on a slow machine that could be the first in the row.
    Delivery.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now(), attempts=0)
    Mailbox.objects.update(breaker_until=None)


def send_all() -> None:
    for outbound in OutboundMail.objects.order_by("pk"):
        delivery.deliver_due(outbound.pk)


def test_hundred_kills_while_sending_send_all_and_say_what_is_doubled(book):
    held = timezone.now() + timedelta(hours=1)
    for number in range(300):
        actions.enqueue(outgoing(f"p{number}@client.example", thread=ThreadFactory(), not_before=held))
    OutboundMail.objects.update(not_before=None)

    for _ in range(KILLS):
        killed_during(send_all, within=0.3)
        wake_the_dead()
    send_all()
    wake_the_dead()
    send_all()

    taken = [json.loads(line) for line in book.read_text().splitlines()]
    times = Counter(recipients[0] for recipients, _bytes in taken)
    copies = {copy.address: copy for copy in Delivery.objects.all()}
    assert times.keys() == copies.keys()
    assert {copy.state for copy in copies.values() if not copy.possibly_twice} == {DeliveryState.SENT}
    assert [a for a, count in times.items() if count > 1 and not copies[a].possibly_twice] == []
    assert len({(recipients[0], content) for recipients, content in taken}) == len(copies)
