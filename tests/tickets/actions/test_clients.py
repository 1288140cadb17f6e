"""A client who does not pay for whoever asks is asked about, wherever the two come together."""

import pytest

from crm.models import Company
from tests.crm.factories import AssetFactory, CompanyDomainFactory, CompanyFactory, ContactFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.errors import OfAnotherClient, OtherClient
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return UserFactory(agent=True)


def alfa(**fields) -> Company:
    return CompanyFactory(name="Alfa", **fields)


def rossi(**fields):
    return ContactFactory(name="Rossi", company=CompanyFactory(name="Beta", **fields))


def confirmed(ticket):
    return [event.data for event in ticket.events.filter(kind="tickets.client_confirmed")]


def test_a_ticket_of_one_client_for_somebody_of_another_is_not_opened_in_silence(ana):
    with pytest.raises(OtherClient, match="Rossi belongs to Beta, but Alfa would pay"):
        TicketFactory(company=alfa(), requester=rossi(), requester_name="", by=ana)

    assert Ticket.objects.count() == 0


def test_a_client_who_is_meant_is_taken_and_the_timeline_says_so(ana):
    ticket = TicketFactory(company=alfa(), requester=rossi(), requester_name="", client_is_meant=True, by=ana)

    assert ticket.company.name == "Alfa"
    assert confirmed(ticket) == [{"who": "Rossi", "company": "Beta", "client": "Alfa"}]


def test_somebody_known_by_the_domain_of_his_mail_belongs_to_its_company(ana):
    CompanyDomainFactory(company=CompanyFactory(name="Beta"), domain="beta.test")

    with pytest.raises(OtherClient, match="Beta"):
        TicketFactory(company=alfa(), requester_email="rossi@beta.test", by=ana)


def test_a_contact_in_the_client_s_place_is_asked_about_too(ana):
    with pytest.raises(OtherClient):
        TicketFactory(crm_contact=ContactFactory(company=None), requester=rossi(), by=ana)


def test_companies_with_the_same_payer_are_one_client(ana):
    holding = alfa()
    daughter, sister = rossi(bill_to=holding), CompanyFactory(bill_to=holding)

    tickets = [TicketFactory(company=client, requester=daughter, by=ana) for client in (holding, sister)]

    assert [confirmed(ticket) for ticket in tickets] == [[], []]


@pytest.mark.parametrize("company", ["none", "own"])
def test_who_belongs_to_nobody_or_to_the_client_is_not_asked_about(ana, company):
    client = alfa()
    asking = ContactFactory(company=client if company == "own" else None)

    assert TicketFactory(company=client, requester=asking, by=ana).company == client


def test_the_desk_itself_is_not_asked():
    assert TicketFactory(company=alfa(), requester=rossi(), by=None).company.name == "Alfa"


@pytest.mark.parametrize("field", ["company", "requester"])
def test_changing_either_side_later_asks_and_can_be_confirmed(ana, field):
    ticket = TicketFactory(company=alfa()) if field == "requester" else TicketFactory(requester=rossi())
    values = {"requester": rossi()} if field == "requester" else {"company": alfa()}

    with pytest.raises(OtherClient):
        actions.change(ticket, values, version=None, by=ana)
    changed = actions.change(ticket, values, version=None, by=ana, client_is_meant=True)

    assert (str(changed.company), str(changed.requester)) == ("Alfa", "Rossi")
    assert confirmed(changed) == [{"who": "Rossi", "company": "Beta", "client": "Alfa"}]


def test_what_was_confirmed_once_is_not_asked_again_by_other_fields(ana):
    ticket = TicketFactory(company=alfa(), requester=rossi(), client_is_meant=True, by=ana)

    changed = actions.change(ticket, {"subject": "New", "requester_email": "r@x.test"}, version=None, by=ana)

    assert (changed.subject, len(confirmed(changed))) == ("New", 1)


def test_words_go_into_a_ticket_of_another_client_only_when_that_is_meant(ana):
    beta = CompanyFactory(name="Beta")
    earlier, ticket = TicketFactory(company=alfa()), TicketFactory(company=beta)

    with pytest.raises(OtherClient, match=ticket.reference):
        actions.merge(ticket, earlier, by=ana)
    actions.merge(ticket, earlier, by=ana, client_is_meant=True)

    assert confirmed(earlier) == [{"who": ticket.reference, "company": "Beta", "client": "Alfa"}]


def test_project_and_referent_stay_with_the_client_that_they_belong_to(ana):
    client = alfa()
    person, project = ContactFactory(company=client), ProjectFactory(company=client)
    ticket = TicketFactory(company=client, project=project, referent=person)

    changed = actions.change(ticket, {"company": CompanyFactory(name="Beta")}, version=None, by=ana)

    assert (changed.project, changed.referent, changed.referent_email) == (None, None, "")
    assert changed.events.last().data["fields"] == {
        "company": ["Alfa", "Beta"],
        "project": [str(project), None],
        "referent": [str(person), None],
        "referent_email": [person.email, ""],
    }


def test_assets_stay_with_the_client_whose_they_are(ana):
    ticket = TicketFactory(company=alfa())
    ticket.assets.add(AssetFactory(company=ticket.company, name="Press"))

    changed = actions.change(ticket, {"company": CompanyFactory(name="Beta")}, version=None, by=ana)

    assert list(changed.assets.all()) == []
    assert changed.events.last().data["fields"]["assets"] == ["Press", ""]


@pytest.mark.parametrize("make", [ProjectFactory, ContactFactory])
def test_what_belongs_to_another_client_is_refused_when_opening_and_when_changing(ana, make):
    name, client = {"ProjectFactory": "project"}.get(make.__name__, "referent"), alfa()

    with pytest.raises(OfAnotherClient):
        TicketFactory(company=client, by=ana, **{name: make()})
    with pytest.raises(OfAnotherClient):
        actions.change(TicketFactory(company=client), {name: make()}, version=None, by=ana)
