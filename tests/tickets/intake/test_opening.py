"""Tickets that mails open."""

import pytest

from mail import actions as mail_actions
from mail.models import OutboundMail
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TypeFactory
from tests.tickets.intake.arriving import FORWARDED, TRUSTING, arrive, opened_by, proven, written
from tickets.models import MailboxRoute, Ticket

pytestmark = pytest.mark.django_db


def test_a_mail_opens_a_ticket_of_its_mailbox_with_words_and_sender(mailbox):
    hardware = TypeFactory()
    MailboxRoute.objects.create(mailbox=mailbox, type=hardware)

    ticket = opened_by(mailbox, written())

    assert (ticket.type, ticket.subject, ticket.source) == (hardware, "Printer", "mail")
    assert (ticket.requester_name, ticket.requester_email) == ("Rossi", "rossi@alfa.example")
    assert [m.text for m in ticket.messages.all()] == ["It smokes."]


def test_the_sender_is_told_the_number_of_his_ticket(mailbox):
    ticket = opened_by(mailbox, written())

    receipt = OutboundMail.objects.get()
    assert ticket.reference in receipt.subject
    assert (receipt.auto_submitted, receipt.deliveries.get().address) == ("auto-replied", "rossi@alfa.example")


def test_a_machine_gets_no_automatic_answer(mailbox):
    arrive(mailbox, written(Auto_Submitted="auto-generated"))

    assert (Ticket.objects.count(), OutboundMail.objects.count()) == (1, 0)


def test_a_type_may_keep_silent(mailbox):
    MailboxRoute.objects.create(mailbox=mailbox, type=TypeFactory(confirms_receipt=False))

    arrive(mailbox, written())

    assert OutboundMail.objects.count() == 0


def test_the_company_of_a_known_contact_becomes_the_client(mailbox):
    rossi = ContactFactory(email="rossi@alfa.example")

    ticket = opened_by(mailbox, written())

    assert (ticket.requester, ticket.company, ticket.crm_contact) == (rossi, rossi.company, None)


def test_a_contact_without_a_company_stands_in_for_the_client(mailbox):
    neri = ContactFactory(email="rossi@alfa.example", company=None)

    ticket = opened_by(mailbox, written())

    assert (ticket.company, ticket.crm_contact) == (None, neri)


def test_a_mail_without_words_still_makes_a_ticket(mailbox):
    ticket = opened_by(mailbox, written("", subject="Call me"))

    assert ticket.description == "<p>Call me</p>"


