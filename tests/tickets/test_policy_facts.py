"""What a policy may ask of a ticket."""

import pytest

from crm.models import CompanyGroup
from sla.enums import Field
from sla.vocabulary import LEVEL_STATUS, STATUS, words_for
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.tickets.factories import CategoryFactory, TicketFactory
from tickets.enums import Category
from tickets.policy_facts import facts_of

pytestmark = pytest.mark.django_db


def test_the_groups_of_a_client_are_known_with_how_far_they_are():
    holding = CompanyGroup.objects.create(name="Holding")
    branch = CompanyGroup.objects.create(name="Branch", parent=holding)
    company = CompanyFactory()
    company.groups.set([branch])

    facts = facts_of(TicketFactory(company=company))

    assert facts[Field.COMPANY] == {str(company.pk): 0}
    assert facts[Field.COMPANY_GROUP] == {str(branch.pk): 0, str(holding.pk): 1}


def test_groups_that_are_part_of_each_other_are_no_endless_walk():
    one = CompanyGroup.objects.create(name="One")
    other = CompanyGroup.objects.create(name="Other", parent=one)
    CompanyGroup.objects.filter(pk=one.pk).update(parent=other)
    company = CompanyFactory()
    company.groups.set([one])

    assert facts_of(TicketFactory(company=company))[Field.COMPANY_GROUP] == {str(one.pk): 0, str(other.pk): 1}


def test_a_contact_stands_for_his_company_and_a_subject_for_what_it_is_part_of():
    contact, parent = ContactFactory(), CategoryFactory()
    subject = CategoryFactory(parent=parent)

    facts = facts_of(TicketFactory(crm_contact=contact, category=subject))

    assert facts[Field.COMPANY] == {str(contact.company.pk): 0}
    assert facts[Field.CATEGORY] == {str(subject.pk): 0, str(parent.pk): 1}


def test_a_ticket_of_nobody_about_nothing_has_few_facts():
    facts = facts_of(TicketFactory())

    assert (facts[Field.COMPANY], facts[Field.COMPANY_GROUP], facts[Field.CATEGORY]) == ({}, {}, {})


def test_the_vocabulary_names_what_may_be_asked():
    company = CompanyFactory(name="Alfa")

    assert words_for(Field.COMPANY) == [(str(company.pk), "Alfa")]
    assert [value for value, _label in words_for(STATUS)] == Category.values
    assert [value for value, _label in words_for(LEVEL_STATUS)] == ["open", "on_hold", "closed"]
    assert words_for(Field.CONTRACT) == []
