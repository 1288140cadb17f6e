"""The proposal as a document, whatever was typed into it."""

import pytest

from billing import documents
from billing.models import ProposalLine
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.sheets import beyond, places_of, row_of, words_of

pytestmark = pytest.mark.django_db
LINK = "https://example.org/" + 220 * "w"


@pytest.fixture
def pdf() -> bytes:
    company = CompanyFactory(name=200 * "N", language="en", billable=True)
    ticket = PayingTicketFactory(company=company, subject=200 * "S")
    log(ticket, times="09:00–12:00", description=f"{LINK}\nfirst\nsecond\r\nthird")
    return documents.pdf_of(proposal(ticket))


def test_words_without_a_blank_are_broken_and_every_amount_stays_on_the_sheet(pdf):
    letters = "".join(word.text for word in words_of(pdf))

    assert (beyond(pdf), row_of(pdf, "3")) == ([], ["3", "h", "€60.00", "22", "%", "€180.00"])
    assert ("w" * 220 in letters, "S" * 200 in letters) == (True, True)


def test_three_typed_lines_are_three(pdf):
    first, second, third = places_of(pdf, "first", "second", "third")

    assert first < second < third


def test_the_page_shows_three_typed_lines_as_three_too(client):
    client.force_login(UserFactory(biller=True))
    made = proposal()
    ProposalLine.objects.of_proposal(made).filter(kind="service").update(description="first\nsecond\nthird")

    page = client.get(made.get_absolute_url()).content.decode()

    assert page.count("first<br>second<br>third") == 1
