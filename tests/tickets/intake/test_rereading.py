"""Mails of messages read again, after the desk has learnt how another program quotes."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk import html as markup
from helpdesk.models import StoredFile
from mail.models import InboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.mails import mail, multipart, part
from tests.tickets.intake.arriving import arrive
from tickets.models import Attachment, Message, Ticket

pytestmark = pytest.mark.django_db

WHOLE = (
    "<p>It smokes.</p><p>On 2025-02-03, Desk &lt;a@desk.example&gt; wrote:</p><blockquote>Switch it off</blockquote>"
)
LETTER = mail(f"<html><body>{WHOLE}</body></html>", From="rossi@alfa.example", Content_Type="text/html")


@pytest.fixture
def message(mailbox):
    """A message of the time when the desk could not tell what it quotes."""
    arrive(mailbox, LETTER)
    message = Message.objects.get()
    message.html, message.quoted_html, message.text = WHOLE, "", markup.to_text(WHOLE)
    message.save()
    message.ticket.description = WHOLE
    message.ticket.save()
    return message


def folded(capsys, **options):
    call_command("fold_messages", **options)
    return capsys.readouterr().out


def is_found(ticket, word):
    return Ticket.objects.finding(word, UserFactory(agent=True)).filter(pk=ticket.pk).exists()


def test_a_message_is_folded_as_if_it_came_today(message, capsys):
    told = [folded(capsys), folded(capsys)]

    message.refresh_from_db()
    assert (told, message.text, "Switch it off" in message.quoted_html) == (["1\n", "0\n"], "It smokes.", True)
    assert markup.to_text(message.ticket.description) == "It smokes."
    assert is_found(message.ticket, "switch") is False


@pytest.mark.parametrize("written", ["<p>The printer in hall 2</p>", WHOLE.replace("It smokes.", "<b>It smokes.</b>")])
def test_a_description_that_somebody_has_written_stays(message, capsys, written):
    type(message.ticket).objects.update(description=written)

    told = folded(capsys)

    message.ticket.refresh_from_db()
    assert (told, message.ticket.description) == ("1\n", written)


@pytest.mark.parametrize(
    "fields", [{"raw_deleted_at": timezone.now()}, {"raw_sha256": "0" * 64}, {"decision": {"by_hand": "ana@x.example"}}]
)
def test_what_cannot_be_read_or_was_decided_by_a_person_stays(message, capsys, fields):
    InboundMail.objects.update(**fields)

    assert folded(capsys) == "0\n"


def test_what_an_agent_passed_on_stays_whole(message, capsys):
    Message.objects.update(warnings=["forwarded"])

    assert folded(capsys) == "0\n"


@pytest.mark.parametrize(("since", "told"), [("2000-01-31", "1\n"), ("2999-01-31", "0\n")])
def test_only_messages_since_a_day_are_read(message, capsys, since, told):
    assert folded(capsys, since=since) == told


@pytest.mark.parametrize("since", ["yesterday", "2026-02-30"])
def test_a_day_that_is_none_is_refused(since):
    with pytest.raises(CommandError, match="is no day"):
        call_command("fold_messages", since=since)


def test_images_that_came_with_the_mail_stay_in_place(mailbox, capsys):
    picture, far = part("image/png", "x", Content_ID="<logo@x>"), "https://far.example/a.png"
    html = f"<p><img src='cid:logo@x'><img src='{far}'></p>{WHOLE}"
    arrive(mailbox, multipart("related", part("text/html", html), picture))
    message = Message.objects.get()
    Message.objects.update(quoted_html="", remote_images=[])

    told = folded(capsys)

    [file] = message.attachments.all()
    message.refresh_from_db()
    assert (told, file.get_absolute_url() in message.html, set(message.remote_images)) == ("1\n", True, {far})


def test_files_are_not_kept_once_more(mailbox, capsys, settings):
    arrive(
        mailbox,
        multipart("mixed", part("text/html", WHOLE), part("application/pdf", "x", Content_Disposition="attachment")),
    )
    Attachment.objects.all().delete()
    StoredFile.objects.all().delete()

    folded(capsys)

    assert StoredFile.objects.count() == 0
