import subprocess
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from estimates import actions
from estimates.enums import OfferState
from estimates.models import Offer
from helpdesk import files
from helpdesk.models import CompanyProfile
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates.factories import commercially_ended, quotable_ticket, step, technically_ended
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tickets import actions as ticket_actions
from tickets.enums import Move

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def offered(sales, *steps, **kwargs):
    ticket = quotable_ticket(**kwargs)
    commercially_ended(ticket, *(steps or [step(10)]), by=sales)
    [report] = actions.create_offers([ticket], by=sales, day=DAY)
    return report.offer


@pytest.fixture
def offer(sales):
    return offered(sales)


def post(client, offer, name, **data):
    return client.post(f"/offers/{offer.slug}/{name}/", data)


def words_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_the_page_shows_lines_and_totals(as_sales, offer):
    html = as_sales.get(offer.get_absolute_url()).content.decode()

    assert [amount in html for amount in ("€600.00", "€132.00", "€732.00")] == [True] * 3


@pytest.mark.parametrize("who", [{"agent": True}, {}])
def test_whoever_may_see_no_prices_finds_no_offer(client, offer, who):
    client.force_login(UserFactory(**who))

    paths = [offer.get_absolute_url(), f"{offer.get_absolute_url()}pdf/", "/offers/", "/companies/X/offers/"]
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_a_supervisor_sees_an_offer_and_moves_none(client, offer):
    client.force_login(UserFactory(supervisor=True))

    page = client.get(offer.get_absolute_url())
    assert (page.status_code, set(page.context["moves"].values())) == (200, {False})
    assert post(client, offer, "send").status_code == 403


def test_an_offer_is_sent_confirmed_and_converted(as_sales, offer):
    states = []

    for name, data in (("send", {}), ("confirm", {"day": "2026-03-05"}), ("convert", {})):
        post(as_sales, offer, name, **data)
        states.append(Offer.objects.get().state)

    assert states == [OfferState.SENT, OfferState.CONFIRMED, OfferState.CONVERTED]
    assert Offer.objects.get().confirmed_on == date(2026, 3, 5)


def test_a_letter_needs_words(as_sales, offer):
    response = post(as_sales, offer, "send", by_mail="on", letter=" ")

    assert (response.status_code, Offer.objects.get().state) == (422, OfferState.DRAFT)


def test_a_confirmation_from_the_future_is_refused(as_sales, offer):
    post(as_sales, offer, "send")

    response = post(as_sales, offer, "confirm", day=timezone.localdate() + timedelta(days=2))

    assert (response.status_code, b"This day is still to come." in response.content) == (422, True)


@pytest.mark.parametrize(("name", "state"), [("reject", OfferState.REJECTED), ("cancel", OfferState.CANCELLED)])
def test_an_offer_ends_with_a_reason(as_sales, offer, name, state):
    post(as_sales, offer, "send")

    silent = post(as_sales, offer, name)
    post(as_sales, offer, name, **{f"{name}-reason": "Too dear"})

    assert (silent.status_code, Offer.objects.get().state, Offer.objects.get().reason) == (422, state, "Too dear")


def test_a_new_version_is_shown(as_sales, offer):
    post(as_sales, offer, "send")

    response = post(as_sales, offer, "version")

    assert response.url == f"/offers/{offer.slug}-v2/"


def test_a_move_out_of_order_is_refused_with_its_reason(as_sales, offer):
    response = post(as_sales, offer, "convert")

    assert (response.status_code, b"is not possible while offer" in response.content) == (409, True)


def test_the_document_speaks_the_customers_language_and_adds_up(as_sales, sales):
    CompanyProfile.objects.update_or_create(pk=1, defaults={"legal_name": "Officina S.r.l.", "vat_id": "IT02182030391"})
    offer = offered(sales, company=CompanyFactory(name="Alfa SpA", language="it"), subject="Stampante")

    response = as_sales.get(f"/offers/{offer.slug}/pdf/")

    words = words_of(response.getvalue())
    expected = ("Officina S.r.l.", "Alfa SpA", offer.reference, "02-03-2026", "Stampante", "10 h", "60,00", "732,00")
    assert [part for part in expected if part not in words] == []


