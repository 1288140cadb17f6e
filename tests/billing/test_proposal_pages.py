"""The pages of proposals: the list, one, its document, a company's panel."""

import shutil
import subprocess

import pytest
from django.urls import reverse

from billing import actions, documents
from billing.models import InvoiceProposal
from helpdesk import files
from tests.billing.factories import PayingTicketFactory, generate, log, proposal, proposals_of
from tests.helpdesk.factories import UserFactory
from tickets import actions as ticket_actions
from tickets.enums import Move
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LIST = reverse("billing:proposal_list")


@pytest.fixture
def biller(client):
    user = UserFactory(biller=True)
    client.force_login(user)
    return user


@pytest.fixture
def alfa(world):
    return proposals_of(generate(world.t1, world.t2, world.t3, group_by_customer=True, group_works=True))[0]


def act(client, made, what, ticket=None, **data):
    args = [made.slug, ticket.slug] if ticket else [made.slug]
    return client.post(reverse(f"billing:{what}", args=args), data, follow=True)


def text_of(pdf, tmp_path):
    path = tmp_path / "proposal.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, biller, django_assert_num_queries, count):
    for _ in range(count):
        proposal()
    client.get(LIST, headers=HTMX)

    with django_assert_num_queries(4):
        client.get(LIST, headers=HTMX)


def test_the_list_is_narrowed_by_words_and_state(client, biller, alfa, world):
    found = [
        [one.reference for one in client.get(LIST, query).context["page"].rows]
        for query in ({"q": "alfa"}, {"q": world.t2.reference}, {"state": "confirmed"}, {"state": "draft", "q": "beta"})
    ]

    beta = InvoiceProposal.objects.get(company=world.beta)
    assert found == [[alfa.reference], [alfa.reference], [], [beta.reference]]


@pytest.mark.parametrize("count", [1, 3])
def test_one_proposal_costs_the_same_for_any_count_of_tickets(client, biller, django_assert_num_queries, count):
    company = PayingTicketFactory().company
    tickets = [PayingTicketFactory(company=company) for _ in range(count)]
    made = proposal(*tickets)
    client.get(made.get_absolute_url(), headers=HTMX)

    with django_assert_num_queries(11):
        client.get(made.get_absolute_url(), headers=HTMX)


def test_a_proposal_shows_its_lines_with_their_works_and_totals(client, biller, alfa):
    page = client.get(alfa.get_absolute_url()).content.decode()

    assert page.count("lavori eseguiti dal 02-03-2026 al 05-03-2026") == 1
    assert ["14:30–16:00" in page, "€366.00" in page, "€66.00" in page] == [True, True, True]


