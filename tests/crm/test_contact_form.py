"""Entering and changing a contact."""

from uuid import uuid4

import pytest
from django.urls import reverse

from crm.models import Contact
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = reverse("crm:contact_new")
TYPED = {"name": "Mario Rossi", "email": "Mario@Acme.it", "is_active": "on"}


def edit_url(contact):
    return reverse("crm:contact_edit", args=[contact.public_id])


def test_a_contact_is_entered(client):
    client.force_login(UserFactory(agent=True))
    company = CompanyFactory()

    response = client.post(NEW, TYPED | {"company": company.code, "language": "it"})

    contact = Contact.objects.get()
    assert response.headers["Location"] == contact.get_absolute_url()
    assert (contact.email, contact.company, contact.language) == ("mario@acme.it", company, "it")


def test_the_form_starts_with_the_company_of_the_address(client):
    client.force_login(UserFactory(agent=True))
    CompanyFactory(code="ACME", name="ACME Italia")

    page = client.get(NEW, {"company": "ACME"}).content.decode()

    assert '<option value="ACME" selected>ACME Italia</option>' in page


def test_the_form_shows_the_company_of_the_contact(client):
    client.force_login(UserFactory(agent=True))
    contact = ContactFactory(company__code="ACME", company__name="ACME Italia")

    page = client.get(edit_url(contact)).content.decode()

    assert '<option value="ACME" selected>ACME Italia</option>' in page


def test_the_form_opens_for_a_company_that_is_not_there(client):
    client.force_login(UserFactory(agent=True))

    page = client.get(NEW, {"company": "NOBODY"})

    assert page.status_code == 200
    assert '<option value="">None</option>' in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"email": "mario"}, {"email": ["Enter a valid email address."]}),
        ({"email": "TAKEN@acme.it"}, {"__all__": ["There is a contact with this e-mail already."]}),
        (
            {"company": "NOBODY"},
            {"company": ["Select a valid choice. That choice is not one of the available choices."]},
        ),
    ],
)
def test_a_wrong_contact_is_refused_and_what_was_typed_stays(client, fields, error):
    client.force_login(UserFactory(agent=True))
    ContactFactory(email="taken@acme.it")

    response = client.post(NEW, TYPED | {"notes": "Typed with care"} | fields)

    assert (response.status_code, response.context["form"].errors) == (422, error)
    assert "Typed with care" in response.content.decode()
    assert Contact.objects.count() == 1


def test_a_contact_is_changed(client):
    client.force_login(UserFactory(agent=True))
    contact = ContactFactory(name="Old", phone="1")

    assert client.get(edit_url(contact)).status_code == 200
    response = client.post(edit_url(contact), TYPED | {"phone": "2"})

    contact.refresh_from_db()
    assert response.headers["Location"] == contact.get_absolute_url()
    assert (contact.name, contact.phone, contact.company) == ("Mario Rossi", "2", None)


def test_who_has_no_right_is_refused(client):
    client.force_login(UserFactory(is_agent=True, rights=["view_contact"]))
    contact = ContactFactory()

    statuses = [client.post(url, TYPED).status_code for url in (NEW, edit_url(contact))]

    assert statuses == [403, 403]
    assert list(Contact.objects.all()) == [contact]


def test_a_customer_finds_no_form(client):
    client.force_login(UserFactory())
    contact = ContactFactory()

    assert [client.get(url).status_code for url in (NEW, edit_url(contact))] == [404, 404]


def test_an_unknown_contact_cannot_be_changed(client):
    client.force_login(UserFactory(agent=True))

    assert client.post(reverse("crm:contact_edit", args=[uuid4()]), TYPED).status_code == 404


def test_what_a_login_sees_is_fixed_for_who_sees_few_tickets(client):
    client.force_login(UserFactory(is_agent=True, rights=["view_own_tickets", "change_contact", "view_contact"]))
    bob, other = ContactFactory(name="Bob", user=UserFactory()), CompanyFactory()
    before = (bob.company, bob.role)

    page = client.get(edit_url(bob)).content.decode()
    response = client.post(edit_url(bob), TYPED | {"name": "Bob B.", "company": other.code, "role": "company"})

    bob.refresh_from_db()
    assert page.count("This contact signs in: only people who see all tickets may change what they see.") == 2
    assert (response.status_code, bob.name, (bob.company, bob.role)) == (302, "Bob B.", before)


@pytest.mark.parametrize(("length", "status"), [(20_000, 302), (20_001, 422)])
def test_notes_about_a_contact_end_where_other_long_texts_do(client, length, status):
    client.force_login(UserFactory(agent=True))

    response = client.post(NEW, TYPED | {"notes": "x" * length})

    assert (response.status_code, Contact.objects.count()) == (status, int(status == 302))
    if status == 422:
        assert response.context["form"].errors["notes"] == [
            "Ensure this value has at most 20000 characters (it has 20001)."
        ]
