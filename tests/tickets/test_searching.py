"""What a question finds, in which order, and who never learns of it."""

import pytest
from django.db import connection
from django.utils import timezone

from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody
from tickets.models import Note, SearchDocument, Ticket, TicketAlias

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return UserFactory(agent=True)


def asked_for(text, user, **kwargs):
    """Return the subjects that are found, the closest first."""
    found = Ticket.objects.finding(text, user, **kwargs).order_by("-closeness", "pk")
    return [ticket.subject for ticket in found]


@pytest.mark.parametrize(
    ("html", "question"),
    [
        ("scanner/printer", "printer"),
        ("scanner/printer", "scannerprinter"),
        ("scanner/printer", "scanner/printer"),
        ("broken.Please", "please"),
        ("broken.Please", "brokenplease"),
        ("wi-fi", "wifi"),
        ("wifi", "Wi-Fi"),
        ("two e-mails", "email"),
        ("an email", "e-mails"),
        ("C:\\data\\offers_2026.xlsx", "offers"),
        ("ask mario.rossi@alfa-nord.example", "mario.rossi"),
        ("ask mario.rossi@alfa-nord.example", "alfa-nord"),
        ("ask mario.rossi@alfa-nord.example", "alfanord"),
        ("ask mario.rossi@alfa-nord.example", "MARIO.ROSSI@alfa-nord.example"),
        ("call +40 721 123 456", "0721123456"),
        ("call 0721.123.456", "0721 123 456"),
        ("call 0721123456", "+40 721 123 456"),
        ("număr de factură: ştampilă", "ștampila"),
    ],
)
def test_what_is_joined_is_found_apart_and_the_other_way_round(agent, html, question):
    TicketFactory(html=html, subject="wanted")
    TicketFactory(html="something else", subject="other")

    assert asked_for(question, agent) == ["wanted"]


@pytest.mark.parametrize("question", ["501", "00501", "2026/00501", "INT/2026/00501", "int-2026-00501", "#501"])
def test_a_ticket_is_found_by_parts_of_its_number_before_those_that_only_name_it(agent, question):
    TicketFactory(subject="names it", html="<p>See INT/2026/00501</p>")
    wanted = TicketFactory(subject="has it", row={"reference": "INT/2026/00501", "slug": "int-2026-00501"})
    actions.index_again(wanted)
    TicketFactory(subject="other", html="<p>5010 and 1501</p>")

    assert asked_for(question, agent) == ["has it", "names it"]


def test_a_ticket_is_found_by_a_number_that_it_had_before(agent):
    ticket = TicketFactory(subject="renumbered")
    TicketAlias.objects.create(ticket=ticket, reference="OLD/2025/00077", slug="old-2025-00077")
    actions.index_again(ticket)

    assert asked_for("2025/00077", agent) == ["renumbered"]


def test_words_as_they_are_written_come_before_their_other_forms(agent):
    TicketFactory(subject="form", html="le fatture che aspetto", language="it")
    TicketFactory(subject="exact", html="la fattura che aspetto", language="it")
    TicketFactory(subject="form again", html="fatture", language="it")

    assert asked_for("fattura", agent) == ["exact", "form", "form again"]


def test_a_text_in_another_language_than_the_customers_is_found_by_its_forms(agent):
    TicketFactory(subject="wanted", html="the printers are not working and we have no toner", language="ro")

    assert asked_for("printer", agent) == ["wanted"]


def test_a_beginning_is_found_while_somebody_types_and_below_what_is_exact(agent):
    TicketFactory(subject="longer", html="imprimanta")
    TicketFactory(subject="exact", html="imprim")

    found = [asked_for("imprim", agent, is_typing=is_typing) for is_typing in (True, False)]

    assert found == [["exact", "longer"], ["exact"]]
    assert asked_for("imprim*", agent) == ["exact", "longer"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("red -printer", ["scanner"]),
        ("printer or scanner", ["printer", "scanner"]),
        ("-printer", ["scanner"]),
        ('"red printer"', ["printer"]),
        ('"printer red"', []),
        ("***", []),
        ("red the", ["printer", "scanner"]),
    ],
)
def test_phrases_minus_and_or(agent, question, found):
    TicketFactory(subject="printer", html="a red printer")
    TicketFactory(subject="scanner", html="a red scanner")

    assert asked_for(question, agent) == found


