"""Deleting what is older than our firm keeps it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from crm.models import Contact
from helpdesk import files
from helpdesk.models import AuditEvent, CompanyProfile, StoredFile, User
from mail import actions as mail_actions
from mail import raw_store
from mail.models import InboundMail, OutboundMail, Thread
from mail.outgoing import OutgoingFile
from privacy import actions, periodic
from privacy.actions import purging
from sla import actions as sla_actions
from sla.models import Agreement
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled, outgoing
from tests.mail.mails import mail
from tests.meanwhile import begin
from tests.tickets.factories import TicketFactory
from tickets import actions as ticket_actions
from tickets import intake
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.enums import Move
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def closed(days, ticket=None, **fields):
    ticket = ticket or TicketFactory(closed=True, **fields)
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=timezone.now() - timedelta(days=days))
    return ticket


def purge(days=365):
    return actions.purge(timezone.now(), days, by=None)


def written():
    return list(AuditEvent.objects.filter(kind="purged").order_by("pk").values_list("data", flat=True))


def test_what_was_closed_long_ago_goes_and_the_rest_stays():
    closed(400), TicketFactory()
    young = closed(300)

    assert purge()["tickets"] == 1
    assert young in Ticket.objects.all()
    assert Ticket.objects.count() == 2


def test_all_that_hangs_on_a_ticket_goes_with_it(django_capture_on_commit_callbacks):
    box = MailboxFactory()
    inbound = journaled(mail("Hello", From="mario@alfa.example", Subject="Drive"), mailbox=box)
    intake.process(inbound.pk)
    ticket = Ticket.objects.get()
    attached = (NewFile(files.store(b"log"), "log.txt"),)
    ticket_actions.receive(
        ticket, IncomingMessage(body=MessageBody(html="<p>x</p>", files=attached), sender_email="mario@alfa.example")
    )
    ticket_actions.add_note(ticket, "<p>x</p>", by=UserFactory(agent=True))
    mail_actions.enqueue(outgoing("mario@alfa.example", mailbox=box, thread=ticket.thread))
    closed(400, ticket_actions.move(ticket, Move.CLOSE, by=None, words_given="<p>x</p>"))

    with django_capture_on_commit_callbacks(execute=True):
        purge()

    left = [model.objects.count() for model in (Ticket, Thread, InboundMail, OutboundMail, Agreement, StoredFile)]
    assert left == [0] * 6
    assert raw_store.location(inbound.raw_sha256).exists() is False


def test_the_files_of_answers_go_with_their_ticket(django_capture_on_commit_callbacks):
    thread = mail_actions.start_thread(mailbox=MailboxFactory(), root_message_id="<a@b>")
    ticket, file = TicketFactory(requester_email="mario@alfa.example", thread=thread), files.store(b"log")
    answer = Reply(MessageBody(html="<p>x</p>", files=(NewFile(file, "log.txt"),)), move=None)
    ticket_actions.reply(ticket, answer, by=UserFactory(agent=True))
    sent = OutgoingFile(files.store(b"sent alone"), "sent.txt")
    mail_actions.enqueue(outgoing("mario@alfa.example", thread=thread, files=(sent,)))
    closed(400, ticket_actions.move(Ticket.objects.get(), Move.CLOSE, by=None, words_given="<p>x</p>"))

    with django_capture_on_commit_callbacks(execute=True):
        purge()

    left = [files.location(one).exists() for one in (file, sent.file)]
    assert (StoredFile.objects.count(), left) == (0, [False, False])


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_is_opened_again_while_it_is_purged_stays():
    ticket = closed(400)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        ticket_actions.move(ticket, Move.REOPEN, by=UserFactory(supervisor=True), words_given="<p>x</p>")
        purged = begin(pool, purge)

    assert (purged.result()["tickets"], list(Ticket.objects.all()), written()) == (0, [ticket], [])


@pytest.mark.parametrize("accounted", [log, proposal])
def test_what_was_worked_or_billed_stays(accounted):
    ticket = PayingTicketFactory()
    accounted(ticket)
    closed(4000, ticket)

    assert (purge()["tickets"], Ticket.objects.count()) == (0, 1)


def test_a_conversation_into_which_another_was_led_leaves_a_sign():
    mailbox = MailboxFactory()
    tickets = [TicketFactory(thread=mail_actions.start_thread(mailbox=mailbox, root_message_id=f"<{n}>")) for n in "ab"]
    agent = UserFactory(supervisor=True)
    ticket_actions.merge(tickets[0], tickets[1], by=agent, client_is_meant=True)
    closed(400, ticket_actions.move(tickets[1], Move.CLOSE, by=None, words_given="<p>x</p>"))

    purge()

    assert (list(Ticket.objects.all()), Thread.objects.count()) == ([tickets[0]], 2)


def test_people_whom_nothing_needs_go():
    for name in ("old", "asks", "young", "signs in"):
        ContactFactory(name=name)
    long_ago = timezone.now() - timedelta(days=400)
    Contact.objects.exclude(name="young").update(created_at=long_ago)
    TicketFactory(requester=Contact.objects.get(name="asks"))
    Contact.objects.filter(name="signs in").update(user=UserFactory())

    assert purge()["contacts"] == 1
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["asks", "signs in", "young"]


def test_logins_of_customers_that_nobody_uses_go_and_those_of_agents_stay():
    agent, customer, new = UserFactory(agent=True), UserFactory(), UserFactory()
    User.objects.exclude(pk=new.pk).update(date_joined=timezone.now() - timedelta(days=400))

    assert purge()["logins"] == 1
    assert set(User.objects.all()) == {agent, new}
    assert customer.pk not in User.objects.values_list("pk", flat=True)


@pytest.mark.parametrize(("days", "left"), [(0, 1), (365, 0)])
def test_the_clock_purges_where_our_firm_wants_it(days, left):
    closed(400)
    CompanyProfile.current()
    CompanyProfile.objects.update(purge_after_days=days)

    periodic.purge_old()
    periodic.purge_old()

    assert Ticket.objects.count() == left


def test_it_is_written_down_how_much_went():
    closed(400)

    purge()

    assert written() == [{"days": 365, "tickets": 1}]


def test_each_lot_is_written_down_by_itself(monkeypatch):
    monkeypatch.setattr(purging, "LOT", 2)
    for _ in range(3):
        closed(400)

    purge()

    assert written() == [{"days": 365, "tickets": 2}, {"days": 365, "tickets": 1}]


def test_what_is_in_the_way_of_one_ticket_stops_no_other(django_capture_on_commit_callbacks):
    tickets = [closed(400) for _ in range(3)]
    sla_actions.merge(TicketFactory().agreement, into=tickets[1].agreement, now=timezone.now())
    kept = files.store(b"log")
    body = MessageBody(html="<p>x</p>", files=(NewFile(kept, "log.txt"),))
    ticket_actions.receive(tickets[1], IncomingMessage(body=body, sender_email="mario@alfa.example"))
    closed(400, tickets[1])

    with django_capture_on_commit_callbacks(execute=True):
        counts = purge()

    assert (counts["tickets"], files.read(kept)) == (2, b"log")
    assert set(tickets) & set(Ticket.objects.all()) == {tickets[1]}
    assert written() == [{"days": 365, "tickets": 1}] * 2


def test_the_command_counts_first_and_does_it_when_told(capsys):
    closed(400)
    call_command("purge", "--days", "365")
    counted = Ticket.objects.count()

    call_command("purge", "--days", "365", "--yes")

    assert (counted, Ticket.objects.count()) == (1, 0)
    assert capsys.readouterr().out.splitlines()[0] == "       1 tickets"


def test_without_days_nothing_is_purged():
    with pytest.raises(CommandError, match="Nothing is purged"):
        call_command("purge", "--yes")
