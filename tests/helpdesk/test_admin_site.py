"""Forms of the administration do once what they do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.models import Asset
from helpdesk import periodic
from helpdesk.admin_site import SentOnce
from helpdesk.models import SentForm
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:crm_asset_add")


@pytest.fixture
def boss(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def send(client):
    company = CompanyFactory()

    def sent(name="North", **more):
        return client.post(ADD, {"company": company.pk, "name": name, **more})

    return sent


def test_every_table_takes_part_those_of_other_packages_too():
    assert [table for table in admin.site._registry.values() if not isinstance(table, SentOnce)] == []


def test_a_page_has_a_key_of_its_own(boss, client):
    keys = {client.get(ADD).context["key"] for _time in range(2)}

    assert (len(keys), all(keys)) == (2, True)


def test_a_form_with_other_content_is_another_form_and_so_is_that_of_another_person(boss, client, send):
    for name in ("North", "South"):
        send(name, key="1")
    client.force_login(UserFactory(superuser=True))
    send("South", key="1")

    assert sorted(Asset.objects.values_list("name", flat=True)) == ["North", "South", "South"]


def test_a_form_without_a_key_is_saved_each_time(boss, send):
    for _time in range(2):
        send()

    assert (Asset.objects.count(), SentForm.objects.count()) == (2, 0)


def test_a_form_in_a_window_of_its_own_hands_the_same_row_back(boss, send):
    first, second = (send(key="1", _popup="1").context["popup_response_data"] for _time in range(2))

    assert first == second
    assert Asset.objects.count() == 1


def test_a_row_that_was_deleted_meanwhile_is_made_anew(boss, send):
    send(key="1")
    Asset.objects.all().delete()

    send(key="1")

    assert Asset.objects.get().name == "North"


def test_keys_are_forgotten_after_thirty_days(boss, send):
    send(key="1")

    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        periodic.forget_old()
    kept = SentForm.objects.count()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        periodic.forget_old()

    assert (kept, SentForm.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_one_code_at_once_one_hears_of_the_other():
    address = reverse("admin:sla_priority_add")
    typed = {"code": "calm", "name": "Calm", "rank": "7", "colour": "secondary", "is_active": "on"}
    clients = [Client() for _person in range(2)]
    for client in clients:
        client.force_login(UserFactory(superuser=True))

    def send(client):
        try:
            return client.post(address, typed | {"key": "1"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients))

    assert answers == [200, 302]
