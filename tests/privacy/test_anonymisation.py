"""Forgetting a person: what goes, what stays, and for whom."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from billing.models import BillingEvent, Work
from crm.models import Contact
from helpdesk import files
from helpdesk.models import AuditEvent, StoredFile, User
from mail import actions as mail_actions
from mail.models import Delivery, OutboundAttachment, ReplyToken
from privacy import actions, people
from privacy.errors import AboveYou, DataIsNotYours, OurAddress, UnknownPerson
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled, outgoing
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tickets import actions as ticket_actions
from tickets import intake
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.models import Attachment, Message, Ticket

pytestmark = pytest.mark.django_db

ADDRESS = "mario.rossi@alfa.example"


@pytest.fixture
def mario():
    user = UserFactory(email=ADDRESS, display_name="Mario Rossi")
    return ContactFactory(user=user, name="Mario Rossi", email=ADDRESS, phone="+39 333 123 4567")


def forget(**options):
    return actions.anonymise(people.find(ADDRESS), by=None, **options)


def test_his_card_and_his_login_say_nothing_and_do_nothing(mario):
    mark = forget()

    card, login = Contact.objects.get(), User.objects.get()
    assert (card.name, card.email, card.phone, card.user, card.is_active) == (f"Anonymous {mark}", "", "", None, False)
    assert (login.email, login.is_active) == (f"anonymous-{mark}@anonymous.invalid", False)
    assert (login.display_name, login.has_usable_password()) == (f"Anonymous {mark}", False)


def test_tickets_works_and_figures_stay(mario):
    ticket = PayingTicketFactory(requester=mario, requester_email=ADDRESS, subject="Drive is full")
    work = log(ticket)
    before = [ticket.company, ticket.created_at, work.minutes]

    forget()

    ticket = Ticket.objects.get()
    assert [ticket.company, ticket.created_at, Work.objects.get().minutes] == before
    assert (ticket.requester, ticket.subject, ticket.requester_email.endswith(".invalid")) == (
        mario,
        "Drive is full",
        True,
    )


def test_words_stay_without_his_name_or_go_where_that_is_wanted(mario):
    html = f"<p>Mario Rossi, {ADDRESS}, +39 333 1234567: the drive is full</p>"
    ticket = TicketFactory(requester=mario, requester_email=ADDRESS, html=html)

    mark = forget()
    kept = Ticket.objects.get().description
    actions.anonymise(people.of_contact(Contact.objects.get()), by=None, empties_words=True)

    assert kept == f"<p>Anonymous {mark}, anonymous-{mark}-0@anonymous.invalid, +000: the drive is full</p>"
    assert (Ticket.objects.get(pk=ticket.pk).description, Ticket.objects.get().subject) == ("<p>…</p>", "…")


@pytest.mark.parametrize(
    "written",
    [
        ADDRESS.upper(),
        "mailto:mario.rossi%40alfa.example",
        "mario.rossi&#64;alfa.example",
        "MARIO  ROSSI",
        "Mario&nbsp;Rossi",
    ],
)
def test_however_he_is_written_he_is_found(mario, written):
    TicketFactory(requester=mario, html=f"<p>{written}</p>")

    forget()

    assert "mario" not in Ticket.objects.get().description.lower()


@pytest.mark.parametrize("written", ["xmario.rossi@alfa.example", "mario.rossi@alfa.example.org", "Mario Rossini"])
def test_whoever_is_called_alike_stays(mario, written):
    TicketFactory(html=f"<p>{written}</p>")

    forget()

    assert Ticket.objects.get().description == f"<p>{written}</p>"


def test_a_name_that_others_have_too_stays_with_them(mario):
    other = ContactFactory(name="Mario Rossi", email="other@beta.example")
    theirs = TicketFactory(requester=other, requester_name="Mario Rossi", requester_email=other.email)
    his = TicketFactory(requester=mario, requester_name="Mario Rossi", requester_email=ADDRESS)

    mark = forget()

    names = Ticket.objects.in_bulk([theirs.pk, his.pk])
    assert [names[theirs.pk].requester_name, names[his.pk].requester_name] == ["Mario Rossi", f"Anonymous {mark}"]
    assert Contact.objects.get(pk=other.pk).name == "Mario Rossi"


def test_a_name_of_one_word_is_no_word_to_be_replaced_everywhere():
    ContactFactory(name="Support", email=ADDRESS)
    TicketFactory(html="<p>Support, please</p>")

    forget()

    assert Ticket.objects.get().description == "<p>Support, please</p>"


def test_offers_and_proposals_stay_as_the_law_wants_them(mario):
    company = CompanyFactory(billable=True, name="Mario Rossi SRL")
    made = proposal(PayingTicketFactory(company=company, requester=mario))
    before = made.bill_to

    forget()

    made.refresh_from_db()
    assert made.bill_to == before


def test_his_files_go_unless_somebody_else_has_the_same(mario, django_capture_on_commit_callbacks):
    his, shared = files.store(b"his"), files.store(b"shared")
    for address, attached in ((ADDRESS, (his, shared)), ("other@beta.example", (shared,))):
        body = MessageBody(html="<p>x</p>", files=tuple(NewFile(file, "x.txt") for file in attached))
        ticket_actions.receive(TicketFactory(), IncomingMessage(body=body, sender_email=address))

    with django_capture_on_commit_callbacks(execute=True):
        forget()

    assert [one.file for one in Attachment.objects.all()] == [shared] == list(StoredFile.objects.all())
    assert (files.location(his).exists(), files.location(shared).exists()) == (False, True)


@pytest.mark.parametrize("empties_words", [False, True])
def test_his_file_goes_where_an_agent_sent_it_back_and_stays_elsewhere(
    mario, django_capture_on_commit_callbacks, empties_words
):
    agent, his, shared = UserFactory(agent=True), files.store(b"his"), files.store(b"shared")
    body = MessageBody(html="<p>x</p>", files=(NewFile(his, "cv.txt"), NewFile(shared, "prices.txt")))
    thread = mail_actions.start_thread(mailbox=MailboxFactory(), root_message_id="<a@b>")
    ticket = TicketFactory(requester=mario, requester_email=ADDRESS, thread=thread)
    ticket_actions.receive(ticket, IncomingMessage(body=body, sender_email=ADDRESS))
    ticket_actions.reply(Ticket.objects.get(), Reply(body, move=None), by=agent)
    other = ticket_actions.add_note(TicketFactory(), "<p>x</p>", by=agent, files=(NewFile(shared, "prices.txt"),))

    with django_capture_on_commit_callbacks(execute=True):
        forget(empties_words=empties_words)

    assert [one.note for one in Attachment.objects.all()] == [other]
    assert (OutboundAttachment.objects.count(), list(StoredFile.objects.all())) == (0, [shared])
    assert (files.location(his).exists(), files.read(shared)) == (False, b"shared")


def test_where_words_go_the_files_of_our_answers_go_too(mario, django_capture_on_commit_callbacks):
    thread = mail_actions.start_thread(mailbox=MailboxFactory(), root_message_id="<a@b>")
    ticket, ours = TicketFactory(requester=mario, requester_email=ADDRESS, thread=thread), files.store(b"ours")
    answer = Reply(MessageBody(html="<p>x</p>", files=(NewFile(ours, "x.txt"),)), move=None)
    ticket_actions.reply(ticket, answer, by=UserFactory(agent=True))

    with django_capture_on_commit_callbacks(execute=True):
        forget(empties_words=True)

    assert (StoredFile.objects.count(), files.location(ours).exists()) == (0, False)


def test_bytes_that_come_again_while_they_are_deleted_stay(mario, django_capture_on_commit_callbacks):
    body = MessageBody(html="<p>x</p>", files=(NewFile(files.store(b"log"), "log.txt"),))
    ticket_actions.receive(TicketFactory(), IncomingMessage(body=body, sender_email=ADDRESS))
    box, raw = MailboxFactory(), mail("Hello", From=ADDRESS)
    intake.process(journaled(raw, mailbox=box).pk)

    with django_capture_on_commit_callbacks() as deleting:
        forget()
    again, anew = files.store(b"log"), journaled(raw, mailbox=box)
    for act in deleting:
        act()

    assert (files.read(again), anew.raw()) == (b"log", raw)


def test_his_sessions_end_and_those_of_others_go_on(mario, client):
    others = Client()
    for browser, user in ((client, mario.user), (others, UserFactory())):
        browser.force_login(user)
        browser.get("/")

    forget()

    assert [browser.session.get("_auth_user_id") is None for browser in (client, others)] == [True, False]


def test_nothing_more_is_sent_to_him(mario):
    mail_actions.enqueue(outgoing(ADDRESS, "other@beta.example", mailbox=MailboxFactory(plus_addressing=True)))

    forget()

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["queued", "undone"]
    assert not ReplyToken.objects.filter(address=ADDRESS).exists()


def test_nobody_finds_him_in_the_search(mario):
    agent = UserFactory(agent=True)
    TicketFactory(requester=mario, requester_name="Mario Rossi", requester_email=ADDRESS, subject="Drive")

    forget()

    found = {words: Ticket.objects.finding(words, agent).count() for words in ("rossi", ADDRESS, "drive")}
    assert found == {"rossi": 0, ADDRESS: 0, "drive": 1}


def test_who_has_no_card_is_found_by_his_address_alone():
    TicketFactory(requester_name="Mario Rossi", requester_email=ADDRESS, html="<p>Mario Rossi</p>")

    mark = forget()

    assert Ticket.objects.get().description == f"<p>Anonymous {mark}</p>"


def test_twice_is_the_same_as_once(mario):
    TicketFactory(requester=mario, requester_email=ADDRESS)
    forget()

    with pytest.raises(UnknownPerson):
        forget()


def test_what_would_change_is_counted_and_nothing_changes(mario):
    TicketFactory(requester=mario, requester_email=ADDRESS, requester_name="Mario Rossi")

    counts = {one.label: one.count for one in actions.count(people.find(ADDRESS))}

    assert (counts["tickets"], counts["contacts"], counts["users"]) == (1, 1, 1)
    assert Contact.objects.get().email == ADDRESS


def test_a_mailbox_of_ours_is_nobody():
    with pytest.raises(OurAddress):
        people.find(MailboxFactory().address)


def test_it_is_written_down_without_his_name(mario):
    admin = UserFactory(admin=True)

    mark = actions.anonymise(people.find(ADDRESS), by=admin)

    event = AuditEvent.objects.get(kind="anonymised")
    assert (event.actor, event.subject) == (admin, f"Anonymous {mark}")


@pytest.mark.parametrize("role", ["agent", "supervisor", "biller"])
def test_only_who_may_delete_contacts_does_it(mario, role):
    with pytest.raises(DataIsNotYours):
        actions.anonymise(people.find(ADDRESS), by=UserFactory(**{role: True}))


def test_nobody_anonymises_himself_or_somebody_above_him():
    admin, above = UserFactory(admin=True), UserFactory(superuser=True)

    for user in (admin, above):
        with pytest.raises(AboveYou):
            actions.anonymise(people.of_user(user), by=admin)


def test_the_e_mails_that_a_login_once_had_are_forgotten_and_that_they_changed_is_not(mario):
    user = UserFactory(email="jane.doe@old.example")
    user.email = "jane@new.example"
    user.save()

    actions.anonymise(people.of_user(user), by=None)

    assert "email" in AuditEvent.objects.filter(about=user).earliest("pk").data
    assert not [data for data in AuditEvent.objects.values_list("data", flat=True) if "example" in str(data)]


def test_what_is_written_once_stays_so_for_everybody_else(mario):
    ticket = PayingTicketFactory(requester=mario)
    proposal(ticket)
    forget()

    with pytest.raises(DatabaseError), transaction.atomic():
        BillingEvent.objects.filter(ticket=ticket).update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(subject="x")


def test_the_command_counts_first_and_does_it_when_told(mario, capsys):
    call_command("anonymise_person", ADDRESS)
    before = Contact.objects.get().name

    call_command("anonymise_person", ADDRESS, "--yes")

    assert (before, Contact.objects.get().name.split()[0]) == ("Mario Rossi", "Anonymous")
    assert "Nothing was changed" in capsys.readouterr().out


def test_the_command_knows_whom_it_does_not_know():
    with pytest.raises(CommandError, match="knows nobody"):
        call_command("anonymise_person", ADDRESS)


def test_messages_keep_their_place_and_direction(mario):
    ticket = TicketFactory(requester=mario, requester_email=ADDRESS)
    ticket_actions.receive(
        ticket, IncomingMessage(body=MessageBody(html="<p>x</p>"), sender_name="Mario", sender_email=ADDRESS)
    )

    mark = forget()

    message = Message.objects.get()
    assert (message.sender_name, message.direction, message.ticket) == (f"Anonymous {mark}", "in", ticket)
