"""Scenarios B: which proposals are made of which tickets, and for how much."""

from decimal import Decimal

import pytest

from billing import actions
from billing.drafts import Options
from billing.enums import BillingMode
from billing.errors import BillingIsNotYours, RateNegative
from billing.models import InvoiceProposal, ProposalLine
from estimates.models import PriceList, PriceListEntry, Service, UnitOfMeasure
from tests.billing.factories import (
    PayingTicketFactory,
    ServiceFactory,
    amounts,
    euros,
    generate,
    log,
    proposals_of,
    reasons_of,
)
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def billed_lines(proposal):
    lines = ProposalLine.objects.of_proposal(proposal)
    return [(line.quantity, line.unit_price, line.net) for line in lines if not line.is_text]


def set_rate(ticket, rate):
    return actions.set_rate(ticket, Decimal(rate), by=UserFactory(biller=True))


def test_without_options_each_ticket_has_its_proposal_b01(world):
    made = proposals_of(generate(world.t1, world.t2, world.t3))

    assert [(one.company, *amounts(one)) for one in made] == [
        (world.alfa, *euros("210.00", "46.20", "256.20")),
        (world.alfa, *euros("90.00", "19.80", "109.80")),
        (world.beta, *euros("45.00", "9.90", "54.90")),
    ]
    assert billed_lines(made[0]) == [euros("2", "60", "120.00"), euros("1.5", "60", "90.00")]


def test_generating_turns_tickets_to_in_proposal_and_links_them_b01(world):
    made = proposals_of(generate(world.t1, world.t2, world.t3))

    places = [(one.places.get().ticket, one.places.get().ticket.billing_status) for one in made]
    assert places == [(ticket, "in_proposal") for ticket in (world.t1, world.t2, world.t3)]


def test_grouped_by_customer_each_company_has_one_proposal_b02(world):
    made = proposals_of(generate(world.t1, world.t2, world.t3, group_by_customer=True))

    assert [(one.company, *amounts(one)) for one in made] == [
        (world.alfa, *euros("300.00", "66.00", "366.00")),
        (world.beta, *euros("45.00", "9.90", "54.90")),
    ]
    assert len(billed_lines(made[0])) == 3


def test_grouped_works_share_a_line_that_says_from_when_to_when_b03(world):
    (made,) = proposals_of(generate(world.t1, group_works=True))

    (line,) = [line for line in ProposalLine.objects.of_proposal(made) if not line.is_text]
    assert (line.quantity, line.unit_price, line.net) == euros("3.5", "60", "210.00")
    assert line.description == "Remote – lavori eseguiti dal 02-03-2026 al 05-03-2026"


def test_both_options_group_per_ticket_and_service_b04(world):
    alfa, _beta = proposals_of(generate(world.t1, world.t2, world.t3, group_by_customer=True, group_works=True))

    assert billed_lines(alfa) == [euros("3.5", "60", "210.00"), euros("1", "90", "90.00")]
    assert alfa.gross == Decimal("366.00")


def test_a_contact_is_billed_to_his_company_b06(world):
    alone, grouped = generate(world.t2), generate(world.t1, world.t3, group_by_customer=True)

    assert proposals_of(alone)[0].company == world.alfa
    assert {one.company for one in proposals_of(grouped)} == {world.alfa, world.beta}


def test_a_contact_without_company_is_left_out_and_the_others_are_not_b07(world):
    neri = ContactFactory(name="Neri", company=None)
    t6 = PayingTicketFactory(company=None, crm_contact=neri)
    log(t6)

    batch = generate(world.t1, t6)

    assert reasons_of(batch) == {t6.reference: "CONTACT_WITHOUT_COMPANY"}
    assert [one.places.get().ticket for one in proposals_of(batch)] == [world.t1]
    assert Ticket.objects.get(pk=t6.pk).billing_status == "to_be_billed"


