import pytest
from django.urls import reverse

from estimates import models
from tests.estimates.factories import EntryFactory, TemplateFactory, TypeSettingsFactory, quotable_ticket, started
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
KEPT = ["unitofmeasure", "vatrate", "service", "pricelist", "estimatetemplate", "offertype", "typesettings"]


@pytest.mark.parametrize("name", [*KEPT, "technicalestimate", "commercialestimate", "offer"])
def test_an_administrator_sees_every_table(client, name):
    TypeSettingsFactory()
    EntryFactory()
    TemplateFactory()
    client.force_login(UserFactory(superuser=True))

    assert client.get(reverse(f"admin:estimates_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_the_catalogue_is_kept_in_the_admin(client, name):
    client.force_login(UserFactory(admin=True))

    assert client.get(reverse(f"admin:estimates_{name}_add")).status_code == 200


def test_estimates_are_only_looked_at(client):
    started(quotable_ticket())
    client.force_login(UserFactory(superuser=True))
    estimate = models.TechnicalEstimate.objects.get()

    page = client.get(reverse("admin:estimates_technicalestimate_change", args=[estimate.pk]))
    change = client.post(reverse("admin:estimates_technicalestimate_change", args=[estimate.pk]), {"state": "ended"})

    assert (page.status_code, change.status_code) == (200, 403)
    assert b'name="_save"' not in page.content
