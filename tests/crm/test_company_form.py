"""Entering and changing a company."""

import pytest
from django.urls import reverse

from crm.models import Company
from tests.crm.factories import AddressFactory, CompanyDomainFactory, CompanyFactory, CompanyGroupFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = reverse("crm:company_new")


def typed(addresses=(), **fields):
    """Return what a browser sends for a company and its addresses."""
    old = sum("id" in address for address in addresses)
    data = {"name": "ACME S.p.A.", "currency": "EUR", "payment_days": "30", "is_billable": "on", "is_active": "on"}
    data |= {"addresses-TOTAL_FORMS": len(addresses), "addresses-INITIAL_FORMS": old} | fields
    for number, address in enumerate(addresses):
        whole = {"kind": "billing", "street": "Via Roma 1", "city": "Milano", "country": "it"} | address
        data |= {f"addresses-{number}-{name}": value for name, value in whole.items()}
    return data


def edit_url(company):
    return reverse("crm:company_edit", args=[company.code])


@pytest.fixture
def agent(client):
    user = UserFactory(agent=True)
    client.force_login(user)
    return user


@pytest.mark.usefixtures("agent")
def test_a_company_is_entered_with_everything(client):
    group, payer = CompanyGroupFactory(), CompanyFactory(code="HOLDING")
    fields = {"vat_id": "it 0074 3110157", "domains": "ACME.it, acme.com", "groups": [group.pk], "bill_to": "HOLDING"}

    response = client.post(NEW, typed([{}], **fields))

    company = Company.objects.get(code="ACME")
    assert response.headers["Location"] == company.get_absolute_url()
    assert (company.vat_id, company.bill_to, list(company.groups.all())) == ("IT00743110157", payer, [group])
    assert [domain.domain for domain in company.domains.all()] == ["acme.com", "acme.it"]
    assert [(address.country, address.is_default) for address in company.addresses.all()] == [("IT", True)]


@pytest.mark.usefixtures("agent")
def test_the_pages_open(client):
    company = AddressFactory().company

    assert [client.get(url).status_code for url in (NEW, edit_url(company))] == [200, 200]


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", "This field is required."),
        ("code", "a b", "A code has capital letters, digits and hyphens only."),
        ("code", "taken", "Company with this Code already exists."),
        (
            "vat_id",
            "IT00743110158",
            "“IT00743110158” is not a valid VAT id; it starts with its country, like IT00743110157.",
        ),
        ("currency", "E1R", "A currency has three capital letters, like EUR."),
        (
            "domains",
            "gmail.com",
            "Anybody can have an address at gmail.com; it would bring strangers into this company.",
        ),
        ("domains", "acme", "“acme” is not a mail domain; write it like acme.it."),
        ("domains", "taken.it", "taken.it belongs to Taken already."),
        ("bill_to", "NOBODY", "Select a valid choice. That choice is not one of the available choices."),
        ("time_zone", "Rome", "Select a valid choice. Rome is not one of the available choices."),
        ("hours_per_day", "25", "A day has more than 0 and at most 24 working hours."),
    ],
)
def test_a_wrong_company_is_refused_and_what_was_typed_stays(client, field, value, error):
    CompanyDomainFactory(domain="taken.it", company__code="TAKEN", company__name="Taken")

    response = client.post(NEW, typed(notes="Typed with care") | {field: value})

    form = response.context["form"]
    assert response.status_code == 422
    assert [text for texts in form.errors.values() for text in texts] == [error]
    assert "Typed with care" in response.content.decode()
    assert Company.objects.count() == 1


@pytest.mark.usefixtures("agent")
def test_two_defaults_of_one_kind_are_refused(client):
    response = client.post(NEW, typed([{"is_default": "on"}, {"is_default": "on"}]))

    assert response.status_code == 422
    assert response.context["addresses"].non_form_errors() == ["Only one address of each kind can be the default."]


@pytest.mark.usefixtures("agent")
def test_a_wrong_address_is_refused(client):
    response = client.post(NEW, typed([{"country": "I1"}]))

    assert response.status_code == 422
    assert response.context["addresses"].errors == [{"country": ["A country has two capital letters, like IT."]}]


@pytest.mark.usefixtures("agent")
def test_a_company_is_changed_and_its_code_stays(client):
    company = CompanyFactory(code="OLD", name="Old")
    CompanyDomainFactory(company=company, domain="old.it")

    response = client.post(edit_url(company), typed(code="NEW", domains="new.it", bill_to=""))

    company.refresh_from_db()
    assert response.headers["Location"] == company.get_absolute_url()
    assert (company.code, company.name) == ("OLD", "ACME S.p.A.")
    assert [domain.domain for domain in company.domains.all()] == ["new.it"]


@pytest.mark.usefixtures("agent")
def test_the_form_shows_who_pays(client):
    company = CompanyFactory(bill_to=CompanyFactory(code="HOLDING", name="The Holding"))

    page = client.get(edit_url(company)).content.decode()

    assert '<option value="HOLDING" selected>The Holding</option>' in page


@pytest.mark.usefixtures("agent")
def test_addresses_are_changed_added_and_dropped(client):
    old = AddressFactory(is_default=True)
    gone = AddressFactory(company=old.company, city="Roma")
    changes = [{"id": old.pk, "city": "Monza"}, {"id": gone.pk, "DELETE": "on"}, {"city": "Como", "is_default": "on"}]

    client.post(edit_url(old.company), typed(changes))

    addresses = old.company.addresses.order_by("pk")
    assert [(address.city, address.is_default) for address in addresses] == [("Monza", False), ("Como", True)]


@pytest.mark.usefixtures("agent")
def test_a_company_that_pays_for_itself_is_refused_in_words(client):
    company = CompanyFactory()

    response = client.post(edit_url(company), typed(bill_to=company.code))

    assert response.context["form"].errors["bill_to"] == ["A company that pays for itself needs nobody in “bill to”."]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_right_is_refused(client, method):
    client.force_login(UserFactory(is_agent=True, rights=["view_company"]))
    company = CompanyFactory()

    statuses = [getattr(client, method)(url, typed()).status_code for url in (NEW, edit_url(company))]

    assert statuses == [403, 403]
    assert list(Company.objects.all()) == [company]


def test_a_customer_finds_no_form(client):
    client.force_login(UserFactory())
    company = CompanyFactory()

    assert [client.post(url, typed()).status_code for url in (NEW, edit_url(company))] == [404, 404]


@pytest.mark.usefixtures("agent")
def test_an_unknown_company_cannot_be_changed(client):
    assert client.post(reverse("crm:company_edit", args=["NOBODY"]), typed()).status_code == 404


@pytest.mark.usefixtures("agent")
def test_notes_about_a_company_end_where_other_long_texts_do(client):
    response = client.post(NEW, typed(notes="x" * 20_001))

    assert response.context["form"].errors.keys() == {"notes"}
