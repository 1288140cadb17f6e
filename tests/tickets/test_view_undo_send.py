"""An answer that was taken back comes back into the composer."""

import re

import pytest
from django.core import signing
from django.urls import reverse

from helpdesk import files
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, NewFile, Reply
from tickets.models import MailPreference, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def message(agent):
    """Return an answer with a file and a copy, still held back."""
    MailPreference.objects.create(user=agent, undo_seconds=60)
    body = MessageBody("<p>Wrong <b>words</b></p>", files=(NewFile(files.store(b"a;b\n"), "list.csv"),))
    return actions.reply(TicketFactory(), Reply(body, cc=("boss@acme.example",)), by=agent)


def take_back(client, message, headers=None, **data):
    address = reverse("tickets:message_undo", args=[message.ticket.slug, message.event.pk])
    return client.post(address, data, headers=headers)


def composer(html):
    """Return what stands in the composer: words, format, copies and the names of files."""
    html = tight(html)
    box = html[html.index('class="composer composer-reply"') : html.index('class="composer composer-note"')]
    patterns = [
        r'name="body"[^>]*>(.*?)</textarea>',
        r'name="format" value="(\w+)"',
        r'name="cc"[^>]*>(.*?)</textarea>',
        r'name="kept" value="[^"]+" checked><svg.*?</svg>([\w.]+)',
    ]
    return [" ".join(re.findall(pattern, box)) for pattern in patterns]


AS_IT_WAS = ["&lt;p&gt;Wrong &lt;b&gt;words&lt;/b&gt;&lt;/p&gt;", "html", "boss@acme.example", "list.csv"]


def test_words_recipients_and_files_come_back(client, message, htmx):
    html = take_back(client, message, htmx).content.decode()

    assert composer(html) == AS_IT_WAS
    assert 'id="composer" class="composer-box"' in tight(html)


def test_without_scripts_the_page_opens_with_them(client, message):
    response = take_back(client, message)

    assert response.url == f"{message.ticket.get_absolute_url()}?again={message.event.pk}#composer"
    assert composer(client.get(response.url).content.decode()) == AS_IT_WAS


def test_what_was_typed_meanwhile_stands_below(client, message, htmx):
    html = take_back(
        client, message, htmx, body="<div>New <script>x</script>words</div>", format="html"
    ).content.decode()

    below = "&lt;div&gt;&lt;br&gt;&lt;/div&gt;&lt;div&gt;New words&lt;/div&gt;"
    assert composer(html)[0] == AS_IT_WAS[0] + below


def test_who_was_put_in_copy_meanwhile_stays_there(client, message, htmx):
    html = take_back(client, message, htmx, cc="rossi@acme.example").content.decode()

    assert composer(html)[2] == "boss@acme.example, rossi@acme.example"


def test_sent_again_it_takes_its_file_along(client, message, htmx):
    kept = re.search(r'name="kept" value="([^"]+)"', tight(take_back(client, message, htmx).content.decode()))[1]

    client.post(f"{message.ticket.get_absolute_url()}reply/", {"body": "Right words", "kept": kept})

    again = Message.objects.get(text="Right words")
    assert [(a.name, files.read(a.file)) for a in again.attachments.all()] == [("list.csv", b"a;b\n")]


@pytest.mark.parametrize("again", ["x", "0", "9" * 30, ""])
def test_an_answer_that_was_not_taken_back_fills_no_composer(client, message, again):
    for number in (again, str(message.event.pk)):
        html = client.get(message.ticket.get_absolute_url(), {"again": number}).content.decode()

        assert composer(html)[0] == ""


def test_files_come_back_for_whoever_took_it_back(client, message, htmx):
    other = UserFactory(supervisor=True)
    client.force_login(other)

    kept = re.search(r'name="kept" value="([^"]+)"', tight(take_back(client, message, htmx).content.decode()))[1]

    assert signing.loads(kept, salt="kept-file")[2] == other.pk


def test_what_was_taken_back_is_no_failure(client, message):
    actions.undo_reply(message, by=message.author)

    page = client.get(message.ticket.get_absolute_url()).content.decode()

    assert ("entry-agent entry-undone" in page, "delivery-undone" in page, "delivery-failed" in page) == (
        True,
        True,
        False,
    )