def test_a_flood_from_one_sender_goes_into_his_newest_ticket(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 3

    for number in range(5):
        arrive(mailbox, written(f"Alarm {number}", subject=f"Alarm {number}"))

    assert Ticket.objects.count() == 3
    assert Ticket.objects.order_by("-pk").first().messages.count() == 3


def test_a_very_long_name_does_not_keep_a_mail_out(mailbox):
    ticket = opened_by(mailbox, written(sender=f"{'R' * 240} <rossi@alfa.example>"))

    assert ticket.requester_name == "R" * 200


def test_a_mail_that_an_agent_passes_on_is_the_customers_ticket(mailbox):
    ana = UserFactory(agent=True)

    ticket = opened_by(mailbox, written(FORWARDED, sender=ana.email, subject="Fwd: Scanner"))

    assert (ticket.requester_name, ticket.requester_email, ticket.subject) == ("Neri", "neri@beta.example", "Scanner")
    assert (ticket.messages.get().warnings, OutboundMail.objects.count()) == (["claimed", "forwarded"], 0)


OUTLOOK = """Da gestire.

Luca

Da: Piero Sala <piero@client.example>
Inviato: venerdì 27 novembre 2026 09:15
A: Luca Ferri <luca@desk.example>
Oggetto: Cancello bloccato

Il cancello non si apre.
"""
APPLE = """Da gestire.

Inizio messaggio inoltrato:

Da: Piero Sala <piero@client.example>
Oggetto: Cancello
Data: 27 novembre 2026 09:15
A: luca@desk.example

Il cancello non si apre.
"""


@pytest.mark.parametrize("text", [OUTLOOK, APPLE], ids=["outlook", "apple"])
def test_a_forward_in_italian_is_the_customers_ticket_with_the_agents_own_words_in_sight(mailbox, text):
    luca = UserFactory(agent=True)

    ticket = opened_by(mailbox, written(text, sender=luca.email, subject="I: Cancello bloccato"))

    assert (ticket.requester_name, ticket.requester_email) == ("Piero Sala", "piero@client.example")
    message = ticket.messages.get()
    assert (ticket.subject, message.quoted_html, message.text.split()) == ("Cancello bloccato", "", text.split())


def test_a_forward_that_names_two_senders_stays_the_agents_own(mailbox):
    luca = UserFactory(agent=True)
    text = OUTLOOK.replace("<piero@client.example>", "<piero@client.example> per conto di <info@client.example>")

    ticket = opened_by(mailbox, written(text, sender=luca.email, subject="I: Cancello bloccato"))

    assert (ticket.requester_email, ticket.subject) == (luca.email, "Cancello bloccato")


def test_a_forward_that_failed_its_proof_stays_with_whoever_it_says(mailbox):
    type(mailbox).objects.filter(pk=mailbox.pk).update(**TRUSTING)
    luca = UserFactory(agent=True)

    ticket = opened_by(mailbox, written(OUTLOOK, sender=luca.email, subject="I: Cancello", **proven("fail")))

    assert ticket.requester_email == luca.email


def test_a_customers_mail_that_an_agent_attaches_is_the_customers_ticket(mailbox):
    luca = UserFactory(agent=True)
    message = written("Da gestire.", sender=luca.email, subject="I: Cancello")
    message.add_attachment(written("Non si apre.", sender="Piero Sala <piero@client.example>", subject="Cancello"))

    ticket = opened_by(mailbox, message)

    assert (ticket.requester_email, ticket.subject) == ("piero@client.example", "Cancello")
    assert (ticket.messages.get().text, [file.name for file in ticket.messages.get().attachments.all()]) == (
        "Da gestire.",
        ["Cancello.eml"],
    )


@pytest.mark.parametrize("prefix", ["SV:", "VS:", "Antw:", "Odp:", "YNT:", "VB:", "Re: SV: AW:", "Re[2]:", "回复："])
def test_a_title_is_without_the_prefixes_of_mail_programs(mailbox, prefix):
    assert opened_by(mailbox, written(subject=f"{prefix} Printer")).subject == "Printer"


@pytest.mark.parametrize(
    ("headers", "title"),
    [
        ({}, "R: drive is full"),
        ({"In_Reply_To": "<9@alfa.example>"}, "drive is full"),
        ({"References": "<8@alfa.example> <9@alfa.example>"}, "drive is full"),
    ],
)
def test_a_letter_with_a_colon_is_a_prefix_only_in_an_answer(mailbox, headers, title):
    assert opened_by(mailbox, written(subject="R: drive is full", **headers)).subject == title


def test_what_a_customer_passes_on_is_his_own_ticket(mailbox):
    ticket = opened_by(mailbox, written(FORWARDED, subject="Fwd: Scanner"))

    assert ticket.requester_email == "rossi@alfa.example"


def test_people_in_to_and_cc_take_part_and_our_addresses_do_not(mailbox):
    type(mailbox).objects.filter(pk=mailbox.pk).update(aliases="help@desk.example, info@desk.example")
    to = "support@desk.example, Boss <Boss@alfa.example>, ext@partner.example, Info@desk.example"
    message = written(to=to, Cc="bruno@alfa.example, support+t-x@desk.example, rossi@alfa.example, no-reply@x.example")

    ticket = opened_by(mailbox, message)

    people = ["boss@alfa.example", "ext@partner.example", "bruno@alfa.example"]
    assert ([w.address for w in ticket.watchers.order_by("pk")], ticket.in_copy) == (people, tuple(people))


@pytest.mark.parametrize(
    "headers",
    [
        {"Delivered_To": "info@nordest.example"},
        {"X_Original_To": "info@nordest.example"},
        {"X_MS_Exchange_Inbox_Rules_Loop": "info@nordest.example"},
    ],
)
def test_address_by_which_a_mail_was_led_to_us_takes_no_part(mailbox, headers):
    ticket = opened_by(mailbox, written(to="info@nordest.example, boss@alfa.example", **headers))

    assert ticket.in_copy == ("boss@alfa.example",)


def test_mailing_list_brings_nobody_in(mailbox):
    ticket = opened_by(mailbox, written(to="all@alfa.example", List_Id="<all.alfa.example>"))

    assert ticket.in_copy == ()


def test_wish_for_silence_keeps_nobody_out(mailbox):
    ticket = opened_by(mailbox, written(Cc="boss@alfa.example", X_Auto_Response_Suppress="All"))

    assert ticket.in_copy == ("boss@alfa.example",)


def test_mail_to_another_address_of_a_mailbox_comes_to_it(mailbox):
    type(mailbox).objects.filter(pk=mailbox.pk).update(aliases="help@desk.example")

    inbound = mail_actions.take_in(bytes(written()), to="Help+x@desk.example")

    assert inbound.mailbox == mailbox


@pytest.mark.guards(22)
def test_a_cascade_of_our_own_tags_opens_no_ticket_and_is_not_answered(mailbox):
    ticket = opened_by(mailbox, written())
    before = OutboundMail.objects.count()

    arrive(mailbox, written("You wrote", subject="Received - [#A-1] Received - [#A-2] Received - [#A-3]"))

    assert (Ticket.objects.get(), ticket.messages.count(), OutboundMail.objects.count()) == (ticket, 2, before)


def test_bytes_that_are_no_mail_are_kept_and_make_a_ticket_or_wait_for_a_human(mailbox):
    inbound = arrive(mailbox, bytes(range(256)) * 40)

    assert inbound.status in {"processed", "quarantined"}
