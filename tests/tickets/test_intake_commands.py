"""Commands at the head of an agent's mail."""

import pytest

from mail import actions as mail_actions
from mail.actions.journal import Origin, journal
from mail.models import Mailbox
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tickets import intake
from tickets.intake import commands
from tickets.models import Message, Note, Ticket

pytestmark = pytest.mark.django_db
PROVEN = {"Authentication_Results": "mx.desk.example; dmarc=pass header.from=desk.example"}


@pytest.fixture
def ana(mailbox):
    """Return an agent who may answer and command by mail."""
    Mailbox.objects.update(
        plus_addressing=True, trusted_authserv_ids="mx.desk.example", agents_may_answer=True, agents_may_command=True
    )
    return UserFactory(supervisor=True, email="ana@desk.example", display_name="Ana")


@pytest.fixture
def ticket(ana):
    return TicketFactory(requester_email="rossi@alfa.example")


def write(ticket, ana, text, *, html="", to="", **headers):
    """Let ``ana`` write to the secret address of ``ticket``."""
    address = to or mail_actions.reply_address(ticket.thread, ana.email)
    head = {
        "From": ana.email,
        "To": address,
        "Content_Type": "text/html" if html else "text/plain",
        **PROVEN,
        **headers,
    }
    raw = mail(html or text, **head)
    inbound = journal(Mailbox.objects.get(), raw, Origin(envelope_to=address), received_at=ticket.created_at)
    intake.process(inbound.pk)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("#close\nDone.", ["#close"], "Done."),
        ("\n#assign: bob@x.example\n\n #NOTE \nFor us", ["#assign bob@x.example", "#note"], "For us"),
        ("Hello\n#close", [], "Hello\n#close"),
        ("#1 in the list", [], "#1 in the list"),
        ("# close", [], "# close"),
        ("", [], ""),
        ("#a", [], "#a"),
        ("#x " * 10_000, [], "#x " * 10_000),
    ],
)
def test_commands_stand_at_the_head_alone(text, names, rest):
    found, words = commands.read(text)

    assert ([str(command) for command in found], words) == (names, rest)


def test_a_close_is_carried_out_and_never_sent(ticket, ana):
    after = write(ticket, ana, "#close\n\nAll done, goodbye.\n")

    said = after.messages.get(direction="out")
    assert (after.status_category, said.text, said.quoted_html) == ("closed", "All done, goodbye.", "")
    assert "#close" not in said.outbound.text + said.outbound.html
    assert after.events.get(kind="tickets.moved", data__after="closed").actor == ana


def test_commands_in_html_are_not_sent_either(ticket, ana):
    after = write(ticket, ana, "", html="<div>#close</div><div><b>All</b> done</div>")

    said = after.messages.get(direction="out")
    assert (after.status_category, said.text, "#close" in said.outbound.html) == ("closed", "All done", False)


def test_a_command_alone_says_nothing(ticket, ana):
    after = write(ticket, ana, "#close\n")

    assert (after.status_category, Message.objects.count(), Note.objects.count()) == ("closed", 0, 0)


@pytest.mark.parametrize("name", ["bob@desk.example", "BOB@desk.example", "Bob Ionescu", "bob ionescu"])
def test_a_ticket_is_given_to_somebody_by_address_or_name(ticket, ana, name):
    bob = UserFactory(agent=True, email="bob@desk.example", display_name="Bob Ionescu")

    assert write(ticket, ana, f"#assign {name}\n").assignee == bob


def test_a_note_is_not_sent(ticket, ana):
    after = write(ticket, ana, "#note\nHe is difficult.")

    assert (Note.objects.get().text, after.messages.count()) == ("He is difficult.", 0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("#explode", "There is no such command."),
        ("#time 0:30", "There is no such command."),
        ("#assign nobody", "No agent, or more than one, has this name or address."),
        ("#assign", "No agent, or more than one, has this name or address."),
        ("#assign rossi@alfa.example", "No agent, or more than one, has this name or address."),
    ],
)
def test_what_was_not_done_stays_visible_with_why(ticket, ana, line, why):
    UserFactory(email="rossi@alfa.example")

    after = write(ticket, ana, f"{line}\nHello")

    assert Note.objects.get().text == f"Not carried out:\n{line} — {why}"
    assert after.messages.get(direction="out").text == "Hello"


def test_one_refused_command_keeps_no_other_from_being_done(ticket, ana):
    after = write(ticket, ana, "#close\n#close\n#assign ana\n")

    assert (after.status_category, after.assignee) == ("closed", ana)
    assert Note.objects.get().text.startswith("Not carried out:\n#close — “Close” is not possible")


def test_who_may_only_take_gives_to_nobody(ticket, ana):
    bob, eve = (UserFactory(agent=True, email=f"{name}@desk.example") for name in ("bob", "eve"))

    after = write(ticket, bob, f"#assign {eve.email}\n")

    assert (after.assignee, "You may take a ticket yourself" in Note.objects.get().text) == (None, True)


@pytest.mark.parametrize("unproven", ["Authentication_Results", "To"])
def test_a_mail_that_may_be_forged_commands_nothing(ticket, ana, unproven):
    sent = {} if unproven == "To" else {"Authentication_Results": "mx.evil.example; dmarc=pass"}
    if unproven == "To":
        sent = {"to": "support@desk.example", "Subject": f"[#{ticket.reference}]"}

    after = write(ticket, ana, "#close\nHello", **sent)

    assert (after.status_category, after.messages.count()) == ("new", 0)
    assert Note.objects.get().text == "#close\nHello\nThis mail is not proven to be yours, so nothing was carried out."


def test_where_the_mailbox_takes_no_commands_they_are_words(ticket, ana):
    Mailbox.objects.update(agents_may_command=False)

    after = write(ticket, ana, "#close\nHello")

    assert (after.status_category, after.messages.get(direction="out").text) == ("replied", "#close\nHello")


def test_customers_command_nothing(ticket, ana):
    rossi = ContactFactory(email="rossi@alfa.example")

    after = write(ticket, rossi, "#close\nHello")

    assert (after.status_category, after.messages.get().text) == ("new", "#close\nHello")


def test_mailboxes_take_no_commands_unless_told_to():
    assert Mailbox().agents_may_command is False


def test_a_mail_without_words_answers_nobody_and_stays_as_a_note(ticket, ana):
    write(ticket, ana, "", Subject="Re: Printer")

    assert (Message.objects.filter(direction="out").count(), Note.objects.get().text) == (0, "Re: Printer")
