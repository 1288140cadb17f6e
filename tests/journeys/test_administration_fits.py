"""Every page of the administration fits a desktop: lists that are wider scroll in their own place, rows to be filled in are not."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from estimates import actions as estimate_actions
from mail import actions as mail_actions
from tests.billing.factories import proposal
from tests.crm.factories import AssetFactory, CompanyGroupFactory, ContactFactory, ProjectFactory
from tests.estimates.factories import commercially_ended, quotable_ticket
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import journaled, outgoing
from tests.mail.mails import mail
from tests.tickets.factories import CategoryFactory, OperationFactory, SeverityFactory
from tickets import actions

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
WIDEST = "document.documentElement.scrollWidth"
HIDDEN = """
Math.max(0, ...[...document.querySelectorAll(".inline-group table:has(.vTextField, select)")].map(
  table => table.scrollWidth - table.parentElement.clientWidth
))
"""

WORDS = "Impossibile raggiungere https://gestionale.officine-schwarzenberger.example/magazzino/inventario/2026"


def fill():
    """Make a row of most tables, with long words where people write them."""
    ticket = quotable_ticket(requester=ContactFactory(), subject=WORDS)
    commercially_ended(ticket)
    estimate_actions.create_offers([ticket], by=UserFactory(sales=True), day=date(2026, 3, 1))
    actions.add_note(ticket, f"<p>{WORDS}</p>", by=UserFactory(agent=True))
    proposal()
    journaled(mail(WORDS, Subject=WORDS))
    mail_actions.enqueue(outgoing(subject=WORDS))
    for factory in (
        AssetFactory,
        CategoryFactory,
        CompanyGroupFactory,
        OperationFactory,
        ProjectFactory,
        SeverityFactory,
    ):
        factory()


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
    fill()
    sign_in(page, UserFactory(superuser=True))
    opened, wide = 0, {}

    for address in [reverse("admin:index"), *addresses()]:
        answer = page.goto(live_server.url + address)
        if answer.status == 403:  # nobody adds such rows by hand
            continue
        assert answer.status == 200, address
        opened += 1
        width, room = page.evaluate(WIDEST) + page.evaluate(HIDDEN), page.viewport_size["width"]
        if width > room:
            wide[address] = width

    assert (opened > 100, wide) == (True, {})
