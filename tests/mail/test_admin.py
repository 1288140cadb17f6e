"""Mail in the administration."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from helpdesk.deferred_text import deferred
from helpdesk.models import AuditEvent
from mail import actions
from mail.actions.mailboxes import SILENT_FAILURES, note_failure
from mail.alerts import raise_alert
from mail.models import Alert, InboundMail, Mailbox
from mail.parser import parse
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(admin=True))
    return client


def page_of(client, row):
    return client.get(reverse(f"admin:mail_{row._meta.model_name}_change", args=[row.pk])).content.decode()


def test_mailbox_password_is_never_shown_and_kept_when_left_blank(admin):
    mailbox = MailboxFactory(imap=True, imap_password="hunter2")
    url = reverse("admin:mail_mailbox_change", args=[mailbox.pk])
    page = admin.get(url)
    form = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None and v is not False}

    answer = admin.post(url, form | {"name": "New", "imap_password": "", "smtp_password": ""})

    assert (b"hunter2" in page.content, answer.status_code) == (False, 302)
    mailbox = Mailbox.objects.get(pk=mailbox.pk)
    assert (mailbox.name, mailbox.imap_password) == ("New", "hunter2")


def test_a_stored_password_goes_to_no_other_server_than_its_own(admin):
    mailbox = MailboxFactory(imap=True, imap_password="hunter2")
    url = reverse("admin:mail_mailbox_change", args=[mailbox.pk])
    form = {k: v for k, v in admin.get(url).context["adminform"].form.initial.items() if v}

    refused = admin.post(url, form | {"imap_host": "imap.evil.example", "imap_password": ""})
    admin.post(url, form | {"imap_host": "imap.new.example", "imap_password": "typed"})

    assert refused.context["adminform"].form.errors.keys() == {"imap_password"}
    mailbox = Mailbox.objects.get(pk=mailbox.pk)
    assert (mailbox.imap_host, mailbox.imap_password) == ("imap.new.example", "typed")


@pytest.mark.parametrize("typed", ["", "typed"])
def test_a_password_goes_with_the_server_that_it_was_for(admin, typed):
    mailbox = MailboxFactory(imap=True, imap_password="hunter2", smtp_host="smtp.example", smtp_password="hunter3")
    url, form = filled_in(admin, mailbox)
    emptied = {"protocol": "none", "imap_host": "", "imap_username": "", "imap_password": typed, "smtp_host": ""}

    answer = admin.post(url, form | emptied)

    mailbox = Mailbox.objects.get(pk=mailbox.pk)
    assert (answer.status_code, mailbox.imap_password, mailbox.smtp_password) == (302, "", "")


def test_a_mailbox_that_is_not_fetched_any_more_tells_nothing_of_fetching(admin):
    mailbox = MailboxFactory(imap=True)
    for _ in range(SILENT_FAILURES):
        note_failure(Mailbox.objects.get(pk=mailbox.pk), deferred("The server refuses connections."))
    url, form = filled_in(admin, mailbox)
    fetched = page_of(admin, mailbox)

    admin.post(url, form | {"protocol": "none"})

    page, words = page_of(admin, mailbox), ["Next fetch", "Failures in a row", "refuses connections"]
    assert [(text in fetched, text in page) for text in words] == [(True, False)] * 3
    assert "Sending paused until" in page
    assert Alert.objects.open().count() == 0


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


def filled_in(admin, mailbox=None):
    """Return the address of a mailbox's form, and what stands in it."""
    url = reverse("admin:mail_mailbox_change", args=[mailbox.pk]) if mailbox else reverse("admin:mail_mailbox_add")
    page = admin.get(url)
    initial = page.context["adminform"].form.initial
    fields = page.context["adminform"].form.fields
    known = {name: initial.get(name, field.initial) for name, field in fields.items()}
    return url, {name: value for name, value in known.items() if value not in {None, False}}


def test_a_mailbox_that_is_not_there_yet_has_no_state(admin):
    pages = [admin.get(filled_in(admin, mailbox)[0]).content for mailbox in (None, MailboxFactory())]

    assert [b"Result of the test" in page for page in pages] == [False, True]


def test_a_secret_says_whether_it_is_stored(admin):
    mailbox = MailboxFactory(imap=True, imap_password="hunter2", smtp_password="")

    page = admin.get(reverse("admin:mail_mailbox_change", args=[mailbox.pk]))

    fields = page.context["adminform"].form.fields
    told = [fields[name].help_text for name in ("imap_password", "smtp_password")]
    assert told == ["One is stored; blank keeps it.", "None is stored."]


def test_the_history_of_a_mailbox_says_that_a_secret_changed_and_not_to_what(admin):
    mailbox = MailboxFactory(imap=True, imap_password="hunter1")
    url, form = filled_in(admin, mailbox)

    admin.post(url, form | {"imap_password": "hunter2", "smtp_password": "hunter3", "oauth_client_secret": "hunter4"})

    entry = LogEntry.objects.get()
    page = admin.get(reverse("admin:mail_mailbox_history", args=[mailbox.pk])).content.decode()
    told = f"{entry.change_message} {entry.object_repr} {page} {[*AuditEvent.objects.values()]}"
    assert (Mailbox.objects.get().imap_password, "Client secret" in page, "hunter" in told) == ("hunter2", True, False)


