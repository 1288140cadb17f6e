"""Whose mail it is when a form, or a person, asks for answers elsewhere."""

import pytest

from mail.models import OutboundMail
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.intake.arriving import answered, arrive, opened_by, proven, secret_address, written
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.errors import NoRecipient
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

DARIO = "Dario Neri <dario.neri@private.example>"
ELSEWHERE = ["answers_elsewhere"]


def form(sender, words="Please call me.", asked=DARIO, **headers):
    return written(words, sender=sender, subject="Contact form", **{"Reply_To": asked, **headers})


@pytest.mark.parametrize("sender", ["Website <noreply@shop-forms.example>", "Website <support@desk.example>"])
def test_customer_of_a_form_is_whom_reply_to_names(mailbox, sender):
    dario = ContactFactory(email="dario.neri@private.example")

    ticket = opened_by(mailbox, form(sender))

    message = ticket.messages.get()
    assert (ticket.requester_name, ticket.requester_email) == ("Dario Neri", "dario.neri@private.example")
    assert (ticket.requester, ticket.company, message.sender_email) == (dario, dario.company, dario.email)
    assert (message.is_automatic, message.warnings, OutboundMail.objects.count()) == (False, ELSEWHERE, 0)


def test_answer_to_a_form_goes_to_the_customer_and_comes_back_to_his_ticket(mailbox):
    ticket = opened_by(mailbox, form("noreply@shop-forms.example"))

    ours = answered(mailbox, ticket)
    arrive(mailbox, written("Thanks", sender=DARIO, In_Reply_To=ours.message_id))

    assert [copy.address for copy in ours.deliveries.all()] == ["dario.neri@private.example"]
    assert ([m.text for m in ticket.messages.all()][2:], Ticket.objects.count()) == (["Thanks"], 1)


def test_customer_of_an_unknown_form_is_whom_reply_to_names_unless_we_know_him(mailbox):
    ticket = opened_by(mailbox, form("Website <wordpress@site.example>"))

    assert (ticket.requester_name, ticket.requester_email) == ("Dario Neri", "dario.neri@private.example")


@pytest.mark.parametrize("known", [ContactFactory, UserFactory])
def test_stranger_never_becomes_whom_we_know_by_naming_him_for_answers(mailbox, known):
    known(email="dario.neri@private.example")

    ticket = opened_by(mailbox, form("Website <wordpress@site.example>"))

    message = ticket.messages.get()
    assert (ticket.requester, ticket.company, ticket.requester_name) == (None, None, "Website")
    assert (message.sender_email, ticket.requester_email) == ("wordpress@site.example", "dario.neri@private.example")
    assert message.warnings == ELSEWHERE


def test_who_confirms_somebody_admits_the_name_shown_and_not_another_behind_it(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    secret = secret_address(mailbox, ticket, "rossi@alfa.example")
    arrive(mailbox, form("noreply@evil.example", "Hello", asked="boss@beta.example"), to=secret)
    actions.confirm_sender(ticket.messages.last(), by=UserFactory(agent=True))

    inbound = arrive(mailbox, written("Me again", sender="noreply@evil.example", In_Reply_To=ours.message_id))

    assert inbound.decision["role"] == "stranger"
    told = ticket.events.get(kind="tickets.sender_confirmed").data["who"]
    assert told == "boss@beta.example (noreply@evil.example)"


def test_who_wants_answers_elsewhere_still_brings_people_in(mailbox):
    ContactFactory(email="rossi@alfa.example")
    ticket = opened_by(mailbox, written(Reply_To="rossi@home.example"))
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("And Eva", Cc="eva@else.example", In_Reply_To=ours.message_id))

    assert Ticket.objects.get().in_copy == ("eva@else.example",)


def test_form_that_is_trusted_needs_no_warning(mailbox):
    type(mailbox).objects.filter(pk=mailbox.pk).update(trusted_forms="forms@shop.example")

    ticket = opened_by(mailbox, form("Shop <Forms@shop.example>"))

    assert (ticket.requester_email, ticket.messages.get().warnings) == ("dario.neri@private.example", [])
    assert OutboundMail.objects.get().deliveries.get().address == "dario.neri@private.example"


def test_form_that_is_trusted_names_the_customer_even_where_we_know_its_address(mailbox):
    ContactFactory(email="forms@shop.example")
    type(mailbox).objects.filter(pk=mailbox.pk).update(trusted_forms="forms@shop.example")

    ticket = opened_by(mailbox, form("forms@shop.example"))

    assert (ticket.requester, ticket.requester_email) == (None, "dario.neri@private.example")


