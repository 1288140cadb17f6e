"""The page of mail that needs attention."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext

from helpdesk import files
from helpdesk.deferred_text import deferred
from mail import actions as mail_actions
from mail import alerts
from mail.actions.mailboxes import note_failure
from mail.decision import Decision
from mail.errors import ParserFailed
from mail.fetch import in_plain_words
from mail.models import Alert, Delivery, InboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing
from tests.mail.mails import mail
from tests.pages import tight
from tests.tickets.factories import TicketFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_takes_mail_in(settings):
    settings.MAIL_INTAKE_TASK = ""


def set_aside(subject="Printer", **fields):
    inbound = journaled(mail("It <b>smokes</b>", Subject=subject), **fields)
    inbound.subject = subject
    return mail_actions.mark_quarantined(inbound, "Reading this mail took too much time or memory.")


def at(name, inbound):
    return reverse(f"mail_triage:attention_{name}", args=[inbound.pk])


def test_the_list_says_who_wrote_what_and_why_it_is_here(client, agent):
    set_aside()

    page = client.get("/mail/attention/").content.decode()

    assert "Printer" in page
    assert "took too much time or memory" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, agent, count, django_assert_num_queries):
    mailbox = MailboxFactory()
    for _ in range(count):
        set_aside(mailbox=mailbox)
    client.get("/mail/attention/")

    with django_assert_num_queries(5):
        client.get("/mail/attention/")


def test_an_ignored_mail_is_visible_with_its_reason(client, agent):
    mail_actions.discard(set_aside(), "An advertisement", by=agent)

    assert "Discarded by hand: An advertisement" in client.get("/mail/attention/?shelf=ignored").content.decode()
    assert "An advertisement" not in client.get("/mail/attention/").content.decode()


def test_what_did_not_arrive_is_listed_with_its_ticket(client, agent):
    mail_actions.enqueue(
        outgoing("gone@client.example", thread=ThreadFactory(), not_before=timezone.now() + timedelta(1))
    )
    Delivery.objects.update(state="failed", diagnostic="550 No such user")

    page = client.get("/mail/attention/?shelf=undelivered").content.decode()

    assert "gone@client.example" in page
    assert "550 No such user" in page


def test_an_unknown_shelf_is_no_page(client, agent):
    assert client.get("/mail/attention/?shelf=x").status_code == 400


def test_the_preview_shows_the_mail_as_text_alone(client, agent):
    page = client.get(at("detail", set_aside())).content.decode()

    assert "It &lt;b&gt;smokes&lt;/b&gt;" in page


def test_the_mail_is_handed_out_as_a_file(client, agent):
    answer = client.get(at("raw", set_aside()))

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == mail("It <b>smokes</b>")


def test_processing_again_puts_it_back(client, agent):
    inbound = set_aside()

    client.post(at("retry", inbound))

    inbound.refresh_from_db()
    assert inbound.status == "received"


def test_a_new_ticket_holds_the_mail_and_answers_nobody(client, agent):
    inbound = set_aside()

    client.post(at("open", inbound))

    ticket = Ticket.objects.get()
    inbound.refresh_from_db()
    heard = ticket.messages.get()
    assert (ticket.subject, ticket.requester_email, inbound.status) == ("Printer", "ana@client.example", "processed")
    assert [a.name for a in heard.attachments.all()] == ["Printer.eml"]
    assert Delivery.objects.count() == 0


def test_attaching_appends_and_reopens_nothing(client, agent):
    ticket, inbound = TicketFactory(), set_aside()

    client.post(at("attach", inbound), {"reference": f"[#{ticket.reference}]"})

    inbound.refresh_from_db()
    assert (inbound.status, inbound.thread, ticket.messages.get().is_automatic) == ("processed", ticket.thread, True)


def test_attaching_to_a_ticket_that_is_not_there_says_so(client, agent):
    answer = client.post(at("attach", set_aside()), {"reference": "X/1"})

    assert (answer.status_code, b"no ticket with this number" in answer.content) == (422, True)


def test_discarding_needs_a_reason(client, agent):
    inbound = set_aside()

    answer = client.post(at("discard", inbound), {"reason": " "})

    inbound.refresh_from_db()
    assert (answer.status_code, inbound.status) == (422, "quarantined")


def test_what_is_in_a_ticket_is_not_sorted_twice(client, agent):
    inbound = mail_actions.mark_processed(journaled(), Decision(thread_id=ThreadFactory().pk))

    assert client.post(at("open", inbound)).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "refuses connections. Is the port right?"), ("it", "rifiuta le connessioni. La porta è giusta?")],
)
def test_an_alert_is_in_the_language_of_the_reader(client, agent, language, words):
    note_failure(MailboxFactory(failures=3), in_plain_words(ConnectionRefusedError(), "imap.example"))
    agent.language = language
    agent.save()

    page = client.get("/mail/attention/").content.decode()

    assert [part in page for part in ("imap.example", words)] == [True, True]


def test_an_alert_is_shown_until_somebody_has_seen_it(client, agent):
    alert = alerts.raise_alert("send:1", deferred("Mail cannot be sent."))
    shown = "Mail cannot be sent." in client.get("/mail/attention/").content.decode()

    client.post(reverse("mail_triage:alert_dismiss", args=[alert.pk]))

    assert (shown, list(Alert.objects.open())) == (True, [])


def test_who_may_not_open_tickets_sorts_no_mail(client):
    reader = UserFactory(agent=True)
    reader.groups.clear()
    client.force_login(reader)

    assert client.get("/mail/attention/").status_code == 403


def test_customers_have_no_such_page(client):
    client.force_login(UserFactory())

    assert client.get("/mail/attention/").status_code == 404


ENCODED = {"Subject": "=?utf-8?B?SW1wcmltYW50xIM=?=", "From": "=?utf-8?Q?Ren=C3=A9?= <rene@client.example>"}


def unreadable():
    inbound = journaled(mail("x", **ENCODED))
    inbound.attempts = 3
    return mail_actions.mark_failed(inbound, str(ParserFailed()))


@pytest.mark.parametrize("address", ["/mail/attention/", "detail"])
def test_a_mail_that_was_never_read_shows_its_subject_and_sender_decoded(client, agent, address):
    inbound = unreadable()

    page = client.get(at("detail", inbound) if address == "detail" else address).content.decode()

    assert [words in page for words in ("Imprimantă", "René &lt;rene@client.example&gt;", "=?utf-8")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("address", ["/mail/attention/", "detail"])
def test_the_reason_is_in_the_language_of_the_reader(client, agent, address):
    inbound = unreadable()
    agent.language = "it"
    agent.save()
    with translation.override("it"):
        reason = gettext("Reading this mail took too much time or memory.")

    page = client.get(at("detail", inbound) if address == "detail" else address).content.decode()

    assert (escape(reason) in page, "took too much" in page) == (True, False)


def test_a_mail_that_failed_without_words_says_at_least_so(client, agent):
    InboundMail.objects.filter(pk=set_aside().pk).update(status="failed", last_error="", handled_at=None)

    assert "Failed, will be tried again" in client.get("/mail/attention/").content.decode()


def test_a_ticket_opened_by_hand_bears_the_decoded_subject(client, agent):
    client.post(at("open", unreadable()))

    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester_email) == ("Imprimantă", "rene@client.example")


def test_whoever_comes_late_is_led_to_the_ticket(client, agent):
    ticket, inbound = TicketFactory(), set_aside()
    client.post(at("attach", inbound), {"reference": ticket.reference})

    late = [client.post(at("open", inbound)), client.get(at("detail", inbound)), client.post(at("retry", inbound))]

    assert [answer.url for answer in late] == [ticket.get_absolute_url()] * 3
    assert Ticket.objects.count() == 1


def test_a_repeated_mail_names_the_ticket_of_the_first(client, agent):
    ticket, inbound = TicketFactory(), set_aside()
    InboundMail.objects.filter(pk=inbound.pk).update(
        status="ignored", decision={"ignored": "duplicate"}, thread=ticket.thread
    )

    page = client.get(at("detail", inbound)).content.decode()

    assert (f'<a href="{ticket.get_absolute_url()}">{ticket.reference}</a>' in page, "Discard" in page) == (True, False)


def test_a_delivery_report_says_whom_it_is_about_and_why(client, agent):
    told = {"ignored": "bounce", "recipient": "gone@client.example", "why": "550 No such user"}
    InboundMail.objects.filter(pk=set_aside().pk).update(status="ignored", decision=told)

    page = client.get("/mail/attention/?shelf=bounces").content.decode()

    assert "A delivery report: gone@client.example, 550 No such user" in page


def many(client, act, *mails, **fields):
    address = reverse(f"mail_triage:attention_{act}_many")
    answer = client.post(address, {"mail": [mail.pk for mail in mails], "shelf": "bounces", **fields}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_many_mails_are_discarded_with_one_reason(client, agent):
    mailbox = MailboxFactory()
    mails = [set_aside(mailbox=mailbox) for _ in range(3)]

    told = many(client, "discard", *mails[:2], reason="Spam")

    assert told == ["2 mails are among the ignored ones."]
    assert [mail.why for mail in InboundMail.objects.order_by("pk")][:2] == ["Discarded by hand: Spam"] * 2
    assert InboundMail.objects.get(status="quarantined") == mails[2]


def test_many_mails_are_processed_again(client, agent):
    told = many(client, "retry", set_aside())

    assert (told, InboundMail.objects.get().status) == (["1 mail is being processed again."], "received")


def test_what_is_missing_with_many_mails_is_said(client, agent):
    inbound = set_aside()

    assert many(client, "retry") == ["Tick at least one mail in the list first."]
    assert many(client, "discard", inbound, reason=" ") == ["Give a reason for discarding it."]


def test_what_is_in_a_ticket_is_not_sorted_with_many(client, agent):
    inbound = mail_actions.mark_processed(journaled(), Decision(thread_id=ThreadFactory().pk))

    told = many(client, "discard", inbound, reason="Spam")

    inbound.refresh_from_db()
    assert told == ["Somebody has decided about one of these mails already. Choose again."]
    assert inbound.status == "processed"


def test_a_mail_taken_in_by_hand_shows_no_secret_address(client, agent):
    secret = "support+t-abcdefghijklmnopqrst@desk.example"

    client.post(at("open", journaled(mail("Hi", To=secret))))

    [file] = Ticket.objects.get().messages.get().attachments.all()
    assert b"\nTo: support@desk.example" in files.read(file.file).replace(b"\r", b"")


def test_a_mail_is_not_discarded_twice(client, agent):
    inbound = mail_actions.discard(set_aside(), "An advertisement", by=agent)

    answer = client.post(at("discard", inbound), {"reason": "Spam"})

    inbound.refresh_from_db()
    assert (answer.status_code, inbound.decision["reason"]) == (409, "An advertisement")


def test_enter_in_the_reason_for_many_discards(client, agent):
    set_aside()

    page = tight(client.get("/mail/attention/").content.decode())

    first = page[page.index("data-bulk-count") :].partition("<button")[2].partition(">")[0]
    assert (reverse("mail_triage:attention_discard_many") in first, " required" in page) == (True, True)
