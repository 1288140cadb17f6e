"""Mail in the administration."""

import pytest
from django.urls import reverse

from mail import actions
from mail.models import Mailbox
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(admin=True))
    return client


def test_mailbox_password_is_never_shown_and_kept_when_left_blank(admin):
    mailbox = MailboxFactory(imap=True, imap_password="hunter2")
    url = reverse("admin:mail_mailbox_change", args=[mailbox.pk])
    page = admin.get(url)
    form = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None and v is not False}

    answer = admin.post(url, form | {"name": "New", "imap_password": "", "smtp_password": ""})

    assert (b"hunter2" in page.content, answer.status_code) == (False, 302)
    mailbox = Mailbox.objects.get(pk=mailbox.pk)
    assert (mailbox.name, mailbox.imap_password) == ("New", "hunter2")


def test_mailbox_that_leads_to_another_account_begins_anew(admin):
    mailbox = MailboxFactory(imap=True, uidvalidity=1, last_uid=48_000)
    url = reverse("admin:mail_mailbox_change", args=[mailbox.pk])
    form = {k: v for k, v in admin.get(url).context["adminform"].form.initial.items() if v}

    admin.post(url, form | {"name": "New"})
    kept = Mailbox.objects.get(pk=mailbox.pk).uidvalidity
    admin.post(url, form | {"imap_username": "other"})

    assert (kept, Mailbox.objects.get(pk=mailbox.pk).uidvalidity) == (1, None)


def test_journal_shows_the_raw_mail_as_text_and_offers_to_process_it_again(admin):
    inbound = actions.mark_quarantined(journaled(b"Subject: <script>x</script>\n\nHello"), "Too large")

    page = admin.get(inbound.get_absolute_url()).content.decode()

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert ("Too large" in page, reverse("mail:inbound_retry", args=[inbound.pk]) in page) == (True, True)


@pytest.mark.parametrize("model", ["mailbox", "inboundmail", "outboundmail", "delivery"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_any_count(admin, model, count, django_assert_max_num_queries):
    for _ in range(count):
        journaled()
        actions.enqueue(outgoing(thread=ThreadFactory()))

    with django_assert_max_num_queries(12):
        assert admin.get(reverse(f"admin:mail_{model}_changelist")).status_code == 200


def test_outgoing_mail_shows_its_recipients_and_cannot_be_changed(admin):
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    url = reverse("admin:mail_outboundmail_change", args=[sent.pk])

    page = admin.get(url)

    assert b"ana@client.example" in page.content
    assert admin.post(url, {"subject": "x"}).status_code == 403


def test_journal_is_searched_by_sender(admin):
    journaled()

    assert admin.get(reverse("admin:mail_inboundmail_changelist"), {"q": "ana@client"}).status_code == 200
