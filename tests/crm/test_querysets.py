"""Reads of the customer register."""

import pytest
from django.db import connection

from crm.models import Asset, Company, CompanyDomain, Contact, Project
from tests.crm.factories import (
    AssetFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyGroupFactory,
    ContactFactory,
    ProjectFactory,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_agents_see_everybody():
    contact, agent = ContactFactory(), UserFactory(agent=True)

    assert list(Company.objects.visible_to(agent)) == [contact.company]
    assert list(Contact.objects.visible_to(agent)) == [contact]


def test_a_customer_sees_his_own_company_and_himself():
    customer = UserFactory()
    mine = ContactFactory(user=customer)
    ContactFactory(company=mine.company)
    ContactFactory()

    assert list(Company.objects.visible_to(customer)) == [mine.company]
    assert list(Contact.objects.visible_to(customer)) == [mine]


def test_a_customer_who_has_left_sees_his_company_no_more():
    customer = UserFactory()
    ContactFactory(user=customer, is_active=False)

    assert list(Company.objects.visible_to(customer)) == []


@pytest.mark.parametrize(("factory", "model"), [(ProjectFactory, Project), (AssetFactory, Asset)])
def test_a_customer_sees_what_is_his_companys(factory, model):
    contact, agent = ContactFactory(user=UserFactory()), UserFactory(agent=True)
    mine, other = factory(company=contact.company), factory()

    assert list(model.objects.visible_to(contact.user)) == [mine]
    assert set(model.objects.visible_to(agent)) == {mine, other}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("societa", True),
        ("SOCIETÀ", True),
        ("stefanescu", True),
        ("fanesc", True),
        ("stefanesku", True),
        ("ștefnaescu", True),
        ("societa stefanescu", True),
        ("stefanescu societa", True),
        ("st", True),
        ("te", False),
        ("RO1854", True),
        ("office@stef.ro", True),
        ("0215551234", True),
        ("021 555-12.34", True),
        ("+40215551234", True),
        ("021 777 98 76", False),
        ("stef-1", True),
        ("popescu", False),
        ("societa popescu", False),
        ("100%", False),
        ("_", False),
        ("", True),
    ],
)
def test_a_company_is_found_by(text, found):
    company = CompanyFactory(
        code="STEF-1", name="Società Ștefănescu", vat_id="RO18547290", email="office@stef.ro", phone="+40 21 555 12 34"
    )

    assert list(Company.objects.search(text)) == ([company] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [("elodie", True), ("ELODIE@", True), ("bianchi", True), ("elodie bianchi", True), ("elodie rossi", False)],
)
def test_a_contact_is_found_by_herself_and_by_her_company(text, found):
    contact = ContactFactory(name="Élodie Dupont", email="elodie@x.fr", company__name="Bianchi S.r.l.")
    ContactFactory(name="Ion Popescu", company=None)

    assert list(Contact.objects.search(text, Company.objects.all())) == ([contact] if found else [])


def test_the_best_answer_comes_first():
    close = CompanyFactory(name="Bianchirossi")
    exact = CompanyFactory(name="Rossi")

    assert list(Company.objects.search("rossi").best_first("rossi")) == [exact, close]


def test_what_only_resembles_is_left_out_where_the_words_themselves_are_found():
    exact = CompanyFactory(name="Rosi")
    CompanyFactory(name="Rossi")

    assert list(Company.objects.search("rosi")) == [exact]


def test_a_search_is_served_by_the_trigram_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "company_search" in Company.objects.search("biancchi").order_by().explain()


def test_a_sender_is_found_by_address_whatever_its_case():
    contact = ContactFactory(email="mario@acme.it")
    ContactFactory(email="")

    assert Contact.objects.for_sender("Mario@ACME.it") == contact
    assert Contact.objects.for_sender("") is None


def test_a_sender_who_has_left_is_not_found():
    ContactFactory(email="mario@acme.it", is_active=False)

    assert Contact.objects.for_sender("mario@acme.it") is None


def test_a_company_is_found_by_the_domain_of_a_sender():
    domain = CompanyDomainFactory(domain="acme.it")
    CompanyDomainFactory(domain="old.it", company__is_active=False)

    found = [Company.objects.for_sender(email) for email in ("x@ACME.it", "x@mail.acme.it", "x@old.it", "acme.it@x.it")]

    assert found == [domain.company, None, None, None]


def test_standing_and_groups_narrow_the_companies():
    group = CompanyGroupFactory()
    active, gone = CompanyFactory(), CompanyFactory(is_active=False)
    active.groups.add(group)

    assert list(Company.objects.active()) == [active]
    assert list(Company.objects.inactive()) == [gone]
    assert list(Company.objects.in_group(group)) == [active]


def test_standing_and_company_narrow_the_contacts():
    active = ContactFactory()
    gone = ContactFactory(is_active=False)

    assert list(Contact.objects.active()) == [active]
    assert list(Contact.objects.inactive()) == [gone]
    assert list(Contact.objects.of(active.company)) == [active]


def test_a_ticket_may_belong_to_projects_of_its_company_and_of_nobody():
    own, ours = ProjectFactory(), ProjectFactory(company=None)
    ProjectFactory(company=own.company, is_active=False)
    ProjectFactory()

    assert set(Project.objects.open_to(own.company)) == {own, ours}


def test_assets_of_a_company_in_use():
    asset = AssetFactory()
    AssetFactory(company=asset.company, is_active=False)
    AssetFactory()

    assert list(Asset.objects.active().of(asset.company)) == [asset]


def test_domains_of_other_companies_are_told():
    domain = CompanyDomainFactory(domain="acme.it")

    taken = CompanyDomain.objects.of_others(CompanyFactory(), ["acme.it", "free.it"])

    assert list(taken) == [domain]
    assert list(CompanyDomain.objects.of_others(domain.company, ["acme.it"])) == []
