"""Mails that people and programs really send, by SMTP to a running desk, and what becomes of each."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings

from mail import ids
from mail.models import Mailbox
from tests.helpdesk.factories import UserFactory
from tests.journeys.conftest import until
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.enums import Move
from tickets.models import Message, Notification, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

CASES = Path(__file__).parent.parent / "mail" / "cases"
SUPPORT = "support@nordest.example"
CLARA = "clara@adria-marine.example"
PERSONS = ["person-suppress-some", "person-suppress-all", "person-auto-forwarded", "person-inbox-rule"]


def case(name: str, *, answers: str = "") -> bytes:
    return (CASES / f"{name}.eml").read_bytes().replace(b"<OUR-ID-OF-THE-ANSWER>", answers.encode())


@pytest.fixture
def desk(world):
    """A desk with its mailbox, which the world can write to."""
    Mailbox.objects.create(name="Support", address=SUPPORT, plus_addressing=True)
    return world


def answered(subject: str):
    """Return Clara's ticket with Ana's answer, which has left."""
    ana = UserFactory(agent=True)
    ticket = TicketFactory(requester_email=CLARA, subject=subject, assignee=ana)
    answer = Reply(MessageBody("<p>Try again.</p>"), cc=ticket.in_copy)
    outbound = actions.reply(ticket, answer, by=ana).outbound
    until(lambda: outbound.deliveries.get().state == "sent", "the answer leaves")
    return ticket, outbound


def heard(count: int):
    until(lambda: Message.objects.filter(direction="in").count() >= count, f"{count} mails are heard")


def test_a_person_who_only_asks_for_silence_reopens_his_ticket_and_its_owner_is_told(desk):
    tickets = []
    for name in PERSONS:
        ticket, outbound = answered("Boiler")
        actions.move(ticket, Move.RESOLVE, by=ticket.assignee, words_given="<p>Done</p>")
        desk.send(case(name, answers=outbound.message_id), CLARA, SUPPORT)
        tickets.append(ticket)

    heard(len(PERSONS))

    kinds = [(t.messages.last().is_automatic, Ticket.objects.get(pk=t.pk).status_category) for t in tickets]
    told = [Notification.objects.filter(ticket=t).values_list("kind", flat=True).last() for t in tickets]
    assert (kinds, told) == ([(False, "open")] * 4, ["reopened"] * 4)


def test_an_out_of_office_answer_is_an_automatic_message_and_the_copy_stays_sent(desk):
    ticket, outbound = answered("Mailbox full on PC 12")
    copy = outbound.deliveries.get()
    token = ids.derive_token(settings.SECRET_KEY, copy.bounce_salt)
    raw = case("out-of-office-quoting-a-trouble", answers=outbound.message_id)
    unlinked = case("out-of-office-quoting-a-trouble", answers="<unknown@x.example>").replace(b"<ooo1", b"<ooo2")

    desk.send(raw, "", SUPPORT)
    desk.send(unlinked, "", ids.plus_address(SUPPORT, token, tag=ids.BOUNCE_TAG))
    heard(2)

    assert [m.is_automatic for m in ticket.messages.filter(direction="in")] == [True, True]
    copy.refresh_from_db()
    assert (copy.state, copy.bounced, copy.trouble) == ("sent", False, "")
    assert (Ticket.objects.get().status_category, Notification.objects.count()) == ("replied", 0)


def test_everybody_in_to_and_cc_is_written_to_and_forms_are_answered_at_their_customers(desk):
    for name in ("people-in-to", "form-noreply", "form-own-mailbox"):
        desk.send(case(name), "someone@client-to.example", SUPPORT)
    heard(3)
    ana = UserFactory(agent=True)

    for ticket in Ticket.objects.all():
        actions.reply(ticket, Reply(MessageBody("<p>On Monday.</p>"), cc=ticket.in_copy), by=ana)
    until(lambda: len(answers_to(desk)) == 6, "six copies arrive")

    people = "boss@client-to.example, ext@partner.example, paul@client-cc.example"
    joint, contact = ("clara@client-to.example", people), ("dario.neri@private.example", "")
    assert sorted(answers_to(desk)) == [joint] * 4 + [contact] * 2


def answers_to(world) -> list[tuple[str, str]]:
    """Return To and Cc of each copy of an agent's answer that has come to somebody."""
    mails = [message_from_bytes(raw, policy=policy.default) for raw in world.got]
    return [(mail["To"], mail["Cc"] or "") for mail in mails if mail["Auto-Submitted"] is None]
