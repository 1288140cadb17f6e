"""Who may append by mail: each cell of the table, with mails that really come in, and what comes with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import actions as mail_actions
from mail.models import OutboundMail
from tests.crm.factories import CompanyDomainFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.intake.arriving import TRUSTING, answered, arrive, opened_by, proven, secret_address, written
from tickets import actions
from tickets.enums import Category
from tickets.models import Note, Ticket

pytestmark = pytest.mark.django_db

FORGED = "forged"


@pytest.fixture
def ticket(mailbox):
    """A ticket of rossi@alfa.example's, answered once, whose company has other people."""
    CompanyDomainFactory(domain="alfa.example")
    return opened_by(mailbox, written(message_id="<first@alfa.example>"))


@pytest.fixture
def send(mailbox, ticket):
    """Return a function that lets somebody answer by one of the four ways and says what came of it."""
    ours = answered(mailbox, ticket)
    address = secret_address(mailbox, ticket, "rossi@alfa.example", **TRUSTING)
    ways = {
        "token": {},
        "our id": {"In_Reply_To": ours.message_id},
        "their id": {"In_Reply_To": "<first@alfa.example>"},
        "number": {"subject": f"[#{ticket.reference}] Printer"},
    }

    def sending(sender, way, *, failed=False):
        headers = ways[way] | (proven("fail") if failed else {})
        to = address if way == "token" else "support@desk.example"
        return what_came_of(ticket, arrive(mailbox, written("Words", sender=sender, **headers), to=to))

    return sending


def what_came_of(ticket, inbound):
    heard = ticket.messages.filter(inbound=inbound).first()
    if heard:
        return "hidden" if heard.is_unconfirmed else "public"
    return "note" if Note.objects.filter(ticket=ticket).exists() else "own ticket"


@pytest.mark.parametrize(
    ("sender", "way", "outcome"),
    [
        *[("rossi@alfa.example", way, "public") for way in ("token", "our id", "their id", "number")],
        *[("agent", way, "note") for way in ("token", "our id", "their id", "number")],
        *[("bruno@alfa.example", way, "public") for way in ("token", "our id", "their id")],
        ("bruno@alfa.example", "number", "own ticket"),
        ("rossi@home.example", "token", "hidden"),
        *[("rossi@home.example", way, "own ticket") for way in ("our id", "their id", "number")],
    ],
)
def test_sender_may_append_what_the_table_says(send, sender, way, outcome):
    address = UserFactory(agent=True).email if sender == "agent" else sender

    assert send(address, way) == outcome


@pytest.mark.parametrize("sender", ["rossi@alfa.example", "agent", "bruno@alfa.example", "rossi@home.example"])
@pytest.mark.parametrize(
    ("way", "outcome"),
    [("token", "hidden"), ("our id", "hidden"), ("their id", "own ticket"), ("number", "own ticket")],
)
def test_whoever_is_forged_is_hidden_or_on_his_own(send, sender, way, outcome):
    address = UserFactory(agent=True).email if sender == "agent" else sender

    assert send(address, way, failed=True) == outcome


def test_forged_mail_brings_nobody_into_copy(mailbox, ticket):
    ours = answered(mailbox, ticket)
    type(mailbox).objects.update(**TRUSTING)

    arrive(mailbox, written("Hi", In_Reply_To=ours.message_id, Cc="eve@evil.example", **proven("fail")))
    arrive(mailbox, written("Hi", subject="New", Cc="eve@evil.example", **proven("fail")))

    assert [list(t.watchers.all()) for t in Ticket.objects.all()] == [[], []]


def test_forged_colleague_is_not_told_of_news(mailbox, ticket):
    ours = answered(mailbox, ticket)
    type(mailbox).objects.update(**TRUSTING)

    arrive(mailbox, written("Hi", sender="bruno@alfa.example", In_Reply_To=ours.message_id, **proven("fail")))

    assert list(ticket.watchers.all()) == []


def test_colleague_who_answers_our_mail_is_told_of_news(mailbox, ticket):
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Me too", sender="bruno@alfa.example", In_Reply_To=ours.message_id))

    assert [watcher.address for watcher in ticket.watchers.all()] == ["bruno@alfa.example"]


def test_stranger_brings_nobody_into_copy_of_a_foreign_ticket(mailbox, ticket):
    address = secret_address(mailbox, ticket, "rossi@alfa.example")

    arrive(mailbox, written("Hi", sender="eve@evil.example", Cc="mallory@evil.example"), to=address)

    assert list(ticket.watchers.all()) == []


def test_whoever_asks_brings_people_in_with_any_answer(mailbox, ticket):
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Hi", In_Reply_To=ours.message_id, to="support@desk.example, boss@beta.example"))

    assert ticket.in_copy == ("boss@beta.example",)


def test_proven_answer_of_an_agent_goes_to_everybody_and_brings_people_in(mailbox, ticket):
    ana = UserFactory(agent=True)
    actions.add_watchers(ticket, ["boss@beta.example"])
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)
    message = written("Off and on", sender=ana.email, Cc="rossi@alfa.example, ext@beta.example", **proven())

    arrive(mailbox, message, to=address)

    said = ticket.messages.get(direction="out")
    assert (said.recipients, said.cc) == (["rossi@alfa.example"], ["boss@beta.example"])
    assert ticket.in_copy == ("boss@beta.example", "ext@beta.example")


def test_whoever_is_in_copy_brings_nobody_else_in(mailbox, ticket):
    ours = answered(mailbox, ticket)
    actions.add_watchers(ticket, ["bruno@beta.example"])

    arrive(mailbox, written("Hi", sender="bruno@beta.example", In_Reply_To=ours.message_id, Cc="carla@beta.example"))

    assert [watcher.address for watcher in ticket.watchers.all()] == ["bruno@beta.example"]