def test_e15_no_document_holds_a_note(as_sales, sales):
    offer = offered(sales)
    ana = UserFactory(agent=True)
    for secret in (True, False):
        ticket_actions.add_note(offer.tickets.get(), "<p>Zanzibar</p>", by=ana, is_confidential=secret)

    pdf = as_sales.get(f"/offers/{offer.slug}/pdf/").getvalue()
    page = as_sales.get(offer.get_absolute_url()).content.decode()

    assert ("Zanzibar" in words_of(pdf), "Zanzibar" in page) == (False, False)


def test_a_sent_offer_answers_the_very_bytes_that_were_frozen(as_sales, offer):
    post(as_sales, offer, "send")
    CompanyProfile.objects.update_or_create(pk=1, defaults={"legal_name": "Another name"})

    response = as_sales.get(f"/offers/{offer.slug}/pdf/")

    import hashlib

    data = BytesIO(response.getvalue()).read()
    assert (response["Content-Type"], hashlib.sha256(data).hexdigest()) == (
        "application/pdf",
        Offer.objects.get().sha256,
    )


def test_a_sent_offer_whose_file_is_gone_is_told_as_such_and_never_drawn_again(as_sales, offer):
    post(as_sales, offer, "send")
    files.location(Offer.objects.get().pdf).unlink()

    response = as_sales.get(f"/offers/{offer.slug}/pdf/")

    assert (response.status_code, "This file is missing from the disk" in response.text) == (404, True)


def test_a_draft_is_marked_as_one_and_a_sent_offer_is_not(as_sales, offer):
    draft = as_sales.get(f"/offers/{offer.slug}/pdf/").getvalue()
    post(as_sales, offer, "send")
    sent = as_sales.get(f"/offers/{offer.slug}/pdf/").getvalue()

    letters = [set("Draft") <= set(words_of(pdf)) for pdf in (draft, sent)]
    assert (len(draft) != len(sent), letters[0]) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(as_sales, sales, count, django_assert_num_queries):
    for _ in range(count):
        offered(sales)

    with django_assert_num_queries(5):
        as_sales.get("/offers/", headers={"hx-request": "true"})


def test_the_list_is_narrowed_by_words_and_state(as_sales, sales):
    first, second = offered(sales, company=CompanyFactory(name="Zanzibar")), offered(sales)
    post(as_sales, second, "send")

    found = [
        [offer.pk for offer in as_sales.get("/offers/", query).context["page"].rows]
        for query in ({"q": "zanzi"}, {"state": "sent"}, {"q": "nothing"}, {})
    ]

    assert found == [[first.pk], [second.pk], [], [second.pk, first.pk]]


def test_a_company_shows_its_offers(as_sales, offer, sales):
    offered(sales)

    response = as_sales.get(f"/companies/{offer.company.code}/offers/", headers={"hx-request": "true"})

    assert (list(response.context["offers"]), b"<!doctype" in response.content) == ([offer], False)


def test_estimates_wait_for_sales_until_there_is_an_offer(as_sales, sales):
    waiting, offered_already = quotable_ticket(), offered(sales).tickets.get()
    technically_ended(waiting)

    rows = as_sales.get("/estimates/").context["page"].rows

    assert ([row.ticket for row in rows], offered_already in [row.ticket for row in rows]) == ([waiting], False)


def test_estimates_of_closed_tickets_wait_for_nobody(as_sales):
    estimate = technically_ended(quotable_ticket())
    ticket_actions.move(estimate.ticket, Move.CLOSE, by=None)

    assert as_sales.get("/estimates/").context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_estimates_costs_the_same_for_any_count(as_sales, count, django_assert_num_queries):
    for _ in range(count):
        technically_ended(quotable_ticket())

    with django_assert_num_queries(6):
        as_sales.get("/estimates/", headers={"hx-request": "true"})


def test_agents_have_no_list_of_estimates(as_agent):
    assert as_agent.get("/estimates/").status_code == 404


@pytest.mark.parametrize(("group", "link"), [("sales", True), ("agent", False)])
def test_the_conversation_shows_that_an_offer_was_sent(client, as_sales, sales, group, link):
    MailboxFactory(is_default=True)
    offer = offered(sales, requester=ContactFactory())
    post(as_sales, offer, "send", by_mail="on", letter="Dear customer")
    client.force_login(UserFactory(**{group: True}))

    response = client.get(offer.tickets.get().get_absolute_url())

    alone = [entry.event.kind for entry in response.context["thread"].last if not entry.is_run]
    assert alone == ["estimates.offer_sent", "tickets.message_sent", "tickets.moved"]
    assert (f'href="{offer.get_absolute_url()}"' in response.text, offer.label in response.text) == (link, True)