def test_nobody_to_bill_b08():
    ticket = PayingTicketFactory(company=None)
    log(ticket)

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_CUSTOMER"}


def test_a_ticket_that_is_not_closed_is_left_out_b09():
    ticket = PayingTicketFactory(closed=False, accepted=True)
    log(ticket)

    assert reasons_of(generate(ticket)) == {ticket.reference: "NOT_CLOSED"}
    assert not InvoiceProposal.objects.exists()


@pytest.mark.parametrize("status", ["contract", "not_billed", "billed", "suspended"])
def test_only_tickets_to_be_billed_are_taken_b10(status):
    ticket = PayingTicketFactory(row={"billing_status": status})

    assert reasons_of(generate(ticket)) == {ticket.reference: "WRONG_BILLING_STATUS"}


def test_a_ticket_in_a_proposal_is_left_out_and_names_it_b10(world):
    first = generate(world.t1)

    second = generate(world.t1)

    (row,) = second.tickets.all()
    assert (row.reason, row.words) == ("ALREADY_IN_PROPOSAL", {"proposal": proposals_of(first)[0].reference})


def test_without_works_b11():
    ticket = PayingTicketFactory()

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_WORKS"}


@pytest.mark.parametrize("mode", [BillingMode.DO_NOT_BILL, BillingMode.NO_CHARGE])
def test_without_a_billable_work_b11(mode):
    ticket = PayingTicketFactory()
    log(ticket, mode=mode)

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_BILLABLE_WORK"}


def test_one_work_without_service_keeps_the_whole_ticket_out_and_is_named_b12():
    ticket = PayingTicketFactory()
    log(ticket, times="09:00–10:00")
    log(ticket, times="10:00–11:00", service=None, by=UserFactory(agent=True, display_name="Ana"))

    batch = generate(ticket)

    (row,) = batch.tickets.all()
    assert (row.reason, row.words) == ("WORK_WITHOUT_SERVICE", {"day": "2026-03-02", "work": "10:00–11:00 Ana"})
    assert not InvoiceProposal.objects.exists()


def test_without_any_price_b13():
    ticket = PayingTicketFactory()
    log(ticket, service=ServiceFactory(code="X", unit_price=None))

    assert reasons_of(generate(ticket)) == {ticket.reference: "NO_RATE"}


def test_the_ticket_s_rate_stands_in_for_a_missing_price_b13():
    ticket = PayingTicketFactory()
    log(ticket, service=ServiceFactory(code="X", unit_price=None))
    set_rate(ticket, 50)

    assert billed_lines(proposals_of(generate(ticket))[0]) == [euros("1", "50", "50.00")]


def test_the_ticket_s_rate_replaces_the_service_s_b14(world):
    set_rate(world.t1, 75)

    (made,) = proposals_of(generate(world.t1))

    assert amounts(made) == euros("262.50", "57.75", "320.25")
    assert [net for _quantity, _price, net in billed_lines(made)] == list(euros("150.00", "112.50"))
    assert Service.objects.get(code="REM").unit_price == Decimal("60.00")


def test_a_rate_of_nothing_replaces_nothing_b15(world):
    set_rate(world.t1, 0)

    assert amounts(proposals_of(generate(world.t1))[0]) == euros("210.00", "46.20", "256.20")


def test_a_rate_taken_back_replaces_nothing_b15(world):
    set_rate(world.t1, 75)
    set_rate(world.t1, 0)

    assert amounts(proposals_of(generate(world.t1))[0]) == euros("210.00", "46.20", "256.20")


def test_a_negative_rate_is_refused_b15(world):
    with pytest.raises(RateNegative):
        set_rate(world.t1, -1)


def test_the_smallest_rate_replaces_and_rounds_half_up_b15(world):
    set_rate(world.t1, "0.01")

    (made,) = proposals_of(generate(world.t1, group_works=True))

    assert amounts(made) == euros("0.04", "0.01", "0.05")