@pytest.mark.parametrize("sender", ["noreply@shop-forms.example", "support@desk.example"])
@pytest.mark.parametrize("asked", [None, "no-reply@x.example", "support@desk.example", "support+x@desk.example"])
def test_nobody_is_ever_answered_at_a_machine_or_at_ourselves(mailbox, sender, asked):
    ticket = opened_by(mailbox, written(sender=sender, **({"Reply_To": asked} if asked else {})))

    with pytest.raises(NoRecipient):
        actions.reply(ticket, Reply(MessageBody("<p>Yes</p>")), by=UserFactory(agent=True))

    assert (ticket.requester_email, OutboundMail.objects.count()) == ("", 0)


@pytest.mark.parametrize("sender", ["noreply@shop-forms.example", "support@desk.example"])
def test_twelve_people_at_one_form_in_ten_minutes_have_twelve_tickets(mailbox, sender):
    for number in range(12):
        arrive(mailbox, form(sender, f"Call {number}", f"P{number} <p{number}@private.example>"))

    assert Ticket.objects.count() == 12


def test_flood_of_a_machine_that_nobody_answers_is_one_all_the_same(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 2

    for number in range(4):
        arrive(mailbox, written(f"Alarm {number}", sender="noreply@monitor.example", subject=f"Alarm {number}"))
    arrive(mailbox, written("Other", sender="noreply@other.example"))

    assert [t.messages.count() for t in Ticket.objects.order_by("pk")] == [1, 3, 1]


def test_machine_that_goes_on_about_its_ticket_stays_in_it(mailbox):
    first = written("Down", sender="noreply@monitor.example", message_id="<down@monitor.example>")
    ticket = opened_by(mailbox, first)

    arrive(mailbox, written("Up", sender="noreply@monitor.example", References="<down@monitor.example>"))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 1)


def test_person_who_wants_answers_elsewhere_stays_who_he_is_and_is_answered_there(mailbox):
    clara = ContactFactory(email="clara@alfa.example", name="Clara")

    ticket = opened_by(mailbox, written(sender="Clara <clara@alfa.example>", Reply_To="team@home.example"))

    assert (ticket.requester, ticket.requester_name, ticket.requester_email) == (clara, "Clara", "team@home.example")
    assert (ticket.messages.get().warnings, OutboundMail.objects.count()) == (ELSEWHERE, 0)


def test_person_who_was_answered_elsewhere_goes_on_from_his_own_address(mailbox):
    ContactFactory(email="clara@alfa.example")
    ticket = opened_by(mailbox, written(sender="clara@alfa.example", Reply_To="team@home.example"))
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Thanks", sender="clara@alfa.example", In_Reply_To=ours.message_id))

    assert (ticket.messages.count(), Ticket.objects.count()) == (3, 1)


def test_person_answered_within_his_own_domain_gives_no_warning(mailbox):
    ticket = opened_by(mailbox, written(Reply_To="Team <team@alfa.example>"))

    assert (ticket.requester_name, ticket.requester_email) == ("Rossi", "team@alfa.example")
    assert (ticket.messages.get().warnings, OutboundMail.objects.count()) == ([], 1)


def test_forged_mail_of_somebody_we_know_leads_no_answer_away(mailbox):
    ContactFactory(email="rossi@alfa.example")
    type(mailbox).objects.update(trusted_authserv_ids="mx.desk.example")

    ticket = opened_by(mailbox, written(Reply_To="eve@evil.example", **proven("fail")))

    assert ticket.requester_email == "rossi@alfa.example"


def test_stranger_at_a_form_who_names_a_number_gets_a_ticket_of_his_own(mailbox):
    ticket = opened_by(mailbox, form("noreply@shop-forms.example"))

    arrive(
        mailbox,
        written(
            "Let me in",
            sender="noreply@shop-forms.example",
            subject=f"Contact form: [#{ticket.reference}]",
            Reply_To="eve@evil.example",
        ),
    )

    assert (ticket.messages.count(), Ticket.objects.count()) == (1, 2)


@pytest.mark.parametrize("sender", ["noreply@shop-forms.example", "eve@evil.example"])
@pytest.mark.parametrize("way", ["subject", "In_Reply_To"])
def test_whoever_names_the_customer_or_an_agent_in_reply_to_is_neither(mailbox, sender, way):
    ana, ticket = UserFactory(agent=True), opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    leads_here = {"subject": f"[#{ticket.reference}]"} if way == "subject" else {way: ours.message_id}

    for asked in ("rossi@alfa.example", ana.email):
        arrive(mailbox, written(f"Pay {asked}", sender=sender, Reply_To=asked, **leads_here))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 3)


def test_flood_in_the_name_of_a_customer_stays_hidden_from_him(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 1
    ticket = opened_by(mailbox, written())

    arrive(mailbox, form("eve@evil.example", "Pay me", "rossi@alfa.example"))

    assert [m.is_unconfirmed for m in ticket.messages.all()] == [False, True]


def test_own_mail_that_only_lost_its_way_is_no_form(mailbox, settings):
    message = written(sender="support@desk.example", Reply_To=DARIO, X_Helpdesk_Instance=settings.MAIL_INSTANCE)

    assert opened_by(mailbox, message).messages.get().is_automatic is True
