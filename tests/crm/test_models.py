"""What the database refuses, and what models tell of themselves."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import TextField, Value

from crm.models import Contact, ProjectResource
from helpdesk.models import CompanyProfile
from tests.crm.factories import (
    AddressFactory,
    AssetFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyGroupFactory,
    ContactFactory,
    ProjectFactory,
    ProjectTaskFactory,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("company_code_written_right", {"code": "acme"}),
        ("company_code_written_right", {"code": ""}),
        ("company_named", {"name": ""}),
        ("company_vat_id_normalised", {"vat_id": "IT 007"}),
        ("company_currency_iso", {"currency": "eur"}),
        ("company_day_length", {"hours_per_day": 0}),
        ("company_day_length", {"hours_per_day": 25}),
    ],
)
def test_the_database_refuses_a_company_that_breaks(constraint, columns):
    with pytest.raises(IntegrityError, match=constraint):
        CompanyFactory(**columns)


@pytest.mark.parametrize(
    ("constraint", "factory", "columns"),
    [
        ("address_country_iso", AddressFactory, {"country": "I"}),
        ("company_domain_written_right", CompanyDomainFactory, {"domain": "@acme.it"}),
        ("contact_named", ContactFactory, {"name": ""}),
        ("project_coded", ProjectFactory, {"code": ""}),
        ("project_task_named", ProjectTaskFactory, {"name": ""}),
        ("asset_named", AssetFactory, {"name": ""}),
        ("project_ends_after_start", ProjectFactory, {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)}),
    ],
)
def test_the_database_refuses_what_breaks(constraint, factory, columns):
    with pytest.raises(IntegrityError, match=constraint):
        factory(**columns)


def test_a_company_cannot_pay_for_itself_by_way_of_bill_to():
    company = CompanyFactory()
    company.bill_to = company

    with pytest.raises(IntegrityError, match="company_not_its_own_payer"):
        company.save()


def test_a_group_cannot_be_part_of_itself():
    group = CompanyGroupFactory()
    group.parent = group

    with pytest.raises(IntegrityError, match="company_group_not_its_own_parent"):
        group.save()


def test_a_company_has_one_default_address_of_each_kind():
    address = AddressFactory(is_default=True)
    AddressFactory(company=address.company, kind="site", is_default=True)

    with pytest.raises(IntegrityError, match="address_one_default_per_kind"):
        AddressFactory(company=address.company, is_default=True)


def test_an_email_belongs_to_one_contact_whatever_its_case():
    ContactFactory(email="Mario@Acme.it")

    with pytest.raises(IntegrityError, match="contact_email_unique"):
        ContactFactory(email="mario@acme.IT")


def test_the_database_refuses_an_email_in_capitals():
    contact = ContactFactory()

    with pytest.raises(IntegrityError, match="contact_email_lower"):
        Contact.objects.filter(pk=contact.pk).update(email=Value("A@B.it", output_field=TextField()))


def test_many_contacts_may_have_no_email():
    ContactFactory.create_batch(2, email="")

    assert Contact.objects.filter(email="").count() == 2


def test_somebody_is_a_resource_of_a_project_once():
    project, user = ProjectFactory(), UserFactory(agent=True)
    resource = ProjectResource.objects.create(project=project, user=user)

    assert str(resource) == user.display_name
    with pytest.raises(IntegrityError, match="project_resource_once"):
        ProjectResource.objects.create(project=project, user=user)


def test_a_wrong_vat_id_is_refused_before_it_reaches_the_database():
    with pytest.raises(ValidationError, match="not a valid VAT id"):
        CompanyFactory.build(vat_id="IT00743110158").full_clean()


def test_the_payer_is_the_company_itself_unless_somebody_else_pays():
    parent = CompanyFactory()
    child = CompanyFactory(bill_to=parent)

    assert (parent.payer, child.payer) == (parent, parent)


def test_the_official_name_is_the_legal_one_where_there_is_one():
    companies = [CompanyFactory.build(name="ACME"), CompanyFactory.build(name="ACME", legal_name="ACME S.p.A.")]

    assert [company.official_name for company in companies] == ["ACME", "ACME S.p.A."]


def test_the_billing_address_is_the_default_one():
    company = CompanyFactory()
    AddressFactory(company=company, kind="site", is_default=True)
    AddressFactory(company=company, city="Monza")
    default = AddressFactory(company=company, is_default=True)

    assert company.billing_address == default


def test_a_company_with_sites_only_has_no_billing_address_but_a_main_one():
    site = AddressFactory(kind="site")

    assert (site.company.billing_address, site.company.main_address) == (None, site)


def test_an_address_is_written_as_on_an_envelope():
    assert AddressFactory.build().lines == ["Via Roma 1", "20121 Milano (MI) IT"]


@pytest.mark.parametrize(
    ("own", "companys", "resolved"), [("fr", "it", "fr"), ("", "it", "it"), ("", "", "ro"), ("fr", "", "fr")]
)
def test_a_contacts_language_is_its_own_else_the_companys_else_ours(own, companys, resolved):
    CompanyProfile.objects.update_or_create(pk=1, defaults={"language": "ro"})

    contact = ContactFactory(language=own, company__language=companys)

    assert contact.resolved_language == resolved


def test_somebody_without_a_company_reads_our_language():
    CompanyProfile.objects.update_or_create(pk=1, defaults={"language": "ro"})

    assert ContactFactory(company=None).resolved_language == "ro"


@pytest.mark.parametrize(
    ("own", "companys", "zone"),
    [("Europe/Paris", "Asia/Tokyo", "Europe/Paris"), ("", "Asia/Tokyo", "Asia/Tokyo"), ("", "", "Europe/Rome")],
)
def test_a_contacts_zone_is_its_own_else_the_companys_else_ours(own, companys, zone):
    assert ContactFactory(time_zone=own, company__time_zone=companys).zone == ZoneInfo(zone)


def test_a_companys_language_is_its_own_else_ours():
    CompanyProfile.objects.update_or_create(pk=1, defaults={"language": "ro"})

    assert [CompanyFactory.build(language=own).resolved_language for own in ("fr", "")] == ["fr", "ro"]


def test_somebody_without_a_company_lives_in_our_zone():
    assert ContactFactory(company=None).zone == ZoneInfo("Europe/Rome")


def test_a_project_counts_the_tasks_that_are_done():
    project = ProjectFactory()
    ProjectTaskFactory.create_batch(2, project=project, done=True)
    ProjectTaskFactory(project=project)

    assert project.tasks_done == 2


def test_things_call_themselves_by_their_names():
    project = ProjectFactory.build(code="P1", name="Warehouse")
    things = [project, CompanyGroupFactory.build(name="Food"), AssetFactory.build(name="Press"), AddressFactory.build()]

    assert [str(thing) for thing in things] == ["P1 – Warehouse", "Food", "Press", "Via Roma 1, 20121 Milano (MI) IT"]
