"""The register in the administration."""

import pytest
from django.urls import reverse

from helpdesk.models import User
from tests.crm.factories import (
    AddressFactory,
    AssetFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyGroupFactory,
    ContactFactory,
    ProjectTaskFactory,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
MODELS = ["companygroup", "company", "contact", "project", "asset"]


@pytest.fixture
def rows(client):
    client.force_login(UserFactory(superuser=True))
    address = AddressFactory()
    CompanyDomainFactory(company=address.company)
    task = ProjectTaskFactory(project__company=address.company)
    contact = ContactFactory(company=address.company, user=UserFactory())
    things = [CompanyGroupFactory(), address.company, contact, task.project, AssetFactory(company=address.company)]
    return dict(zip(MODELS, things, strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_lists_searches_and_forms_open(client, rows, model):
    urls = [
        reverse(f"admin:crm_{model}_changelist"),
        reverse(f"admin:crm_{model}_changelist") + "?q=milan",
        reverse(f"admin:crm_{model}_add"),
        reverse(f"admin:crm_{model}_change", args=[rows[model].pk]),
    ]

    assert [client.get(url).status_code for url in urls] == [200, 200, 200, 200]


@pytest.fixture
def admin(client):
    admin = UserFactory(superuser=True)
    client.force_login(admin)
    return admin


def made(client, email, **facts):
    data = {"email": email, "display_name": "Eva", "usable_password": "false", **facts}
    inline = {"defaults-TOTAL_FORMS": 0, "defaults-INITIAL_FORMS": 0}
    assert client.post(reverse("admin:helpdesk_user_add"), data | inline).status_code == 302
    return User.objects.get(display_name="Eva")


def test_a_new_customer_login_is_that_of_the_contact_with_its_address(client, admin):
    contact = ContactFactory(email="eva@acme.example")

    user = made(client, "Eva@Acme.example")

    contact.refresh_from_db()
    assert contact.user == user


@pytest.mark.parametrize(
    ("contact", "login"),
    [({}, {"is_agent": "on"}), ({"is_active": False}, {}), ({"email": "other@acme.example"}, {})],
)
def test_nobody_else_becomes_a_contact(client, admin, contact, login):
    contact = ContactFactory(**{"email": "eva@acme.example"} | contact)

    made(client, "eva@acme.example", **login)

    contact.refresh_from_db()
    assert contact.user is None


@pytest.mark.parametrize("name", ["company", "contact"])
def test_when_it_was_created_is_shown_once_it_was(client, admin, name):
    made = {"company": CompanyFactory, "contact": ContactFactory}[name]()
    addresses = [reverse(f"admin:crm_{name}_add"), reverse(f"admin:crm_{name}_change", args=[made.pk])]

    pages = [client.get(address).content.decode() for address in addresses]

    assert ["field-created_at" in page for page in pages] == [False, True]
