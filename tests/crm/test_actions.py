"""What changes the register."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from crm import actions
from crm.actions import Belongings
from crm.errors import LetsNobodySee, RegisterIsNotYours
from crm.models import Address, Company, Contact
from tests.crm.factories import (
    AddressFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyGroupFactory,
    ContactFactory,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_new_company_gets_a_code_from_its_name():
    agent = UserFactory(agent=True)

    codes = [actions.create_company(Company(name="ACME S.p.A."), by=agent).code for _ in range(3)]

    assert codes == ["ACME", "ACME-2", "ACME-3"]


def test_a_new_company_keeps_the_code_it_was_given():
    company = actions.create_company(Company(name="ACME", code="K-17"), by=UserFactory(agent=True))

    assert Company.objects.get() == company
    assert company.code == "K-17"


def test_a_new_company_comes_with_what_belongs_to_it():
    group = CompanyGroupFactory()
    around = Belongings(groups=[group], domains=["acme.it"], addresses=[AddressFactory.build(company=None)])

    company = actions.create_company(Company(name="ACME"), around, by=UserFactory(agent=True))

    assert list(company.groups.all()) == [group]
    assert [domain.domain for domain in company.domains.all()] == ["acme.it"]
    assert [(address.city, address.is_default) for address in company.addresses.all()] == [("Milano", True)]


def test_a_company_entered_by_a_stranger_leaves_no_trace():
    with pytest.raises(RegisterIsNotYours):
        actions.create_company(Company(name="ACME"), by=UserFactory())

    assert list(Company.objects.all()) == []


def test_a_change_writes_only_what_was_changed():
    company = CompanyFactory(name="Old", phone="1")
    mine = Company.objects.get(pk=company.pk)
    Company.objects.filter(pk=company.pk).update(phone="2")
    mine.name = "New"

    actions.change_company(mine, ["name"], by=UserFactory(agent=True))

    company.refresh_from_db()
    assert (company.name, company.phone) == ("New", "2")


def test_a_change_by_a_stranger_leaves_no_trace():
    company = CompanyFactory(name="Old")
    company.name = "New"

    with pytest.raises(RegisterIsNotYours):
        actions.change_company(company, ["name"], by=UserFactory())

    assert Company.objects.get().name == "Old"


def test_a_change_without_belongings_leaves_them_alone():
    domain = CompanyDomainFactory()
    group = CompanyGroupFactory()
    domain.company.groups.add(group)

    actions.change_company(domain.company, [], by=UserFactory(agent=True))

    assert list(domain.company.domains.all()) == [domain]
    assert list(domain.company.groups.all()) == [group]


def test_domains_are_replaced_and_those_that_stay_keep_their_rows():
    stays = CompanyDomainFactory(domain="stays.it")
    CompanyDomainFactory(domain="goes.it", company=stays.company)

    around = Belongings(domains=["comes.it", "stays.it"])
    actions.change_company(stays.company, [], around, by=UserFactory(agent=True))

    assert [domain.domain for domain in stays.company.domains.all()] == ["comes.it", "stays.it"]
    assert stays in stays.company.domains.all()


def test_the_default_moves_from_one_address_to_another():
    old = AddressFactory(is_default=True)
    new = AddressFactory(company=old.company)
    old.is_default, new.is_default = False, True

    actions.change_company(old.company, [], Belongings(addresses=[new, old]), by=UserFactory(agent=True))

    assert list(Address.objects.filter(is_default=True)) == [new]


def test_when_the_default_goes_the_next_of_its_kind_takes_its_place():
    old = AddressFactory(is_default=True)
    site = AddressFactory(company=old.company, kind="site", is_default=True)
    new = AddressFactory(company=old.company)

    actions.change_company(old.company, [], Belongings(dropped_addresses=[old]), by=UserFactory(agent=True))

    assert set(Address.objects.filter(is_default=True)) == {new, site}


def test_a_contact_is_entered_and_changed():
    agent = UserFactory(agent=True)
    contact = actions.create_contact(Contact(name="Mario", email="Mario@Acme.it"), by=agent)
    contact.name, contact.phone = "Mario Rossi", "unsaved"

    actions.change_contact(contact, ["name"], by=agent)

    saved = Contact.objects.get()
    assert (saved.name, saved.email, saved.phone) == ("Mario Rossi", "mario@acme.it", "")


def test_strangers_neither_enter_nor_change_contacts():
    contact, stranger = ContactFactory(), UserFactory()

    with pytest.raises(RegisterIsNotYours):
        actions.create_contact(Contact(name="Mario"), by=stranger)
    with pytest.raises(RegisterIsNotYours):
        actions.change_contact(contact, ["name"], by=stranger)

    assert list(Contact.objects.all()) == [contact]


@pytest.mark.django_db(transaction=True)
def test_companies_of_one_name_entered_at_once_get_different_codes():
    agent = UserFactory(agent=True)

    def enter(_number):
        try:
            return actions.create_company(Company(name="ACME"), by=agent).code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(enter, range(6)))

    assert codes == ["ACME", "ACME-2", "ACME-3", "ACME-4", "ACME-5", "ACME-6"]


def test_a_contact_with_a_login_keeps_it():
    before = UserFactory()
    contact = ContactFactory(email="eva@acme.example", user=before)

    linked = actions.link_login(UserFactory(email="eva@acme.example"), by=UserFactory(admin=True))

    contact.refresh_from_db()
    assert (linked, contact.user) == (None, before)


def test_a_login_has_one_contact_only():
    user = UserFactory(email="eva@acme.example")
    ContactFactory(email="elsewhere@acme.example", user=user)
    ContactFactory(email="eva@acme.example")

    assert actions.link_login(user, by=UserFactory(admin=True)) is None


def test_a_login_is_linked_by_those_who_keep_the_register():
    with pytest.raises(RegisterIsNotYours):
        actions.link_login(UserFactory(), by=UserFactory())


@pytest.mark.parametrize("name", ["company", "role", "user"])
def test_who_sees_few_tickets_does_not_change_what_a_login_sees(name):
    few = UserFactory(is_agent=True, rights=["view_own_tickets", "change_contact"])
    contact = ContactFactory(user=UserFactory())

    with pytest.raises(LetsNobodySee):
        actions.change_contact(contact, [name], by=few)

    actions.change_contact(contact, [name], by=UserFactory(agent=True))


def test_who_sees_few_tickets_ends_what_a_login_sees_and_does_not_begin_it_again():
    few = UserFactory(is_agent=True, rights=["view_own_tickets", "change_contact"])
    contact = ContactFactory(user=UserFactory())

    contact.is_active = False
    actions.change_contact(contact, ["is_active"], by=few)
    contact.is_active = True
    with pytest.raises(LetsNobodySee):
        actions.change_contact(contact, ["is_active"], by=few)

    assert not Contact.objects.get().is_active