def test_the_ticket_s_rate_replaces_every_service_s_b16():
    ticket = PayingTicketFactory()
    log(ticket, times="09:00–11:00")
    log(ticket, times="11:00–12:00", service=ServiceFactory(code="ONS", unit_price=90))
    set_rate(ticket, 75)

    assert amounts(proposals_of(generate(ticket))[0]) == euros("225.00", "49.50", "274.50")


def test_a_free_work_is_printed_and_one_that_is_not_billed_is_not_b17():
    ticket = PayingTicketFactory(company__language="en")
    log(ticket, times="09:00–10:00", description="Paid")
    log(ticket, times="10:00–11:00", description="Gift", mode=BillingMode.NO_CHARGE)
    log(ticket, times="11:00–12:00", description="Lost", mode=BillingMode.DO_NOT_BILL)

    (made,) = proposals_of(generate(ticket))

    assert [(line.description, line.net) for line in ProposalLine.objects.of_proposal(made)][1:] == [
        ("Remote – 02-03-2026 09:00–10:00 – Paid", Decimal("60.00")),
        ("Remote – 02-03-2026 10:00–11:00 – Gift – no charge", Decimal(0)),
    ]


@pytest.mark.parametrize(("group_works", "net"), [(False, "65.01"), (True, "65.00")])
def test_grouped_and_ungrouped_bill_the_same_minutes_b20(group_works, net):
    ticket = PayingTicketFactory()
    for start in ("09:00–09:20", "10:00–10:20", "11:00–11:20"):
        log(ticket, times=start)
    set_rate(ticket, 65)

    (made,) = proposals_of(generate(ticket, group_works=group_works))

    assert made.net == Decimal(net)
    assert sum(line.minutes for line in ProposalLine.objects.of_proposal(made)) == 60


def test_an_hour_that_has_no_end_of_decimals_keeps_its_money_b20():
    ticket = PayingTicketFactory()
    log(ticket, times="09:00–09:50")

    assert proposals_of(generate(ticket))[0].net == Decimal("50.00")


@pytest.mark.parametrize(
    ("times", "price", "quantity", "net"),
    [
        ("09:00–09:40", 200, "0.6667", "133.33"),
        ("09:00–09:10", 150, "0.1667", "25.00"),
        ("09:00–09:10", 999, "0.1667", "166.50"),
    ],
)
def test_the_amount_of_a_line_comes_from_its_minutes(times, price, quantity, net):
    ticket = PayingTicketFactory()
    log(ticket, times=times, service=ServiceFactory(code="MIN", unit_price=price))

    assert billed_lines(proposals_of(generate(ticket))[0]) == [euros(quantity, str(price), net)]


def test_cents_are_rounded_half_up_b22():
    ticket = PayingTicketFactory()
    log(ticket, times="09:00–09:15", service=ServiceFactory(code="ODD", unit_price=Decimal("10.10")))

    assert proposals_of(generate(ticket))[0].net == Decimal("2.53")


def test_vat_is_computed_per_rate_b23():
    ticket = PayingTicketFactory()
    log(ticket, times="09:00–12:30")
    log(ticket, times="13:00–15:00", service=ServiceFactory(code="TRN", unit_price=80, exempt=True))

    (made,) = proposals_of(generate(ticket))

    assert amounts(made) == euros("370.00", "46.20", "416.20")
    lines = ProposalLine.objects.of_proposal(made)
    assert [(line.net, line.vat_percent, line.vat_category, line.vat_natura) for line in lines][1:] == [
        (Decimal("210.00"), Decimal(22), "S", ""),
        (Decimal("160.00"), Decimal(0), "E", "N4"),
    ]


def test_a_single_day_is_named_alone_b24(world):
    (made,) = proposals_of(generate(world.t3, group_works=True))

    assert made.places.get().lines.get(kind="service").description == "Remote – lavori eseguiti il 07-03-2026"


