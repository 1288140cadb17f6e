"""The offer as a document, whatever was typed into it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from estimates import actions, documents
from estimates.models import Offer
from helpdesk import pdf
from tests.crm.factories import CompanyFactory
from tests.estimates.factories import commercially_ended, quotable_ticket, step
from tests.sheets import beyond, places_of, row_of, words_of

pytestmark = pytest.mark.django_db
LINK = "https://example.org/" + 220 * "w"


@pytest.fixture
def offer(sales) -> Offer:
    ticket = quotable_ticket(company=CompanyFactory(name=200 * "N", language="en"), subject=200 * "S")
    commercially_ended(ticket, step(10), by=sales)
    [report] = actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))
    report.offer.lines.filter(kind="item").update(description=f"See {LINK}\nfirst\nsecond\r\nthird")
    Offer.objects.filter(pk=report.offer.pk).update(title=200 * "T", intro=LINK, closing=LINK)
    return Offer.objects.get(pk=report.offer.pk)


def test_words_without_a_blank_are_broken_and_every_amount_stays_on_the_sheet(offer):
    pdf = documents.offer_pdf(offer)

    assert (beyond(pdf), row_of(pdf, "10")) == ([], ["10", "h", "€60.00", "22", "%", "€600.00"])


def test_a_title_of_200_letters_is_there_to_its_last(offer):
    pdf = documents.offer_pdf(offer)

    letters = "".join(word.text for word in words_of(pdf))
    assert ("T" * 200 in letters, "w" * 220 in letters) == (True, True)


def test_three_typed_lines_are_three(offer):
    first, second, third = places_of(documents.offer_pdf(offer), "first", "second", "third")

    assert first < second < third


def test_discounts_and_large_sums_find_their_place(offer):
    offer.lines.filter(kind="item").update(unit_price=Decimal("12345678.1234"), net=Decimal("123456781.23"))
    offer.lines.filter(kind="item").update(discount_percent=Decimal("12.25"), quantity=Decimal("1234.1234"))

    pdf = documents.offer_pdf(offer)

    assert beyond(pdf) == []


def cpu_of_the_drawer() -> float:
    """Return the processor time that the process which draws has taken."""
    return sum(map(int, Path(f"/proc/{pdf.DRAWER.child.process.pid}/stat").read_text().split()[13:15]))


def test_long_texts_are_drawn_about_as_fast_as_short_ones(offer):
    documents.offer_pdf(offer)
    began = cpu_of_the_drawer()
    documents.offer_pdf(offer)
    short = cpu_of_the_drawer() - began
    offer.lines.update(description="a word " * 280)

    documents.offer_pdf(offer)

    assert cpu_of_the_drawer() - began - short < 5 * short