def test_the_document_holds_one_grouped_line_the_totals_and_no_secret(client, biller, alfa, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not here")

    response = client.get(reverse("billing:proposal_pdf", args=[alfa.slug]))

    text = text_of(response.content, tmp_path)
    assert response["Content-Type"] == "application/pdf"
    assert text.count("lavori eseguiti dal 02-03-2026 al 05-03-2026") == 1
    assert ["300,00" in text, "66,00" in text, "366,00" in text, "Alfa SpA" in text] == [True] * 4


def test_internal_notes_are_nowhere_in_the_document(client, biller, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not here")
    ticket = PayingTicketFactory()
    log(ticket, description="For you", internal_note="Among us")

    response = client.get(reverse("billing:proposal_pdf", args=[proposal(ticket).slug]))

    text = text_of(response.content, tmp_path)
    assert ["For you" in text, "Among us" in text] == [True, False]


def test_a_confirmed_proposal_answers_with_the_document_that_was_kept(
    client, biller, alfa, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        act(client, alfa, "proposal_confirm")

    first, second = (client.get(reverse("billing:proposal_pdf", args=[alfa.slug])).content for _ in range(2))

    assert (first == second, first[:5]) == (True, b"%PDF-")


def test_a_confirmed_proposal_whose_file_is_gone_is_told_as_such_and_never_drawn_again(
    client, biller, alfa, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        act(client, alfa, "proposal_confirm")
    files.location(InvoiceProposal.objects.get(pk=alfa.pk).pdf).unlink()

    response = client.get(reverse("billing:proposal_pdf", args=[alfa.slug]))

    assert (response.status_code, "This file is missing from the disk" in response.text) == (404, True)


def test_confirming_going_back_and_cancelling(client, biller, alfa, world):
    states = []
    for what in ("proposal_confirm", "proposal_unconfirm", "proposal_cancel"):
        act(client, alfa, what)
        alfa.refresh_from_db()
        states.append(alfa.state)

    assert states == ["confirmed", "draft", "cancelled"]
    assert Ticket.objects.get(pk=world.t1.pk).billing_status == "to_be_billed"


def test_a_ticket_is_suspended_from_the_page_p01(client, biller, alfa, world):
    page = act(client, alfa, "ticket_suspend", world.t2, reason="Warranty discussion").content.decode()

    assert ["€256.20" in page, "Warranty discussion" in page] == [True, True]


def test_a_ticket_is_dropped_from_the_page_p03(client, biller, alfa, world):
    act(client, alfa, "ticket_drop", world.t2, reason="Our mistake")

    assert Ticket.objects.get(pk=world.t2.pk).billing_status == "not_billed"


def test_suspending_without_a_reason_is_refused_p01(client, biller, alfa, world):
    assert act(client, alfa, "ticket_suspend", world.t2, reason="").status_code == 409


LONG = "\r\n".join(["x" * 99] * 20)


@pytest.mark.parametrize(("reason", "status"), [(LONG, 200), (LONG + "x", 200), (LONG + "x\r\nx", 422)])
def test_a_reason_is_as_long_as_the_browser_counts_it(client, biller, alfa, reason, status):
    ticket = alfa.places.latest("pk").ticket

    response = act(client, alfa, "ticket_suspend", ticket, reason=reason)

    assert (response.status_code, reason.splitlines()[-1] in response.content.decode()) == (status, True)
    kept = Ticket.objects.get(pk=ticket.pk).cancellation_reason
    assert kept == (reason.replace("\r\n", "\n") if status == 200 else "")


def test_a_refused_reason_is_shown_again_with_why(client, biller, alfa, world):
    actions.confirm_proposal(alfa, by=biller)

    response = act(client, alfa, "ticket_drop", world.t2, reason="Our mistake")

    page = response.content.decode()
    assert (response.status_code, "Our mistake</textarea>" in page, "Only a draft can be changed" in page) == (
        409,
        True,
        True,
    )


def test_notes_are_written_printed_and_kept_when_refused(client, biller, alfa, tmp_path):
    act(client, alfa, "proposal_notes", notes="As agreed\r\nby phone")
    alfa.refresh_from_db()
    printed = documents.context_of(alfa)["proposal"].notes
    actions.confirm_proposal(alfa, by=biller)

    refused = act(client, alfa, "proposal_notes", notes="Too late")

    assert printed == "As agreed\nby phone"
    assert (refused.status_code, "Too late</textarea>" in refused.content.decode()) == (409, True)


def test_a_confirmed_proposal_shows_its_notes_and_no_field(client, biller, alfa):
    actions.write_notes(alfa, "As agreed", by=biller)
    actions.confirm_proposal(alfa, by=biller)

    page = client.get(alfa.get_absolute_url()).content.decode()

    assert ["As agreed" in page, 'name="notes"' in page] == [True, False]


def test_the_last_ticket_s_leaving_is_told_p04(client, biller):
    made = proposal()

    page = act(client, made, "ticket_remove", made.places.get().ticket).content.decode()

    assert "It was the last one" in page


def test_a_reopened_ticket_is_shown_as_a_blocker(client, biller, alfa, world):
    ticket_actions.move(world.t1, Move.REOPEN, by=None)

    page = client.get(alfa.get_absolute_url()).content.decode()

    assert "It cannot be confirmed" in page
    assert act(client, alfa, "proposal_confirm").status_code == 409


@pytest.mark.parametrize("name", ["proposal_detail", "proposal_pdf"])
def test_agents_see_no_proposal(client, alfa, name):
    client.force_login(UserFactory(agent=True))

    assert client.get(reverse(f"billing:{name}", args=[alfa.slug])).status_code == 403


def test_sales_look_but_change_nothing(client, alfa):
    client.force_login(UserFactory(sales=True))

    assert client.get(alfa.get_absolute_url()).status_code == 200
    assert act(client, alfa, "proposal_cancel").status_code == 403


def test_a_company_s_page_shows_its_proposals(client, biller, alfa, world):
    beta = InvoiceProposal.objects.get(company=world.beta)

    panel = client.get(reverse("billing:company_proposals", args=[world.alfa.code]), headers=HTMX).content.decode()

    assert [alfa.reference in panel, beta.reference in panel] == [True, False]


def test_administrators_look_but_do_not_touch(client, alfa):
    client.force_login(UserFactory(superuser=True))

    page = client.get(reverse("admin:billing_invoiceproposal_change", args=[alfa.pk]))

    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)


TOLD = [
    "logged a work",
    "put the ticket into the invoice proposal",
    "took the ticket out of the invoice proposal",
    "suspended the ticket in the invoice proposal",
    "decided that this ticket is billed after all",
    "cancelled the invoice proposal",
    "decided not to bill this ticket",
]


def test_the_ticket_s_page_tells_what_billing_did(client, biller):
    made = proposal()
    ticket = made.places.get().ticket
    actions.remove_ticket(made, ticket, by=biller)
    actions.suspend_ticket(proposal(ticket), ticket, "Warranty", by=biller)
    actions.bill_again(ticket, "", by=biller)
    actions.cancel_proposal(proposal(ticket), by=biller)
    actions.set_not_billed(ticket, "Goodwill", by=biller)

    page = client.get(ticket.get_absolute_url()).content.decode()

    assert [words for words in TOLD if words not in page] == []
