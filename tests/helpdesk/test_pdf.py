"""A document is drawn in a process of its own, which takes little memory, little time, and knows no secret."""

import os
import resource
import signal
import time
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest

from estimates import actions
from helpdesk import pdf
from helpdesk.errors import DocumentNotDrawn, DocumentTooLarge, DrawingBusy, NoDocuments
from tests.estimates.factories import commercially_ended, quotable_ticket
from tests.helpdesk.factories import UserFactory

ENDLESS = f'<p style="overflow-wrap: anywhere">{60_000 * "w"}</p>'  # to break a word of so many letters takes minutes


@pytest.fixture
def drawing(tmp_path, monkeypatch):
    """Return ``drawing(code)``, which has the documents drawn by a program of that text."""

    def replace(code):
        program = tmp_path / "drawing.py"
        program.write_text(code)
        pdf.DRAWER.stop()
        monkeypatch.setattr(pdf.DRAWER, "arguments", ["-P", str(program)])

    yield replace
    pdf.DRAWER.stop()


def drawer() -> int:
    """Return the number of the process that draws."""
    pdf.drawn("<p>Hello</p>")
    return pdf.DRAWER.child.process.pid


def test_one_process_draws_many_documents():
    first, second = drawer(), drawer()

    assert (first == second, pdf.drawn("<p>Hello</p>")[:5], pdf.drawn("<p>Hello</p>")[-6:]) == (
        True,
        b"%PDF-",
        b"%%EOF\n",
    )


@pytest.mark.guards(25)
def test_a_document_has_its_share_of_processor_time_and_memory_and_no_secret():
    facts = Path(f"/proc/{drawer()}")

    soft, _hard = resource.prlimit(int(facts.name), resource.RLIMIT_CPU)
    used = sum(map(int, (facts / "stat").read_text().split()[13:15])) / os.sysconf("SC_CLK_TCK")
    assert 20 <= soft - used <= 22
    assert f"Max address space         {1024**3}" in (facts / "limits").read_text()
    assert {entry.partition("=")[0] for entry in (facts / "environ").read_text().split("\0") if entry} <= set(
        pdf.DRAWER.keeping
    )


@pytest.mark.guards(25)
def test_a_document_that_takes_too_much_memory_is_refused_and_the_next_is_drawn():
    resource.prlimit(drawer(), resource.RLIMIT_AS, (1, 1))  # stands in for what the process sets itself

    with pytest.raises(DocumentTooLarge):
        pdf.drawn(20_000 * "<p>Hello</p>")

    assert pdf.drawn("<p>Hello</p>")[:5] == b"%PDF-"


@pytest.mark.guards(25)
def test_a_document_over_which_the_process_is_out_of_processor_time_is_told_as_too_large(drawing):
    drawing("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, resource.RLIM_INFINITY))\nwhile True: pass")

    with pytest.raises(DocumentTooLarge):
        pdf.drawn("<p>Hello</p>")


@pytest.mark.guards(25)
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGTRAP, signal.SIGABRT])
def test_a_library_that_gives_up_for_want_of_memory_is_told_as_a_document_too_large(drawing, number):
    drawing(f"import os; os.kill(os.getpid(), {number})")

    with pytest.raises(DocumentTooLarge):
        pdf.drawn("<p>Hello</p>")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_somebody_else_ends_says_nothing_of_the_document(drawing, number):
    drawing(f"import os; os.kill(os.getpid(), {number})")

    with pytest.raises(DocumentNotDrawn, match="Try again"):
        pdf.drawn("<p>Hello</p>")


def test_a_document_that_waits_long_for_the_one_before_it_is_refused_and_is_drawn_later(monkeypatch):
    monkeypatch.setattr(pdf, "TURN", 0.1)

    with pdf._turn(), pytest.raises(DrawingBusy, match="Another document is being created"):
        pdf.drawn("<p>Hello</p>")

    assert pdf.drawn("<p>Hello</p>")[:5] == b"%PDF-"


@pytest.mark.long
@pytest.mark.guards(25)
def test_a_word_without_end_takes_no_longer_than_the_limit():
    began = time.monotonic()

    with pytest.raises(DocumentTooLarge):
        pdf.drawn(ENDLESS)

    assert time.monotonic() - began < pdf.PATIENCE + 10


@pytest.mark.guards(25)
def test_a_document_that_does_not_get_its_turn_is_given_up(monkeypatch):
    os.kill(drawer(), signal.SIGSTOP)
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)

    with pytest.raises(DocumentTooLarge):
        pdf.drawn("<p>Hello</p>")


@pytest.mark.guards(25)
@pytest.mark.django_db
def test_whoever_asks_for_a_document_that_is_too_large_is_told_so(client, monkeypatch):
    sales = UserFactory(sales=True)
    ticket = quotable_ticket()
    commercially_ended(ticket)
    [report] = actions.create_offers([ticket], by=sales, day=date(2026, 3, 1))
    client.force_login(sales)
    resource.prlimit(drawer(), resource.RLIMIT_AS, (1, 1))

    response = client.get(f"{report.offer.get_absolute_url()}pdf/")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This document is too large to be created." in response.text


def test_a_machine_that_cannot_draw_says_what_it_lacks(drawing):
    drawing(f"raise SystemExit({pdf.LIBRARIES_MISSING})")

    with pytest.raises(NoDocuments, match="Pango"):
        pdf.drawn("<p>Hello</p>")


def test_a_fault_of_the_drawing_is_not_told_as_one_of_the_document(drawing):
    drawing("1 / 0")

    with pytest.raises(RuntimeError, match="ended with 1"):
        pdf.drawn("<p>Hello</p>")