def test_words_of_one_question_may_stand_in_several_messages(agent):
    ticket = TicketFactory(subject="wanted", html="the printer")
    actions.receive(ticket, IncomingMessage(MessageBody(html="<p>it smokes</p>"), at=timezone.now()))
    actions.add_note(ticket, "<p>zanzibar</p>", by=agent)

    assert asked_for("printer smokes zanzibar", agent) == ["wanted"]


@pytest.mark.parametrize("question", ["biancchi", "Bianhci stampante", "luchetti", "Lucchettti"])
def test_a_slip_of_the_pen_in_a_name_is_forgiven(agent, question):
    company = CompanyFactory(name="Bianchi Impianti")
    contact = ContactFactory(name="Piero Lucchetti", company=company)
    TicketFactory(subject="wanted", html="la stampante", company=company, requester=contact)
    TicketFactory(subject="other", html="la stampante")

    assert asked_for(question, agent) == ["wanted"]


def test_a_slip_of_the_pen_in_another_word_is_not(agent):
    TicketFactory(html="la stampante", company=CompanyFactory(name="Bianchi"))

    assert asked_for("stampannte", agent) == []


def test_a_customer_learns_nothing_of_notes_and_of_what_others_asked(agent):
    customer = UserFactory()
    company = CompanyFactory(name="Bianchi Impianti")
    mine = TicketFactory(subject="mine", html="printer", requester_email=customer.email)
    TicketFactory(subject="not mine", html="printer", company=company)
    actions.add_note(mine, "<p>zanzibar 501</p>", by=agent)

    seen = Ticket.objects.visible_to(customer)
    found = [
        [ticket.subject for ticket in seen.finding(text, customer, is_typing=True)]
        for text in (
            "printer",
            "zanzibar",
            "zanzi",
            "501",
            "printer zanzibar",
            "printer -zanzibar",
            "bianchi",
            "biancchi",
        )
    ]

    assert found == [["mine"], [], [], [], [], ["mine"], [], []]


def test_a_word_that_stands_in_a_note_too_is_no_closer_for_a_customer(agent):
    customer = UserFactory()
    ticket = TicketFactory(html="fatture", language="it", requester_email=customer.email)
    actions.add_note(ticket, "<p>fattura</p>", by=agent)

    closeness = [Ticket.objects.finding("fattura", user).get().closeness for user in (agent, customer)]

    assert closeness == [2, 1]


def test_a_question_is_answered_by_the_index():
    agent, ticket = UserFactory(agent=True), TicketFactory(html="wanted")
    notes = Note.objects.bulk_create(
        Note(ticket=ticket, author=agent, html="", text="", at=timezone.now()) for _number in range(8000)
    )
    SearchDocument.objects.bulk_create(
        SearchDocument(ticket=ticket, note=note, version=1, words=f"'word{note.pk}':1 'common':2") for note in notes
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_words')")  # as autovacuum does
        cursor.execute("ANALYZE tickets_searchdocument")

    plan = Ticket.objects.finding(f"word{notes[7].pk}", agent).explain()

    assert "Seq Scan on tickets_searchdocument" not in plan
    assert "search_words" in plan


@pytest.mark.parametrize(("text", "queries"), [("printer", 3), ("printer red wi-fi", 3), ("nothing", 3)])
def test_a_question_costs_the_same_for_any_number_of_words(agent, django_assert_num_queries, text, queries):
    TicketFactory(html="a red printer at the wi-fi")

    with django_assert_num_queries(queries):
        list(Ticket.objects.finding(text, agent))
