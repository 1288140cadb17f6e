"""What pickers of companies and contacts are offered."""

import pytest
from django.urls import reverse

from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = reverse("crm:party_options")


def test_a_customer_finds_no_options(client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 404


def test_companies_and_contacts_are_offered_as_the_picker_wants_them(client):
    client.force_login(UserFactory(agent=True))
    contact = ContactFactory(name="Mario", email="m@acme.it", company__code="ACME", company__name="ACME Italia")

    options = client.get(URL, {"q": "acme"}).json()

    assert options == [
        {"kind": "company", "value": "ACME", "text": "ACME Italia", "hint": "ACME"},
        {"kind": "contact", "value": str(contact.public_id), "text": "Mario", "hint": "m@acme.it · ACME Italia"},
    ]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"kind": "company"}, ["Rossi & C.", "Verdi"]),
        ({"kind": "contact"}, ["Bruno Bruni", "Rossella"]),
        ({"kind": "company", "q": "rosi"}, ["Rossi & C."]),
        ({"kind": "contact", "q": "nobody"}, []),
        ({"kind": "odd"}, []),
        ({"q": "x" * 201}, []),
    ],
)
def test_options_are_narrowed_by_kind_and_words(client, query, texts):
    client.force_login(UserFactory(agent=True))
    CompanyFactory(name="Verdi")
    CompanyFactory(name="Rossi & C.")
    CompanyFactory(name="Rossi gone", is_active=False)
    ContactFactory(name="Bruno Bruni", email="", company=None)
    ContactFactory(name="Rossella", company=None)

    assert [option["text"] for option in client.get(URL, query).json()] == texts


def test_at_most_twenty_of_a_kind_are_offered(client):
    client.force_login(UserFactory(agent=True))
    ContactFactory.create_batch(21)

    assert [option["kind"] for option in client.get(URL).json()] == ["company"] * 20 + ["contact"] * 20


@pytest.mark.parametrize("count", [1, 3])
def test_options_cost_the_same_for_any_count(client, django_assert_num_queries, count):
    client.force_login(UserFactory(agent=True))
    ContactFactory.create_batch(count)

    with django_assert_num_queries(7):
        client.get(URL, {"q": "company"})


def test_with_a_client_chosen_only_its_people_are_offered_those_of_its_payer_and_those_of_nobody(client):
    client.force_login(UserFactory(agent=True))
    holding = CompanyFactory(code="HOLD")
    daughter = CompanyFactory(code="ALFA", bill_to=holding)
    for name, company in (("Ana", daughter), ("Ben", holding), ("Eva", None), ("Rossi", CompanyFactory())):
        ContactFactory(name=name, company=company)

    found = [client.get(URL, {"kind": "contact", "client": code}).json() for code in ("ALFA", "", "NONE")]

    assert [[one["text"] for one in options] for options in found] == [
        ["Ana", "Ben", "Eva"],
        ["Ana", "Ben", "Eva", "Rossi"],
        [],
    ]