def test_a_second_default_mailbox_is_refused_by_name(admin):
    MailboxFactory(name="First", address="first@desk.example", is_default=True)
    url, form = filled_in(admin, MailboxFactory(is_default=False))

    page = admin.post(url, form | {"is_default": "on"})

    assert page.context["adminform"].form.errors == {
        "is_default": ["First <first@desk.example> is the default mailbox; untick it there first."]
    }


def after_trying(admin, settings, mailbox=None, **fields):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    url, form = filled_in(admin, mailbox)
    answer = admin.post(url, form | {"name": "New", "address": "new@desk.example", "_test": "x"} | fields, follow=True)
    return answer.redirect_chain[-1][0], [str(message) for message in answer.context["messages"]][-1]


@pytest.mark.parametrize("is_new", [True, False])
def test_a_mailbox_is_saved_and_tested_at_once(admin, settings, is_new):
    at, told = after_trying(admin, settings, None if is_new else MailboxFactory())

    assert at == reverse("admin:mail_mailbox_change", args=[Mailbox.objects.get(name="New").pk])
    assert told.startswith("A mail is on its way.")


def test_a_mailbox_that_is_off_says_why_it_is_not_tested(admin, settings):
    _at, told = after_trying(admin, settings, MailboxFactory(is_active=False))

    assert told == "A mailbox that is not active cannot be tested. Tick “active” and save it first."


def test_journal_does_not_show_what_was_deleted_even_where_another_mailbox_needs_the_same_bytes(admin):
    inbound, _other = journaled(mail("It smokes")), journaled(mail("It smokes"))
    InboundMail.objects.filter(pk=inbound.pk).update(
        raw_deleted_at=timezone.now(), status="ignored", handled_at=timezone.now()
    )

    page = page_of(admin, inbound)

    assert [words in page for words in ("It smokes", "Process again")] == [False, False]


def test_journal_says_in_words_what_is_doubtful_and_what_happened(admin):
    first, second = journaled(mail("One")), mail("Two")
    actions.settle(first, parse(mail("One")))
    first.save()
    inbound = journaled(second, mailbox=first.mailbox)
    actions.settle(inbound, parse(second))
    actions.discard(actions.mark_quarantined(inbound, "x"), "Spam", by=UserFactory())

    page = page_of(admin, inbound)

    told = ("The Message-ID was used before, for another mail.", "Discarded by hand: Spam")
    assert [words in page for words in told] == [True, True]


def test_an_alert_is_read_in_words(admin):
    alert = raise_alert("send:1", deferred("%(host)s refuses", host="smtp.example"))

    assert [
        "smtp.example refuses" in page
        for page in (page_of(admin, alert), admin.get(reverse("admin:mail_alert_changelist")).content.decode())
    ] == [True, True]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"imap_host": "http://mail.example"}, ["imap_host"]),
        ({"smtp_host": "smtp example"}, ["smtp_host"]),
        ({"imap_port": "99999", "smtp_port": "0"}, ["imap_port", "smtp_port"]),
        ({"imap_host": "127.0.0.1", "smtp_host": "[::1]"}, []),
    ],
)
def test_a_server_that_cannot_be_one_is_refused_at_its_field(admin, fields, wrong):
    url = reverse("admin:mail_mailbox_change", args=[MailboxFactory(imap=True).pk])
    form = {k: v for k, v in admin.get(url).context["adminform"].form.initial.items() if v}

    answer = admin.post(url, form | {"imap_password": "x"} | fields)

    assert sorted(answer.context["adminform"].form.errors if answer.context else []) == wrong


def new_mailbox(**facts):
    blank = {
        "name": "Support",
        "address": "support@desk.example",
        "protocol": "none",
        "is_active": "on",
        "folder": "INBOX",
    }
    servers = {
        f"{side}_{name}": value
        for side, port in (("imap", 993), ("smtp", 587))
        for name, value in (("port", port), ("security", "ssl"), ("authentication", "password"))
    }
    return {name: value for name, value in (blank | servers | facts).items() if value}


IMAP = {"protocol": "imap", "imap_host": "imap.example.com", "imap_username": "support"}


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        ({}, "Its mail is not fetched"),
        (IMAP, "there is no password or token"),
        (IMAP | {"imap_password": "secret", "is_active": ""}, "It is not active"),
        (IMAP | {"imap_password": "secret"}, None),
    ],
)
def test_a_mailbox_that_fetches_nothing_says_so_when_it_is_saved(admin, facts, warning):
    page = admin.post(reverse("admin:mail_mailbox_add"), new_mailbox(**facts), follow=True)

    assert Mailbox.objects.count() == 1
    warnings = [str(message) for message in page.context["messages"] if message.level_tag == "warning"]
    assert [warning in text for text in warnings] == ([True] if warning else [])
