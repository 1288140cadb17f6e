"""Mails a second from an IMAP server to a visible ticket: one worker of two processes, an empty desk and a full one.

    python benchmarks/mail.py [--mails 2000] [--tickets 10000 1000000]

Needs dovecot. Works in a database of its own, made and dropped by the run, on the embedded PostgreSQL and Redis, with a
real Celery worker. Prints one JSON line per size, with the milliseconds that one mail takes when it is alone, those of its
SQL among them, and the ratio between the first and the last.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.project.settings")

import django
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import timezone

# What differs from one copy to the next of a ticket, its thread, its mail and its message.
AGE = "now() - n * interval '2 min'"
SENDER = "'p' || n % 200000 || '@filler.example'"
OWN = {
    "mail_thread": {"id": "n", "root_message_id": "'<filler' || n || '@x>'", "created_at": AGE},
    "tickets_ticket": {
        "id": "n",
        "public_id": "gen_random_uuid()",
        "number": "n",
        "reference": "'FILL/' || n",
        "slug": "'fill-' || n",
        "thread_id": "n",
        "key": "NULL",
        "agreement_id": "NULL",
        "subject": "'Filler ' || n",
        "requester_email": SENDER,
        "created_at": AGE,
    },
    "mail_inboundmail": {
        "id": "n",
        "uidvalidity": "NULL",
        "uid": "NULL",
        "received_at": AGE,
        "journaled_at": AGE,
        "raw_sha256": "md5(n::text)",
        "raw_fp": "md5('r' || n)",
        "content_fp": "md5('c' || n)",
        "message_id": "'<filler' || n || '@x>'",
        "sender": SENDER,
        "subject": "'Filler ' || n",
        "thread_id": "n",
    },
    "tickets_message": {
        "id": "n",
        "ticket_id": "n",
        "inbound_id": "n",
        "outbound_id": "NULL",
        "key": "NULL",
        "at": AGE,
    },
}
FIRST = 10_000_000
PATIENCE = 900


def fill(first, last):
    """Copy a ticket with its mail many times over, without any of the product's code."""
    with connection.cursor() as cursor:
        for table, own in OWN.items():
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            names = [row[0] for row in cursor.fetchall()]
            columns = ", ".join(f'"{name}"' for name in names)
            values = ", ".join(own.get(name, f's."{name}"') for name in names).replace("%", "%%")
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(%s::bigint, %s::bigint) n,"
                f" (SELECT * FROM {table} ORDER BY id LIMIT 1) s",
                [first, last],
            )
        cursor.execute("ANALYZE")


def letters(count, run):
    """Yield mails, every fifth with a file of 40 KB."""
    from email.message import EmailMessage

    for number in range(count):
        mail = EmailMessage()
        mail["From"] = f"Sender {number} <s{number}.{run}@client{number % 50}.example>"
        mail["To"], mail["Subject"] = "support@desk.example", f"Request {number}"
        mail["Message-ID"] = f"<{run}.{number}@client.example>"
        mail.set_content("The printer smokes again.\n" * 12)
        mail.add_alternative("<p>The printer <b>smokes</b> again.</p>" * 12, subtype="html")
        if number % 5 == 0:
            mail.add_attachment(os.urandom(40_000), "application", "pdf", filename="scan.pdf")
        yield mail.as_bytes()


def measured(server, mailbox, count, run):
    """Return the seconds from the order to fetch until the last ticket can be seen."""
    from mail import periodic
    from mail.models import InboundMail

    server.put(*letters(count, run))
    newest = InboundMail.objects.filter(pk__lt=FIRST).aggregate(pk=Max("pk"))["pk"] or 0
    taken = InboundMail.objects.filter(status="processed", pk__gt=newest, pk__lt=FIRST)
    began = time.monotonic()
    periodic.fetch_mailbox.delay(mailbox.pk)
    while taken.count() < count:
        if time.monotonic() - began > PATIENCE:
            sys.exit(f"{taken.count()} of {count} mails became tickets.")
        time.sleep(0.1)
    return time.monotonic() - began


def alone(mailbox, count, run):
    """Return the milliseconds that a mail takes in this process, and how many of them its statements take, commits left out."""
    from mail.actions.journal import Origin, journal
    from tickets import intake

    spent, raws = [], list(letters(count, run))

    def timed(execute, *arguments):
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - began)

    began = time.perf_counter()
    with connection.execute_wrapper(timed):
        for raw in raws:
            intake.process(journal(mailbox, raw, Origin(), received_at=timezone.now()).pk)
    return (time.perf_counter() - began) / count * 1000, sum(spent) / count * 1000


def run(options):
    from tests.mail.dovecot import running
    from tests.mail.factories import MailboxFactory
    from tests.workers import CeleryWorker

    worker = CeleryWorker(Path(settings.MEDIA_ROOT) / "worker.log")
    with contextmanager(running)() as server, ExitStack() as left:
        left.callback(worker.stop)
        server.connect().logout()
        mailbox = MailboxFactory(
            imap=True, imap_port=server.port, imap_security="plain", address="support@desk.example"
        )
        there, rates = FIRST, []
        worker.start()
        measured(server, mailbox, 50, "warm")
        for size in options.tickets:
            fill(there + 1, FIRST + size)
            there = FIRST + size
            seconds = measured(server, mailbox, options.mails, f"r{size}")
            rates.append(options.mails / seconds)
            with override_settings(MAIL_INTAKE_TASK=""):
                alone(mailbox, 20, f"w{size}")
                one, sql = alone(mailbox, 200, f"a{size}")
            told = {"tickets": size, "mails": options.mails, "mails_per_second": round(rates[-1], 1)}
            print(json.dumps({**told, "ms_alone": round(one, 1), "of_which_sql": round(sql, 1)}), flush=True)
        print(json.dumps({"times_slower": round(rates[0] / rates[-1], 2)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--tickets", type=int, nargs="+", default=[10_000, 1_000_000])
    options = parser.parse_args()
    from helpdesk.project import embedded

    embedded.start()
    folder = tempfile.mkdtemp(prefix="helpdesk-bench-media-")
    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT"] = folder
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.MAIL_AUTO_LIMITS = dict.fromkeys(settings.MAIL_AUTO_LIMITS, 10**9)
    settings.DATABASES["default"]["OPTIONS"] = settings.PREPARED  # no pool: its database is dropped in the end
    django.setup()
    from tickets.models import TicketType

    made = setup_databases(verbosity=0, interactive=False)
    try:
        TicketType.objects.update(confirms_receipt=False)
        run(options)
    finally:
        teardown_databases(made, verbosity=0)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
