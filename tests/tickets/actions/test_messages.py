from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk import files
from mail.models import OutboundMail
from sla import actions as sla_actions
from sla.models import Policy, Priority
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.enums import Category, Move, Source, TicketEvent
from tickets.errors import NoRecipient, NothingToSay, NotReached, NotYourTicket, Overtaken
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """Let there be something to send from."""


def words(html="<p>Try again</p>", **kwargs):
    return Reply(MessageBody(html=html), **kwargs)


def test_an_answer_goes_into_the_outbox_with_the_ticket_number_in_the_subject():
    ticket = TicketFactory(subject="Printer", requester_email="rossi@alfa.example")

    message = actions.reply(ticket, words(), by=UserFactory(agent=True, display_name="Ana"))

    assert message.outbound.subject == f"[#{ticket.reference}] Printer"
    assert [d.address for d in message.outbound.deliveries.all()] == ["rossi@alfa.example"]
    assert message.outbound.from_name == "Ana via Helpdesk"
    assert message.outbound.link == f"http://localhost:8000{ticket.get_absolute_url()}"


def test_an_answer_waits_for_the_customer():
    ticket = TicketFactory()

    actions.reply(ticket, words(), by=UserFactory(agent=True))

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.status_category == Category.REPLIED
    assert ticket.first_replied_at == ticket.last_agent_at


def test_an_answer_may_keep_the_ticket_open():
    ticket = TicketFactory(accepted=True)

    actions.reply(ticket, words(move=None), by=UserFactory(agent=True))

    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.OPEN


def test_the_first_answer_meets_the_first_response_and_an_automatic_one_does_not():
    ticket = TicketFactory()
    before = [c.met_at for c in ticket.agreement.clocks.filter(kind="first_response")]

    actions.reply(ticket, words(), by=UserFactory(agent=True))

    assert before == [None]
    assert ticket.agreement.clocks.get(kind="first_response").met_at is not None


def test_the_same_key_never_answers_twice():
    ticket, agent = TicketFactory(), UserFactory(agent=True)

    first = actions.reply(ticket, words(key="k1"), by=agent)
    second = actions.reply(ticket, words(key="k1"), by=agent)

    assert (first, OutboundMail.objects.count()) == (second, 1)


def test_an_answer_is_held_back_when_something_was_said_since_the_writer_looked():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    seen = actions.reply(ticket, words(), by=agent).event.pk
    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Wait!</p>")))

    with pytest.raises(Overtaken):
        actions.reply(ticket, words(seen_event=seen), by=agent)

    assert Message.objects.filter(direction="out").count() == 1


def test_an_answer_without_words_or_recipient_is_refused():
    agent = UserFactory(agent=True)
    with pytest.raises(NothingToSay):
        actions.reply(TicketFactory(), words("<p> </p>"), by=agent)

    with pytest.raises(NoRecipient):
        actions.reply(TicketFactory(requester_email=""), words(), by=agent)


@pytest.mark.parametrize("source", [Source.PHONE, Source.DIRECT])
def test_an_answer_that_was_told_is_written_down_and_nothing_is_sent(source):
    ticket = TicketFactory(requester_email="")

    message = actions.reply(ticket, Reply(MessageBody("<p>Try again</p>", source=source)), by=UserFactory(agent=True))

    assert (message.source, message.text, message.recipients) == (source, "Try again", [])
    assert (message.outbound, OutboundMail.objects.count()) == (None, 0)
    assert Ticket.objects.get().status_category == Category.REPLIED
    assert ticket.agreement.clocks.get(kind="first_response").met_at == message.at


def test_an_answer_by_phone_is_not_mailed_to_the_address_there_is():
    told = Reply(MessageBody("<p>Try again</p>", source=Source.PHONE), cc=("boss@alfa.example",))

    message = actions.reply(TicketFactory(), told, by=UserFactory(agent=True))

    assert (message.cc, OutboundMail.objects.count()) == ([], 0)


def test_an_answer_on_his_page_reaches_only_who_has_a_login():
    with_login = TicketFactory(requester=ContactFactory(user=UserFactory()))
    answer, ana = Reply(MessageBody("<p>Try again</p>", source=Source.PORTAL)), UserFactory(agent=True)

    message = actions.reply(with_login, answer, by=ana)

    assert (message.source, message.outbound) == (Source.PORTAL, None)
    with pytest.raises(NotReached):
        actions.reply(TicketFactory(), answer, by=ana)


def test_a_customer_may_not_answer_as_the_desk():
    with pytest.raises(NotYourTicket):
        actions.reply(TicketFactory(), words(), by=UserFactory())


@pytest.mark.parametrize("standing", ["replied", "on_hold", "resolved", "closed"])
def test_a_customer_who_speaks_reopens_the_ticket(standing):
    ticket = TicketFactory(**{standing: True})

    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Hello?</p>")))

    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.OPEN


@pytest.mark.parametrize("incoming", [{"is_automatic": True}, {"is_unconfirmed": True}])
def test_a_machine_or_a_stranger_reopens_nothing(incoming):
    ticket = TicketFactory(resolved=True)

    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Out of office</p>"), **incoming))

    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.RESOLVED


