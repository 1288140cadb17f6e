"""A person who is forgotten stands nowhere any more: every column of every table, and every file, is searched for him."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

from estimates import actions as estimate_actions
from helpdesk import files
from helpdesk.erasure import erasing
from mail import actions as mail_actions
from mail import raw_store
from mail.models import OutboundMail
from privacy import actions, people
from privacy.personal_data import KEPT
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates.factories import commercially_ended, quotable_ticket, step
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import journaled, outgoing
from tests.mail.mails import mail
from tests.privacy.rows import fill
from tests.tickets.factories import TicketFactory
from tickets import actions as ticket_actions
from tickets import intake
from tickets.drafts import IncomingMessage, MessageBody, NewFile

pytestmark = pytest.mark.django_db

ADDRESS, NAME, PHONE = "zyx.wvut@qponml.example", "Zyxwvut Qponmlkj", "+39 0471 987 654"
MARKS = ("zyx.wvut", "Zyxwvut", "987 654")
MARK = f"{NAME} <{ADDRESS}> {PHONE}"
# Columns that may tell of him for good, each with why; tables kept as a whole are in privacy.personal_data.KEPT.
EXEMPT = {
    "password": "a hash",
    "data": "of mfa.Authenticator: his are deleted",
}
WORDS = {"CharField", "TextField", "JSONField", "EmailField", "LowercaseEmailField", "SlugField", "URLField"}


def columns():
    """Return every column of every table that can hold words."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.primary_key:
                continue  # other rows know this one by it
            if type(field).__name__ in WORDS | {"GeneratedField", "SearchVectorField"}:
                yield model, field


def plant(model, field):
    """Write the person into a column of one row; false where the column, or what the database demands of it, has no place."""
    table, column, key = model._meta.db_table, field.column, model._meta.pk.column
    kind = type(field).__name__
    for mark in (MARK, ADDRESS):
        value = f'{{"who": "{mark}", "deep": [["{mark}"]]}}' if kind == "JSONField" else mark
        if field.max_length and len(value) > field.max_length:
            continue
        one = f'SELECT "{key}" FROM "{table}" ORDER BY 1 DESC LIMIT 1'
        try:
            with erasing(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = ({one})', [value])
                return bool(cursor.rowcount)
        except DatabaseError:
            continue
    return False


def standing():
    """Return in which columns the person is found."""
    found = set()
    for model, field in columns():
        words = " OR ".join(f'"{field.column}"::text ILIKE %s' for _ in MARKS)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT 1 FROM "{model._meta.db_table}" WHERE {words} LIMIT 1',
                [f"%{mark}%" for mark in MARKS],
            )
            if cursor.fetchone():
                found.add(f"{model._meta.label}.{field.name}")
    return found


def on_disk():
    """Return in which files the person is found, packed or not."""
    found = set()
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            if any(mark.encode() in data for mark in MARKS):
                found.add(path.name)
    return found


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def world():
    """Make a desk in which most tables have rows, several of them of the person."""
    agent = UserFactory(supervisor=True)
    user = UserFactory(email=ADDRESS, display_name=NAME)
    contact = ContactFactory(user=user, name=NAME, email=ADDRESS, phone=PHONE, company=CompanyFactory())
    ticket = TicketFactory(requester=contact, requester_email=ADDRESS, requester_name=NAME, html=f"<p>I am {MARK}</p>")
    attached = (NewFile(files.store(f"CV of {MARK}".encode()), f"{NAME}.txt"),)
    ticket_actions.receive(
        ticket, IncomingMessage(body=MessageBody(html=f"<p>{NAME}</p>", files=attached), sender_email=ADDRESS)
    )
    ticket_actions.add_note(ticket, f"<p>{NAME} called</p>", by=agent)
    ticket_actions.watch(ticket, by=None, email="another@qponml.example")
    log(PayingTicketFactory()), proposal()
    _offer(UserFactory(sales=True))
    others()


def _offer(sales):
    ticket = quotable_ticket()
    commercially_ended(ticket, step(10), by=sales)
    estimate_actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))


def others():
    """Make what is nobody's, into which the person is written afterwards."""
    ContactFactory(email="other@qponml.example", user=UserFactory()), UserFactory(agent=True)
    ticket = TicketFactory(subject="Another's")
    attached = (NewFile(files.store(b"nothing of his"), "log.txt"),)
    ticket_actions.receive(
        ticket, IncomingMessage(body=MessageBody(html="<p>Hello</p>", files=attached), sender_email="o@q.example")
    )
    ticket_actions.add_note(ticket, "<p>Hello</p>", by=UserFactory(agent=True))
    journaled(mail("Hello", From="other@qponml.example"))
    mail_actions.enqueue(outgoing("other@qponml.example", text="Dear you"))


@pytest.fixture
def mailed(mailbox):
    """Let the person write by mail, and be written to."""
    raw = mail(f"I am {NAME}", From=f"{NAME} <{ADDRESS}>", Subject=f"From {NAME}")
    inbound = journaled(raw, mailbox=mailbox)
    intake.process(inbound.pk)
    sent = mail_actions.enqueue(outgoing(ADDRESS, mailbox=mailbox, text=f"Dear {NAME}"))
    OutboundMail.objects.filter(pk=sent.pk).update(mime_sha256=raw_store.store(f"To: {ADDRESS}".encode()))
    return inbound


@pytest.fixture
def mailbox(db):
    from tests.mail.factories import MailboxFactory

    return MailboxFactory()


@pytest.mark.parametrize("empties_words", [False, True])
def test_after_anonymising_the_person_stands_in_no_table_and_no_file(
    media, mailed, django_capture_on_commit_callbacks, empties_words
):
    world()
    assert fill() == set()
    person = people.find(ADDRESS)
    planted = [f"{model._meta.label}.{field.name}" for model, field in columns() if plant(model, field)]

    with django_capture_on_commit_callbacks(execute=True):
        actions.anonymise(person, by=None, empties_words=empties_words)

    kept = {name for name in standing() if name.rpartition(".")[0] not in KEPT}
    assert len(planted) > 100
    assert (kept, on_disk()) == (set(), set())
