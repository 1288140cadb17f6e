"""Whatever people are called, and whatever they write into a field of plain words, is text wherever it stands."""

import csv
import json
from collections.abc import Iterator
from html import escape, unescape
from io import StringIO

import pytest
from django.apps import apps
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.utils import timezone
from lxml import html

from billing import documents as proposals
from billing.models import InvoiceProposal
from estimates import documents as offers
from estimates.models import Offer
from helpdesk.models import User
from tests.addresses import ROUTES, address, one_of_each
from tests.billing.factories import PayingTicketFactory, log
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.sheets import words_of
from tickets import actions, mail_templates, mails
from tickets.enums import Direction, MailEvent, Move, NotificationKind
from tickets.mail_templates import TemplatedMail
from tickets.models import MailTemplate, Message, Notification, Ticket
from tickets.placeholders import NAMES

pytestmark = pytest.mark.django_db

# It leaves an attribute and a tag, opens an element that would do something, and is not what it is when decoded twice.
HOSTILE = "\"'><b onclick=x>&amp;"
APPS = ("auth", "helpdesk", "crm", "sla", "mail", "tickets", "estimates", "billing")
PLAIN = set(
    "about attention bound_by cancellation_reason city closing closing_notes customer_name diagnostic description "
    "display_name footer footer_description header_description internal_note intro job_title "
    "last_error legal_name name note notes offer_description party_address party_name province reason "
    "requester_name sender_name serial street subject test_result title user_agent vat_reason billable_reason".split()
)
HTML = {"tickets.Ticket.description"}
# Words of ours, and rows that never change.
UNWRITTEN = {"auth.Permission", "helpdesk.AuditEvent", "billing.BillingEvent", "billing.BatchTicket"}


