"""Mails that come in another order than they were written in."""

import pytest

from tests.crm.factories import CompanyDomainFactory
from tests.tickets.intake.arriving import arrive, opened_by, written
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

FIRST = "<first@alfa.example>"


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_answer_that_comes_before_its_original_is_one_ticket_with_it(mailbox, header):
    ticket = opened_by(mailbox, written("And it stinks.", subject="Re: Printer", **{header: FIRST}))

    arrive(mailbox, written("It smokes.", message_id=FIRST))

    assert [m.text for m in ticket.messages.order_by("pk")] == ["And it stinks.", "It smokes."]
    assert Ticket.objects.count() == 1


def test_original_of_a_colleague_joins_what_answered_it(mailbox):
    CompanyDomainFactory(domain="alfa.example")
    ticket = opened_by(mailbox, written("I agree.", sender="boss@alfa.example", In_Reply_To=FIRST))

    inbound = arrive(mailbox, written("It smokes.", message_id=FIRST))

    assert (ticket.messages.count(), inbound.decision["matched_by"]) == (2, "answered_before")


def test_original_of_whom_the_answer_names_joins_it(mailbox):
    to = "rossi@alfa.example, support@desk.example"
    ticket = opened_by(mailbox, written("I agree.", sender="ext@beta.example", to=to, In_Reply_To=FIRST))

    arrive(mailbox, written("It smokes.", message_id=FIRST))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 1)


def test_original_of_a_stranger_is_linked_to_what_answered_it(mailbox):
    ticket = opened_by(mailbox, written("I agree.", sender="ext@beta.example", In_Reply_To=FIRST))

    own = opened_by(mailbox, written("It smokes.", message_id=FIRST))

    told = own.events.get(kind="tickets.reply_suspected").data["reference"]
    assert (own.suspected_reply_to, told) == (ticket, ticket.reference)


def test_two_people_who_answer_the_same_foreign_mail_have_a_ticket_each(mailbox):
    for sender in ("rossi@alfa.example", "neri@beta.example"):
        arrive(mailbox, written("About your offer", sender=sender, In_Reply_To="<news@firm.example>"))

    assert [t.events.filter(kind="tickets.changed").count() for t in Ticket.objects.all()] == [0, 0]