def test_the_words_are_the_customer_s_language_b26():
    ticket = PayingTicketFactory(company=CompanyFactory(name="Gamma SARL", language="fr", billable=True))
    log(ticket, "02-03-2026")
    log(ticket, "05-03-2026")

    (made,) = proposals_of(generate(ticket, group_works=True))

    words = made.places.get().lines.get(kind="service").description
    assert words == "Remote – travaux réalisés du 02-03-2026 au 05-03-2026"


def test_who_may_not_bill_makes_nothing_b28(world):
    with pytest.raises(BillingIsNotYours):
        actions.generate([world.t1], Options(), by=UserFactory(agent=True), key=None)

    assert not InvoiceProposal.objects.exists()


def test_a_price_list_valid_on_the_day_of_the_work_comes_before_the_service(world):
    prices = PriceList.objects.create(code="A26", name="Alfa 2026", company=world.alfa, valid_to="2026-03-02")
    service = Service.objects.get(code="REM")
    PriceListEntry.objects.create(price_list=prices, service=service, unit=service.unit, price=55)

    (made,) = proposals_of(generate(world.t1, group_works=True))

    lines = made.places.get().lines.filter(kind="service")
    assert [(line.quantity, line.unit_price, line.rate_source) for line in lines] == [
        (Decimal(2), Decimal(55), "price_list"),
        (Decimal("1.5"), Decimal(60), "service"),
    ]


def test_a_payer_gets_the_proposals_of_those_he_pays_for(world):
    holding = CompanyFactory(name="Holding", billable=True, language="it")
    for company in (world.alfa, world.beta):
        company.bill_to = holding
        company.save()

    made = proposals_of(generate(world.t1, world.t3, group_by_customer=True))

    assert [(one.company, one.net) for one in made] == [(holding, Decimal("255.00"))]


@pytest.mark.parametrize("lacking", ["vat_id", "is_billable", "address"])
def test_a_customer_who_cannot_be_billed_is_left_out(world, lacking):
    if lacking == "address":
        world.alfa.addresses.all().delete()
    else:
        setattr(world.alfa, lacking, "" if lacking == "vat_id" else False)
        world.alfa.save()

    assert set(reasons_of(generate(world.t1)).values()) == {"CUSTOMER_NOT_BILLABLE"}


def test_two_currencies_in_one_ticket_are_left_out(world):
    log(world.t1, service=ServiceFactory(code="GBP", currency="GBP"))

    assert set(reasons_of(generate(world.t1)).values()) == {"MIXED_CURRENCY"}


def test_two_currencies_of_one_customer_are_two_proposals(world):
    pounds = PayingTicketFactory(company=world.alfa)
    log(pounds, service=ServiceFactory(code="GBP", currency="GBP"))

    made = proposals_of(generate(world.t1, pounds, group_by_customer=True))

    assert sorted((one.currency, one.net) for one in made) == [("EUR", Decimal(210)), ("GBP", Decimal(60))]


def test_a_vat_rate_that_is_over_on_the_day_of_the_work_is_no_rate(world):
    rate = Service.objects.get(code="REM").vat_rate
    rate.valid_to = "2026-03-04"
    rate.save()

    assert set(reasons_of(generate(world.t1)).values()) == {"NO_VAT_RATE"}


def test_a_work_without_minutes_to_bill_keeps_its_ticket_out():
    ticket = PayingTicketFactory()
    log(ticket, billable_minutes=0)

    assert reasons_of(generate(ticket)) == {ticket.reference: "INVALID_DURATION"}


def test_days_are_as_long_as_the_customer_s():
    ticket = PayingTicketFactory(company__hours_per_day=7)
    day = ServiceFactory(code="DAY", unit=UnitOfMeasure.objects.get(code="d"), unit_price=400)
    log(ticket, times="09:00–16:00", service=day)

    assert billed_lines(proposals_of(generate(ticket))[0]) == [euros("1", "400", "400.00")]