def spoil(model: type[Model]) -> None:
    """Write HOSTILE into every field of plain words of every row."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and field.name in PLAIN
        and not field.choices
        and f"{model._meta.label}.{field.name}" not in HTML
        and (field.max_length or 1000) > len(HOSTILE) + 10
    ]
    for row in model._default_manager.all() if names else ():
        model._default_manager.filter(pk=row.pk).update(**dict.fromkeys(names, f"{HOSTILE}{row.pk}"))


@pytest.fixture
def world(db):
    """Make one of everything, in which all words are hostile, those of the timeline included."""
    MailboxFactory()
    made = one_of_each()
    ticket = Ticket.objects.for_page().get(slug=made["tickets"])
    agent = UserFactory(superuser=True, display_name=HOSTILE)
    actions.change(ticket, {"subject": HOSTILE, "requester_name": HOSTILE}, version=None, by=agent)
    actions.move(ticket, Move.HOLD, by=agent, words_given=f"<p>{escape(HOSTILE)}</p>")
    log(PayingTicketFactory())
    actions.notify(ticket, NotificationKind.ASSIGNED, [agent], now=timezone.now())
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.label not in UNWRITTEN:
            spoil(model)
    return {**made, "reader": agent}


def written_in(page: bytes) -> Iterator[str]:
    """Yield every text and every attribute of a page."""
    tree = html.fromstring(page) if page.strip() else None
    for element in tree.iter() if tree is not None else ():
        yield from filter(None, (element.text, element.tail, *element.attrib.values()))


def flaws_in(page: bytes) -> list[str]:
    """Return what of HOSTILE became an element, or is read otherwise than it was written."""
    if not page.strip():
        return []
    elements = html.fromstring(page).xpath("//*[@onclick]")
    made = [html.tostring(element).decode()[:200] for element in elements]
    return made + [text.strip()[:200] for text in written_in(page) if "onclick" in text and HOSTILE not in text]


ASKED = {"tickets:ticket_list": "?view=any", "tickets:ticket_news": "?since=0", "tickets:ticket_earlier": "?left=1"}


def read_by(person: User, world: dict[str, object]) -> tuple[list[str], set[str]]:
    """Ask for every address, as a browser and as htmx does; return what went wrong, and where HOSTILE stands."""
    client, flaws, shown = Client(), [], set()
    client.force_login(person)
    for name, route in ROUTES.items():
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(f"{address(route, world)}{ASKED.get(name, '')}", headers=headers)
            page = b"".join(response)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                flaws += [f"{name}: {flaw}" for flaw in flaws_in(page)]
                shown |= {name for text in written_in(page) if HOSTILE in text}
    return flaws, shown


SHOWN_IN = {
    "billing:proposal_detail",
    "billing:proposal_list",
    "billing:ready_list",
    "billing:ticket_panel",
    "crm:company_detail",
    "crm:company_list",
    "crm:contact_detail",
    "crm:contact_list",
    "estimates:offer_detail",
    "estimates:offer_list",
    "estimates:ticket_panel",
    "mail_triage:attention_detail",
    "tickets:notification_list",
    "tickets:ticket_detail",
    "tickets:ticket_list",
    "tickets:ticket_new",
    "tickets:ticket_news",
}


@pytest.mark.guards(24)
def test_hostile_words_are_text_in_every_page_and_fragment(world):
    flaws, shown = read_by(world["reader"], world)

    assert (flaws, SHOWN_IN - shown) == ([], set())


@pytest.mark.guards(24)
def test_hostile_words_are_text_in_the_pages_of_a_customer(world):
    flaws, shown = read_by(Ticket.objects.get(slug=world["tickets"]).requester.user, world)

    assert (flaws, {"tickets:home", "tickets:ticket_detail"} - shown) == ([], set())


@pytest.mark.guards(24)
def test_hostile_words_are_words_in_what_pickers_are_offered(client, world):
    client.force_login(UserFactory(superuser=True))

    response = client.get("/parties/")

    options = json.loads(response.content)
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {option["text"].startswith(HOSTILE) for option in options} == {True}


@pytest.mark.guards(24)
def test_hostile_words_are_one_cell_of_a_sheet(client, world):
    client.force_login(UserFactory(superuser=True))

    rows = list(csv.reader(StringIO(client.get("/sla/compliance/csv/?by=company").content.decode("utf-8-sig"))))

    assert {len(row) for row in rows} == {len(rows[0])}
    assert any(cell.lstrip("'").startswith(HOSTILE) for row in rows[1:] for cell in row)


@pytest.mark.guards(24)
@pytest.mark.parametrize(
    "draw",
    [lambda: offers.offer_pdf(Offer.objects.get()), lambda: proposals.pdf_of(InvoiceProposal.objects.get())],
    ids=["an offer", "a proposal"],
)
def test_hostile_words_are_letters_in(world, draw):
    letters_of_it = unescape("".join(word.text for word in words_of(draw())))  # pdftotext tells of words in XML

    assert letters_of_it.count(HOSTILE.replace(" ", "")) == letters_of_it.count("\"'>") > 3


def mails_about(ticket: Ticket) -> Iterator[str]:
    """Build every kind of mail there is about ``ticket``; yield its HTML."""
    agent = UserFactory(is_agent=True, display_name=HOSTILE, signature=HOSTILE)
    yield mails.acknowledgement(ticket).html
    yield mails.solution(ticket, by=agent).html
    for event in MailEvent.WILL_CLOSE, MailEvent.CLOSED:
        yield mail_templates.mail_to_customer(TemplatedMail(event, ticket, words=HOSTILE, by=HOSTILE, days=2)).html
    for message in Message.objects.filter(ticket=ticket):
        yield mails.answer(message).html
    for kind in NotificationKind:
        data = {"words": HOSTILE, "by": HOSTILE, "clock": HOSTILE, "group": HOSTILE, "who": HOSTILE}
        yield mails.notice(Notification(ticket=ticket, user=agent, kind=kind, data=data)).html


@pytest.mark.guards(24)
@pytest.mark.parametrize("has_templates", [False, True])
def test_hostile_words_are_text_in_every_mail(world, has_templates):
    ticket = Ticket.objects.for_page().get(slug=world["tickets"])
    names = " ".join(f"{{{{{name}}}}}" for name in sorted(NAMES))
    for event in MailEvent.values if has_templates else ():
        MailTemplate.objects.create(event=event, language=ticket.language, text=names)
    Message.objects.filter(ticket=ticket).update(direction=Direction.INCOMING, is_unconfirmed=False)

    built = list(mails_about(ticket))

    assert [flaw for page in built for flaw in flaws_in(page.encode())] == []
    assert len([page for page in built if HOSTILE in "".join(written_in(page.encode()))]) == len(built)
