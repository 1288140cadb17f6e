"""Ready to bill: who waits, for how long, what he brings, what keeps him, and where that is mended."""

from decimal import Decimal

import pytest
from django.urls import reverse
from lxml.html import fromstring

from billing import actions
from billing.candidates import candidates, sums_of
from estimates.models import VatRate
from tests.billing.factories import PayingTicketFactory, ServiceFactory, log, proposal
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import plain
from tests.tickets.factories import TicketFactory

pytestmark = pytest.mark.django_db
READY = reverse("billing:ready_list")
SUMS = reverse("billing:ready_sums")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def biller(client, db):
    biller = UserFactory(biller=True)
    client.force_login(biller)
    return biller


def listed(client, **query):
    """Return the tickets that the list shows."""
    return [one.ticket for one in client.get(READY, query).context["candidates"]]


def links(client, **query):
    """Return the words and the address of each link that mends something."""
    found = fromstring(client.get(READY, query).content).xpath("//td/div//a")
    return [(link.text_content(), link.get("href")) for link in found]


@pytest.mark.parametrize("show", ["ready", "blocked"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, biller, django_assert_num_queries, count, show):
    for _ in range(count):
        log(PayingTicketFactory())
        PayingTicketFactory()
    client.get(READY, {"show": show}, headers=HTMX)

    with django_assert_num_queries(10):
        client.get(READY, {"show": show}, headers=HTMX)


def test_only_closed_tickets_to_be_billed_wait_here(client, biller):
    ready = PayingTicketFactory()
    log(ready)
    TicketFactory(accepted=True)
    PayingTicketFactory(row={"billing_status": "contract"})

    assert (listed(client), listed(client, show="blocked")) == ([ready], [])


def test_what_is_ready_comes_first_and_the_rest_has_a_tab_of_its_own(client, biller, world):
    lost = PayingTicketFactory(company=world.alfa)

    assert listed(client) == [world.t1, world.t2, world.t3]
    assert listed(client, show="blocked") == [lost]


def test_each_row_shows_what_it_brings_or_what_keeps_it(client, biller, world):
    lost = PayingTicketFactory(company=world.alfa)

    (ready, *_others) = client.get(READY).context["candidates"]
    (kept,) = client.get(READY, {"show": "blocked"}).context["candidates"]

    assert (ready.ticket, ready.worth, ready.blockers) == (world.t1, 210, [])
    assert (kept.ticket, kept.worth, [blocker.reason for blocker in kept.blockers]) == (lost, None, ["NO_WORKS"])


def test_a_ticket_billed_by_its_offer_is_judged_without_works(client, biller):
    quoted = PayingTicketFactory(billing_criteria="quoted")

    (kept,) = client.get(READY, {"show": "blocked"}).context["candidates"]

    assert (kept.ticket, [blocker.reason for blocker in kept.blockers]) == (quoted, ["NO_CONFIRMED_OFFER"])


def test_the_list_is_narrowed_to_a_customer_with_its_contacts_and_those_it_pays_for(client, biller, world):
    daughter = CompanyFactory(bill_to=world.alfa, billable=True)
    paid = PayingTicketFactory(company=daughter)
    log(paid)

    assert listed(client, company=world.alfa.code) == [world.t1, world.t2, paid]
    assert listed(client, company=daughter.code) == [paid]
    assert listed(client, company=world.beta.code) == [world.t3]


@pytest.mark.guards(31)
def test_what_is_no_filter_of_the_list_is_refused(client, biller):
    assert client.get(READY, {"show": "nonsense"}).status_code == 400


def test_a_tab_keeps_the_customer_and_forgets_the_page(client, biller, world):
    page = fromstring(client.get(READY, {"company": world.alfa.code, "after": ""}).content)

    tabs = page.xpath("//nav[contains(@class, 'tabs')]/a")

    assert [(tab.text_content(), tab.get("aria-current")) for tab in tabs] == [
        ("Ready", "page"),
        ("Not ready yet", None),
    ]
    assert tabs[1].get("href") == f"?company={world.alfa.code}&show=blocked"


def test_the_list_is_added_up_by_hours_and_by_currency(client, biller, world):
    swiss = PayingTicketFactory(company=CompanyFactory(billable=True, currency="CHF"))
    log(swiss, service=ServiceFactory(code="CH", currency="CHF", unit_price=100))

    page = client.get(READY)
    shown = [" ".join(cell.text_content().split()) for cell in fromstring(page.content).xpath("//tfoot//td")]

    sums = page.context["sums"]
    assert (sums.count, sums.minutes, sums.amounts) == (4, 375, {"CHF": Decimal(100), "EUR": Decimal(345)})
    assert [words for words in shown if words] == ["Total", "6:15", "100.00 CHF€345.00"]


def test_the_chosen_tickets_are_added_up(client, biller, world):
    lost = PayingTicketFactory()

    answer = client.get(SUMS, {"ticket": [world.t1.slug, world.t3.slug, lost.slug]}, headers=HTMX)

    assert plain(fromstring(answer.content.decode()).text_content()) == "4:15 h · €255.00"


@pytest.mark.parametrize("count", [1, 3])
def test_adding_up_costs_the_same_for_any_count(client, biller, django_assert_num_queries, count):
    chosen = [log(PayingTicketFactory()).ticket.slug for _ in range(count)]

    with django_assert_num_queries(10):
        client.get(SUMS, {"ticket": chosen})


def test_who_may_not_look_at_proposals_adds_nothing_up(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(SUMS).status_code == 403


def test_nothing_chosen_is_no_hours():
    assert sums_of([]).minutes == 0


def test_a_ticket_without_works_leads_to_them(client, biller):
    ticket = PayingTicketFactory()

    assert links(client, show="blocked") == [("Log a work", f"{ticket.get_absolute_url()}?tab=works")]


def test_a_customer_without_tax_id_leads_to_the_company_that_pays(client, biller):
    payer = CompanyFactory()
    log(PayingTicketFactory(company=CompanyFactory(bill_to=payer)))

    assert links(client, show="blocked") == [("Change the company", reverse("crm:company_edit", args=[payer.code]))]


def test_a_contact_without_company_leads_to_the_contact(client, biller):
    contact = ContactFactory(company=None)
    log(PayingTicketFactory(company=None, crm_contact=contact))

    address = reverse("crm:contact_edit", args=[contact.public_id])
    assert links(client, show="blocked") == [("Change the contact", address)]


def test_a_ticket_of_nobody_leads_to_its_properties(client, biller):
    ticket = PayingTicketFactory(company=None)
    log(ticket)

    assert links(client, show="blocked") == [("Choose a customer", f"{ticket.get_absolute_url()}?tab=details")]


def test_a_work_without_service_leads_to_that_work(client, biller):
    ticket = PayingTicketFactory()
    log(ticket)
    flawed = log(ticket, times="10:00–11:00", service=None)

    address = reverse("billing:work_edit", args=[flawed.public_id])
    assert links(client, show="blocked") == [("Change the work", address)]


def test_who_may_not_change_the_work_is_led_to_the_ticket_s_works(client):
    ticket = PayingTicketFactory()
    log(ticket, service=None)
    client.force_login(UserFactory(sales=True))

    assert links(client, show="blocked") == [("Look at its works", f"{ticket.get_absolute_url()}?tab=works")]


@pytest.mark.parametrize("role", ["biller", "superuser"])
def test_a_missing_price_leads_to_the_rate_or_for_administrators_to_the_service(client, role):
    ticket, service = PayingTicketFactory(), ServiceFactory(code="FREE", unit_price=None)
    log(ticket, service=service)
    client.force_login(UserFactory(**{role: True}))

    expected = {
        "biller": ("Set a rate", f"{ticket.get_absolute_url()}?tab=works"),
        "superuser": ("Give the service a price", reverse("admin:estimates_service_change", args=[service.pk])),
    }
    assert links(client, show="blocked") == [expected[role]]


def test_a_vat_rate_that_is_over_leads_to_the_work(client, biller):
    VatRate.objects.filter(code="22").update(valid_to="2026-01-01")
    work = log(PayingTicketFactory())

    address = reverse("billing:work_edit", args=[work.public_id])
    assert links(client, show="blocked") == [("Change the work", address)]


def test_a_missing_offer_leads_to_the_estimates(client, biller):
    ticket = PayingTicketFactory(billing_criteria="quoted")

    assert links(client, show="blocked") == [("Look at its estimates", f"{ticket.get_absolute_url()}?tab=estimates")]


def test_a_ticket_in_a_proposal_leads_to_it(biller):
    made = proposal()
    (one,) = candidates([made.places.get().ticket], biller)

    assert [mend.address for _blocker, mend in one.obstacles] == [made.get_absolute_url()]


def test_an_open_ticket_that_is_not_to_be_billed_leads_to_itself_and_its_works(biller):
    ticket = TicketFactory(accepted=True, company=CompanyFactory(billable=True))
    actions.set_not_billed(ticket, "Goodwill", by=biller)
    ticket.refresh_from_db()

    (one,) = candidates([ticket], biller)

    page = ticket.get_absolute_url()
    assert [mend.address for _blocker, mend in one.obstacles] == [
        f"{page}?tab=conversation",
        f"{page}?tab=works",
        f"{page}?tab=works",
    ]


def test_agents_have_no_business_here(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(READY).status_code == 403


def test_customers_find_nothing_here(client):
    client.force_login(UserFactory())

    assert client.get(READY).status_code == 404
