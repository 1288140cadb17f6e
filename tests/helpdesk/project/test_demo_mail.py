"""The demo's mail server and the page where its mail is read."""

import os
import smtplib
import sys
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import Client

from helpdesk.project.demo import mails
from helpdesk.project.demo.ports import free_port
from helpdesk.project.demo.processes import Child
from tests.helpdesk.factories import UserFactory

NOW = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    """Be a demo that keeps its mail in a folder of its own."""
    settings.VAR_DIR = tmp_path
    settings.ROOT_URLCONF = "tests.helpdesk.demo_urls"


@pytest.fixture
def agent(db):
    client = Client()
    client.force_login(UserFactory(agent=True))
    return client


def letter(**parts):
    message = EmailMessage()
    message["From"] = "desk@example.com"
    message["To"] = "ada@example.org"
    message["Subject"] = parts.get("subject", "Your ticket 7")
    message.set_content(parts.get("text", "We are at it."))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
        message.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@desk>")
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="offer.pdf")
    return message.as_bytes()


def test_the_newest_mail_stands_first(agent):
    mails.keep(letter(subject="First"), ["ada@example.org"], now=NOW)
    mails.keep(letter(subject="Second"), ["ada@example.org"], now=NOW.replace(minute=31))

    shown = agent.get("/demo/mail/").context["mails"]

    assert [mail.message["Subject"] for mail in shown] == ["Second", "First"]
    assert shown[1].sent_at == NOW


def test_a_desk_that_sent_nothing_says_so(agent):
    assert "No mail has left yet" in agent.get("/demo/mail/").content.decode()


def test_a_mail_shows_its_headers_text_and_files(agent):
    name = mails.keep(letter(html="<p>We are at it.</p>"), ["ada@example.org", "bcc@example.org"], now=NOW)

    response = agent.get(f"/demo/mail/{name}/")

    mail = response.context["mail"]
    assert mail.headers[-1] == ("Recipients", "ada@example.org, bcc@example.org")
    assert (mail.text.strip(), mail.attachments) == ("We are at it.", ["offer.pdf"])
    assert "offer.pdf" in response.content.decode()


def test_the_mail_in_its_frame_may_run_and_fetch_nothing(agent):
    name = mails.keep(letter(html="<script>x()</script><img src='cid:logo@desk'>"), ["ada@example.org"], now=NOW)

    response = agent.get(f"/demo/mail/{name}/html/")

    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    assert response["Content-Security-Policy"] == policy
    assert "src='data:image/png;base64,iVBORw0KGgo='" in response.content.decode()


def test_a_mail_without_html_is_framed_as_text(agent):
    name = mails.keep(letter(text="1 < 2"), ["ada@example.org"], now=NOW)

    assert "1 &lt; 2" in agent.get(f"/demo/mail/{name}/html/").content.decode()


def test_the_source_is_what_went_over_the_wire(agent):
    name = mails.keep(letter(), ["ada@example.org"], now=NOW)

    response = agent.get(f"/demo/mail/{name}/source/")

    assert (response["Content-Type"], response.content) == ("text/plain; charset=utf-8", letter())


def test_a_mail_that_is_not_there_is_not_found(agent):
    assert agent.get("/demo/mail/20260302-093015-000000/").status_code == 404


def test_a_customer_sees_no_demo_mail(client, db):
    client.force_login(UserFactory())

    assert client.get("/demo/mail/").status_code == 404


def test_the_server_keeps_what_it_is_sent(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPDESK_VAR", str(tmp_path))
    port = free_port(23000)
    server = Child("mail", [sys.executable, "manage.py", "demo_mail", "--port", str(port)], log=tmp_path / "mail.log")
    server.start(os.environ | {"DATABASE_URL": "postgresql:///none", "REDIS_URL": "redis://"}, settings.BASE_DIR)
    deadline = time.monotonic() + 60
    while "Taking mail" not in server.log.read_text() and time.monotonic() < deadline:
        server.ensure_alive()
        time.sleep(0.05)

    with smtplib.SMTP("localhost", port, timeout=20) as smtp:
        smtp.sendmail("desk@example.com", ["ada@example.org", "hidden@example.org"], letter())
    server.stop()

    (mail,) = mails.latest(10)
    assert (mail.recipients, mail.message["Subject"]) == ("ada@example.org, hidden@example.org", "Your ticket 7")
