"""What happens in a ticket while its page is open."""

import re

import pytest
from django.urls import reverse

from tests.pages import tight
from tests.tickets.intake.arriving import answered, arrive, opened_by, written
from tickets.models import Event

pytestmark = pytest.mark.django_db


def test_the_status_among_the_properties_follows_what_the_customer_says(client, agent, mailbox):
    ticket = opened_by(mailbox, written())
    sent = answered(mailbox, ticket)
    since = Event.objects.order_by("-pk").first().pk
    arrive(mailbox, written("It smokes again.", subject="Re: Printer", in_reply_to=sent.message_id))
    ticket.refresh_from_db()

    page = tight(client.get(reverse("tickets:ticket_news", args=[ticket.slug]), {"since": since}).content.decode())

    [form] = re.findall(r'<form id="prop-status" class="prop" hx-swap-oob="true".*?</form>', page)
    assert (ticket.status.category, '<option value="open" selected>' in form) == ("open", True)