def test_whoever_repeats_the_id_of_the_first_mail_brings_nobody_in(mailbox):
    first = "<first@alfa.example>"
    ticket = opened_by(mailbox, written(message_id=first))
    actions.add_watchers(ticket, ["bruno@beta.example"])
    repeated = {"message_id": first, "In_Reply_To": first, "Cc": "carla@beta.example"}

    inbound = arrive(mailbox, written("Me too", sender="bruno@beta.example", **repeated))

    assert (inbound.thread, ticket.messages.count()) == (ticket.thread, 2)
    assert [watcher.address for watcher in ticket.watchers.all()] == ["bruno@beta.example"]


def test_machine_brings_nobody_into_copy(mailbox):
    ticket = opened_by(mailbox, written(Cc="bruno@alfa.example", Auto_Submitted="auto-generated"))

    assert list(ticket.watchers.all()) == []


def test_twenty_people_in_copy_at_most_are_told_of_news(mailbox):
    people = ", ".join(f"p{number}@alfa.example" for number in range(25))

    assert opened_by(mailbox, written(Cc=people)).watchers.count() == 20


@pytest.mark.guards(15)
def test_acknowledgement_of_a_strangers_ticket_names_his_number_only(mailbox, ticket):
    OutboundMail.objects.all().delete()

    arrive(mailbox, written("Let me in", sender="eve@evil.example", subject=f"[#{ticket.reference}] Printer"))

    receipt = OutboundMail.objects.get()
    own = Ticket.objects.get(requester_email="eve@evil.example")
    assert own.reference in receipt.subject
    assert "It smokes" not in f"{receipt.text}{receipt.html}"


def test_display_name_of_the_requester_makes_nobody_him(mailbox, ticket):
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Hi", sender='"rossi@alfa.example" <eve@evil.example>', In_Reply_To=ours.message_id))

    own = Ticket.objects.get(requester_email="eve@evil.example")
    assert (ticket.messages.count(), own.messages.get().warnings) == (2, ["name_is_address"])


def test_address_that_did_not_stand_in_from_makes_nobody_the_requester(mailbox, ticket):
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Hi", sender="Somebody", Reply_To="rossi@alfa.example", In_Reply_To=ours.message_id))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 2)


def test_requester_is_known_in_any_spelling_of_his_address(mailbox, ticket):
    arrive(mailbox, written("Hi", sender="ROSSI@Alfa.EXAMPLE", subject=f"re: [#{ticket.reference}]"))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 1)


@pytest.mark.parametrize("tags", ["[#NO-SUCH-1] [#{}]", "AW: Re: [#{}] [#NO-SUCH-1]", "x[#{}]y"])
def test_first_number_that_is_known_counts(mailbox, ticket, tags):
    arrive(mailbox, written("Hi", subject=tags.format(ticket.reference)))

    assert ticket.messages.count() == 2


@pytest.mark.parametrize(("cut", "by"), [(3, " "), (5, "\r\n "), (8, "\t"), (-1, "  ")])
def test_number_that_a_broken_line_has_cut_is_whole(mailbox, ticket, cut, by):
    broken = f"Re: [#{ticket.reference[:cut]}{by}{ticket.reference[cut:]}] Printer"
    raw = bytes(written("Hi", subject="SUBJECT")).replace(b"SUBJECT", broken.encode())

    arrive(mailbox, raw)

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 1)


@pytest.mark.parametrize("subject", ["#{}", "[{}]", "[# {}]", "[#{}0]", "{}"])
def test_number_written_otherwise_means_nothing(mailbox, ticket, subject):
    arrive(mailbox, written("Hi", subject=subject.format(ticket.reference)))

    assert (ticket.messages.count(), Ticket.objects.count()) == (1, 2)


def test_number_in_the_words_means_nothing(mailbox, ticket):
    arrive(mailbox, written(f"See [#{ticket.reference}]", subject="Other"))

    assert (ticket.messages.count(), Ticket.objects.count()) == (1, 2)


@pytest.mark.guards(16)
@pytest.mark.parametrize(("days", "tickets"), [(13, 1), (15, 2)])
def test_closed_ticket_is_reopened_for_a_fortnight(mailbox, ticket, days, tickets):
    ours = answered(mailbox, ticket)
    closed, at = ticket.type.statuses.get(category=Category.CLOSED), timezone.now() - timedelta(days=days)
    Ticket.objects.update(status=closed, status_category=Category.CLOSED, closed_at=at, resolved_at=at)

    arrive(mailbox, written("It smokes again", In_Reply_To=ours.message_id))

    assert Ticket.objects.live().count() == 1
    assert Ticket.objects.count() == tickets


@pytest.mark.guards(16)
def test_answer_in_a_thread_without_a_ticket_opens_one(mailbox):
    lost = mail_actions.start_thread(mailbox=mailbox, root_message_id="<lost@alfa.example>")

    inbound = arrive(mailbox, written(In_Reply_To="<lost@alfa.example>"))

    assert (inbound.status, inbound.thread == lost, Ticket.objects.count()) == ("processed", False, 1)


def test_two_hundred_references_still_find_the_ticket(mailbox, ticket):
    ours = answered(mailbox, ticket)
    ids = " ".join(f"<{number}@elsewhere.example>" for number in range(400))

    arrive(mailbox, written("Hi", References=f"{ours.message_id} {ids}"))

    assert ticket.messages.filter(direction="in").count() == 2


def test_answering_ones_own_first_mail_opens_nothing(mailbox, ticket):
    arrive(mailbox, written("One more thing", In_Reply_To="<FIRST@alfa.example>".lower()))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 1)
