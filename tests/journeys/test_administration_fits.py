"""Every page of the administration fits a desktop: what is wider scrolls in its own place."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.addresses import one_of_each
from tests.helpdesk.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
WIDEST = "document.documentElement.scrollWidth"


def addresses():
    """Return the list of each table, the form for a new row, and the page of the newest row."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("-pk").first()
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
        if row:
            yield reverse(f"{name}_change", args=[row.pk])


def test_no_page_of_the_administration_is_wider_than_its_window(page, live_server, sign_in):
    with transaction.atomic():  # no job looks at the half of it
        one_of_each()
    sign_in(page, UserFactory(superuser=True))
    opened, wide = 0, {}

    for address in [reverse("admin:index"), *addresses()]:
        answer = page.goto(live_server.url + address)
        if answer.status == 403:  # nobody adds such rows by hand
            continue
        assert answer.status == 200, address
        opened += 1
        width, room = page.evaluate(WIDEST), page.viewport_size["width"]
        if width > room:
            wide[address] = width

    assert (opened > 100, wide) == (True, {})
