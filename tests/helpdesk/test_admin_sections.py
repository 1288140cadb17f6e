"""The index of the administration: by tasks, with nothing lost."""

import pytest
from django.contrib import admin
from django.urls import reverse

from helpdesk.admin_sections import SECTIONS
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")


def sections(client):
    return {app["app_label"]: app["models"] for app in client.get(INDEX).context["app_list"]}


@pytest.fixture
def superuser(client):
    client.force_login(UserFactory(superuser=True))


def test_the_sections_go_by_tasks_with_the_machinery_last(client, superuser):
    assert list(sections(client)) == [*SECTIONS, "rest"]


def test_no_table_is_lost_and_none_is_named_that_is_not_there(client, superuser):
    shown = [entry["model"] for models in sections(client).values() for entry in models]
    named = {label for _name, labels in SECTIONS.values() for label in labels}

    assert (len(shown), set(shown)) == (len(admin.site._registry), set(admin.site._registry))
    assert named - {model._meta.label for model in admin.site._registry} == set()


def test_a_new_table_of_ours_is_given_its_section(client, superuser):
    apps = {entry["model"]._meta.app_label for entry in sections(client)["rest"]}

    assert apps == {"account", "mfa", "socialaccount", "django_celery_results"}


def test_the_title_of_a_section_leads_to_its_first_table(client, superuser):
    page = client.get(INDEX)
    targets = [app["app_url"].partition("#")[2] for app in page.context["app_list"]]

    assert [target for target in targets if f'id="{target}"' not in page.text] == []


def test_a_section_of_which_somebody_may_open_nothing_is_not_there(client):
    client.force_login(UserFactory(is_staff=True, rights=["view_mailbox"]))

    assert list(sections(client)) == ["mail"]


def test_the_page_of_one_app_is_still_there(client, superuser):
    page = client.get(reverse("admin:app_list", args=["mail"]))

    assert [app["app_label"] for app in page.context["app_list"]] == ["mail"]


def test_administrators_find_the_list_of_things_to_set_up(client):
    client.force_login(UserFactory(admin=True))
    found = reverse("tickets:set_up") in client.get(INDEX).text
    client.force_login(UserFactory(is_staff=True, rights=["view_mailbox"]))

    assert (found, reverse("tickets:set_up") in client.get(INDEX).text) == (True, False)