def test_images_inside_a_mail_are_shown_from_our_own_files():
    picture = NewFile(file=files.store(b"\x89PNG\r\n\x1a\n"), name="p.png", content_id="Pic@1", is_inline=True)
    body = MessageBody(html='<p>See <img src="cid:pic@1"><img src="https://spy.example/x.gif"></p>', files=(picture,))

    message = actions.receive(TicketFactory(), IncomingMessage(body))

    assert message.html == f'<p>See <img src="{message.attachments.get().get_absolute_url()}"><img data-remote="0"></p>'


def test_what_was_heard_moves_the_ticket_up_and_is_found_by_the_search():
    ticket, agent = TicketFactory(), UserFactory(agent=True)

    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>The gyroscope hums</p>"), at=timezone.now()))

    assert list(Ticket.objects.finding("gyroscope", agent)) == [ticket]
    assert Ticket.objects.get(pk=ticket.pk).active_at > ticket.active_at


def test_the_mail_quotes_the_customer_and_never_a_note():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>It smokes</p>"), sender_name="Rossi"))
    actions.add_note(ticket, "<p>He is difficult</p>", by=agent)

    outbound = actions.reply(ticket, words(), by=agent).outbound

    assert "It smokes" in outbound.text
    assert "difficult" not in outbound.text + outbound.html


def test_mail_that_came_before_our_last_words_but_was_taken_in_after_them_is_not_overlooked():
    ticket = TicketFactory()
    ana = UserFactory(agent=True)
    seen = actions.reply(ticket, words(), by=ana).event.pk
    actions.receive(ticket, IncomingMessage(MessageBody("<p>Wait</p>"), at=timezone.now() - timedelta(minutes=5)))

    with pytest.raises(Overtaken):
        actions.reply(ticket, words(seen_event=seen), by=ana)


def test_a_customer_who_reopens_a_resolved_ticket_is_owed_the_next_response():
    policy, priority = Policy.objects.default(), Priority.objects.middle()
    policy.targets.create(priority=priority, kind="next_response", amount=60)
    sla_actions.publish(policy)
    ticket = TicketFactory(priority=priority)
    actions.reply(ticket, words(move="resolve"), by=UserFactory(agent=True))

    actions.receive(ticket, IncomingMessage(MessageBody("<p>It smokes again</p>")))

    assert Ticket.objects.get(pk=ticket.pk).next_due_kind == "next_response"


def test_a_confirmed_sender_counts_as_the_customer():
    ticket, agent = TicketFactory(resolved=True), UserFactory(agent=True)
    stranger = IncomingMessage(
        MessageBody(html="<p>The gyroscope hums</p>"), sender_email="Rossi@home.example", is_unconfirmed=True
    )
    message = actions.receive(ticket, stranger)
    customer = UserFactory(email=ticket.requester_email)

    for _again in range(2):
        actions.confirm_sender(message, by=agent)

    ticket = Ticket.objects.get()
    assert (ticket.status_category, ticket.last_customer_at) == (Category.OPEN, message.at)
    assert [watcher.email for watcher in ticket.watchers.all()] == ["rossi@home.example"]
    assert ticket.events.filter(kind=TicketEvent.SENDER_CONFIRMED).count() == 1
    assert list(Ticket.objects.visible_to(customer).finding("gyroscope", customer)) == [ticket]


def test_a_machine_that_is_confirmed_reopens_nothing():
    ticket = TicketFactory(resolved=True)
    message = actions.receive(
        ticket, IncomingMessage(MessageBody(html="<p>Away</p>"), is_unconfirmed=True, is_automatic=True)
    )

    actions.confirm_sender(message, by=UserFactory(agent=True))

    ticket.refresh_from_db()
    assert (ticket.status_category, ticket.watchers.count()) == (Category.RESOLVED, 0)


def test_a_customer_confirms_nobody():
    message = actions.receive(TicketFactory(), IncomingMessage(MessageBody(html="<p>Me</p>"), is_unconfirmed=True))

    with pytest.raises(NotYourTicket):
        actions.confirm_sender(message, by=UserFactory())


def test_an_answer_that_resolves_is_mailed_once():
    actions.reply(TicketFactory(), words(move=Move.RESOLVE), by=UserFactory(agent=True))

    assert OutboundMail.objects.count() == 1


def test_a_sender_confirmed_after_our_solution_reopens_nothing():
    ticket, agent = TicketFactory(accepted=True), UserFactory(agent=True)
    message = actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Me too</p>"), is_unconfirmed=True))
    actions.move(ticket, Move.RESOLVE, by=agent, words_given="Solved for all")

    actions.confirm_sender(message, by=agent)

    assert Ticket.objects.get().status_category == Category.RESOLVED


def test_words_that_come_long_after_the_end_reopen_nothing():
    ticket = TicketFactory(closed=True)
    Ticket.objects.update(closed_at=timezone.now() - timedelta(days=ticket.type.reopen_days, minutes=1))

    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Hello again</p>")))

    assert Ticket.objects.get().status_category == Category.CLOSED


def test_a_second_answer_tells_of_no_move():
    ticket, agent = TicketFactory(), UserFactory(agent=True)

    for _twice in range(2):
        actions.reply(ticket, words(), by=agent)

    kinds = ticket.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-3:] == [TicketEvent.MESSAGE_SENT, TicketEvent.MOVED, TicketEvent.MESSAGE_SENT]
