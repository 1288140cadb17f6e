"""Mail as it came, handed out from the message that it became."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mail import raw_store
from mail.models import InboundMail
from tests.tickets.intake.arriving import opened_by, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_message_offers_the_mail_as_it_came_while_that_is_there(client, agent, mailbox, is_deleted):
    ticket = opened_by(mailbox, written())
    message = ticket.messages.get()
    address = reverse("tickets:message_raw", args=[message.event.pk])
    if is_deleted:
        InboundMail.objects.filter(pk=message.inbound.pk).update(raw_deleted_at=timezone.now())
        raw_store.delete(message.inbound.raw_sha256)

    page = client.get(ticket.get_absolute_url()).content.decode()

    assert (address in page, client.get(address).status_code) == (not is_deleted, 409 if is_deleted else 200)
