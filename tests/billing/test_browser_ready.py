"""Ready to bill in a real browser: what is chosen is added up."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.billing.factories import PayingTicketFactory, log
from tests.helpdesk.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sums_follow_what_is_chosen(page, live_server, sign_in):
    for times in ("09:00–10:00", "10:00–12:30"):
        log(PayingTicketFactory(), times=times)
    sign_in(page, UserFactory(biller=True))
    page.goto(live_server.url + reverse("billing:ready_list"))
    boxes, bar = page.locator("[data-bulk-item]"), page.locator(".bulk-bar")

    boxes.nth(0).check()
    expect(bar).to_contain_text("1:00 h · €60.00")
    page.locator("[data-bulk-all]").check()
    expect(bar).to_contain_text("3:30 h · €210.00")
    boxes.nth(0).uncheck()

    expect(bar).to_contain_text("2:30 h · €150.00")
