"""Mails a second from an IMAP server to a visible ticket: one worker of two processes, an empty desk and a full one.

    python benchmarks/mail.py [--mails 2000] [--tickets 10000 1000000]

Needs dovecot. Works in a database of its own, made and dropped by the run, on the embedded PostgreSQL and Redis, with a
real Celery worker. Prints one JSON line per size and the ratio between the first and the last.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

import django
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.test.utils import setup_databases, teardown_databases

FILL = """
INSERT INTO mail_thread (id, mailbox_id, root_message_id, created_at)
SELECT n, %(mailbox)s, '<filler' || n || '@x>', now() FROM generate_series(%(first)s::bigint, %(last)s::bigint) n;
INSERT INTO tickets_ticket ({columns})
SELECT {values} FROM generate_series(%(first)s::bigint, %(last)s::bigint) n, tickets_ticket s WHERE s.id = %(sample)s;
INSERT INTO mail_inboundmail (mailbox_id, folder, envelope_from, envelope_to, received_at, journaled_at, size,
    raw_sha256, raw_fp, content_fp, message_id, sender, sender_name, subject, is_auto, status, attempts, last_error,
    decision, handled_at, thread_id)
SELECT %(mailbox)s, '', '', '', now() - n * interval '2 min', now() - n * interval '2 min', 1000, md5(n::text),
    md5('r' || n), md5('c' || n), '<filler' || n || '@x>', 'p' || n %% 200000 || '@filler.example', '', 'Filler ' || n,
    false, 'processed', 1, '', '{{}}', now(), n FROM generate_series(%(first)s::bigint, %(last)s::bigint) n;
INSERT INTO tickets_message (ticket_id, direction, source, sender_name, sender_email, recipients, cc, html, quoted_html,
    text, is_automatic, is_unconfirmed, at, remote_images, sanitiser, warnings)
SELECT n, 'in', 'mail', '', '', '[]', '[]', '<p>Words</p>', '', 'Words', false, false, now() - n * interval '2 min', '[]',
    1, '[]' FROM generate_series(%(first)s::bigint, %(last)s::bigint) n;
"""
OWN = {
    "id": "n",
    "public_id": "gen_random_uuid()",
    "number": "n",
    "reference": "'FILL/' || n",
    "slug": "'fill-' || n",
    "thread_id": "n",
    "key": "NULL",
    "agreement_id": "NULL",
    "subject": "'Filler ' || n",
    "requester_email": "'p' || n % 200000 || '@filler.example'",
    "created_at": "now() - n * interval '2 min'",
}


PATIENCE = 900


def fill(mailbox_id, sample_id, first, last):
    """Put tickets with a mail each into the database, without any of the product's code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'tickets_ticket'")
        names = [row[0] for row in cursor.fetchall()]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(OWN.get(name, f's."{name}"').replace("%", "%%") for name in names)
        facts = {"mailbox": mailbox_id, "sample": sample_id, "first": first, "last": last}
        for statement in FILL.format(columns=columns, values=values).split(";\n"):
            if statement.strip():
                cursor.execute(statement, facts)
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
    newest = InboundMail.objects.aggregate(pk=Max("pk"))["pk"] or 0
    taken = InboundMail.objects.filter(status="processed", pk__gt=newest)
    began = time.monotonic()
    periodic.fetch_mailbox.delay(mailbox.pk)
    while taken.count() < count:
        if time.monotonic() - began > PATIENCE:
            sys.exit(f"{taken.count()} of {count} mails became tickets.")
        time.sleep(0.1)
    return time.monotonic() - began


def run(options):
    from tests.mail.dovecot import Dovecot
    from tests.mail.factories import MailboxFactory
    from tests.tickets.factories import TicketFactory
    from tests.workers import CeleryWorker

    server = Dovecot(Path(tempfile.mkdtemp(prefix="helpdesk-bench-")))
    worker = CeleryWorker(Path(settings.MEDIA_ROOT) / "worker.log")
    try:
        server.connect().logout()
        mailbox = MailboxFactory(
            imap=True, imap_port=server.port, imap_security="plain", address="support@desk.example"
        )
        sample, there, rates = TicketFactory(), 10_000_000, []
        worker.start()
        measured(server, mailbox, 50, "warm")
        for size in options.tickets:
            fill(mailbox.pk, sample.pk, there + 1, there + size - (there - 10_000_000))
            there = 10_000_000 + size
            seconds = measured(server, mailbox, options.mails, f"r{size}")
            rates.append(options.mails / seconds)
            print(
                json.dumps({"tickets": size, "mails": options.mails, "mails_per_second": round(rates[-1], 1)}),
                flush=True,
            )
        print(json.dumps({"times_slower": round(rates[0] / rates[-1], 2)}))
    finally:
        worker.stop()
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--tickets", type=int, nargs="+", default=[10_000, 1_000_000])
    options = parser.parse_args()
    from helpdesk import embedded

    embedded.start()
    folder = tempfile.mkdtemp(prefix="helpdesk-bench-media-")
    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT"] = folder
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.MAIL_AUTO_LIMITS = dict.fromkeys(settings.MAIL_AUTO_LIMITS, 10**9)
    settings.DATABASES["default"]["OPTIONS"] = {}
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
