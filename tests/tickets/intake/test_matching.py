"""Which ticket a mail points at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import actions as mail_actions
from mail.models import OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import (
    answered,
    arrive,
    opened_by,
    secret_address,
    written,
)
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.enums import Category
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.guards(17)
@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_the_customers_answer_lands_in_the_same_thread_by_either_header_and_reopens(mailbox, header):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Still smokes", subject="Re: Printer", **{header: ours.message_id}))

    assert [m.text for m in ticket.messages.all()] == ["It smokes.", "Switch it off", "Still smokes"]
    assert Ticket.objects.get().status_category == Category.OPEN


def test_an_answer_without_headers_is_found_by_the_number_in_its_subject(mailbox):
    ticket = opened_by(mailbox, written())

    arrive(mailbox, written("One more thing", subject=f"AW: [#{ticket.reference}] Printer"))

    assert (Ticket.objects.count(), ticket.messages.count()) == (1, 2)


@pytest.mark.guards(15)
def test_a_stranger_who_names_a_number_gets_a_ticket_of_his_own(mailbox):
    ticket = opened_by(mailbox, written())

    arrive(mailbox, written("Let me in", sender="eve@evil.example", subject=f"[#{ticket.reference}] hi"))

    own = Ticket.objects.get(requester_email="eve@evil.example")
    assert (ticket.messages.count(), own.messages.count()) == (1, 1)
    told = own.events.get(kind="tickets.reply_suspected")
    assert (own.suspected_reply_to, told.data["reference"]) == (ticket, ticket.reference)
    assert told.visibility == "internal"


@pytest.mark.guards(13)
def test_a_forged_reference_to_our_message_does_not_let_a_stranger_in(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Let me in", sender="eve@evil.example", In_Reply_To=ours.message_id))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 2)


@pytest.mark.guards(16)
def test_an_answer_that_comes_too_late_opens_a_linked_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    long_ago = timezone.now() - timedelta(days=15)
    closed = ticket.type.statuses.get(category=Category.CLOSED)
    Ticket.objects.update(status=closed, status_category=Category.CLOSED, closed_at=long_ago, resolved_at=long_ago)

    arrive(mailbox, written("It smokes again", In_Reply_To=ours.message_id))

    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.CLOSED
    assert Ticket.objects.live().get().messages.get().text == "It smokes again"


def test_somebody_we_wrote_to_in_copy_takes_part(mailbox):
    ticket = TicketFactory()
    answer = Reply(MessageBody(html="<p>Look</p>"), cc=("colleague@beta.example",))
    outbound = actions.reply(ticket, answer, by=UserFactory(agent=True)).outbound

    arrive(mailbox, written("I agree.", sender="colleague@beta.example", In_Reply_To=outbound.message_id))

    assert [(m.text, m.is_unconfirmed) for m in ticket.messages.filter(direction="in")] == [("I agree.", False)]
    assert Ticket.objects.count() == 1


@pytest.mark.guards(13)
def test_a_revoked_secret_address_opens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")
    mail_actions.revoke_reply_addresses(ticket.thread)

    arrive(mailbox, written("Again", sender="eve@evil.example"), to=address)

    assert (ticket.messages.count(), Ticket.objects.count()) == (1, 2)


@pytest.mark.guards(16)
def test_an_answer_to_a_merged_ticket_reaches_where_it_went(mailbox):
    gone, kept = opened_by(mailbox, written()), opened_by(mailbox, written("Same printer", subject="Printer 2"))
    ours = answered(mailbox, gone)
    mail_actions.merge_threads(gone.thread, into=kept.thread)

    arrive(mailbox, written("By id", In_Reply_To=ours.message_id))
    arrive(mailbox, written("By number", subject=f"[#{gone.reference}]"))

    assert [m.text for m in kept.messages.all()] == ["Same printer", "By id", "By number"]


def test_the_reference_wins_over_the_number_and_the_clash_is_noted(mailbox):
    first, second = opened_by(mailbox, written()), opened_by(mailbox, written("Other", subject="Other"))
    ours = answered(mailbox, first)

    inbound = arrive(mailbox, written("Which?", subject=f"[#{second.reference}]", In_Reply_To=ours.message_id))

    assert (inbound.thread, inbound.decision["clash"]) == (first.thread, second.reference)


@pytest.mark.guards(13)
def test_a_forged_header_of_ours_reaches_no_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    told = OutboundMail.objects.get().about

    forged = opened_by(mailbox, written(sender="evil@beta.example", X_Helpdesk_Ticket=told))

    assert (told, forged == ticket) == (ticket.reference, False)
