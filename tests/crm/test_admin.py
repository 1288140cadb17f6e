"""The register in the administration."""

import pytest
from django.urls import reverse

from tests.crm.factories import (
    AddressFactory,
    AssetFactory,
    CompanyDomainFactory,
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
