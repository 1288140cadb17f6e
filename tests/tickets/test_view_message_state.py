"""What became of an answer's mail, on a page that stays open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mail.models import Delivery, OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.models import MailPreference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def message(agent):
    """Return an answer that is still held back."""
    MailPreference.objects.create(user=agent, undo_seconds=60)
    return actions.reply(TicketFactory(), Reply(MessageBody("<p>Switch it off</p>")), by=agent)


def shown(client, message):
    """Return what is said, whether it is asked for again, and whether the answer can be taken back."""
    page = client.get(reverse("tickets:message_state", args=[message.event.pk])).content.decode()
    return ["Being sent" in page, ">Sent<" in page, "every 5s" in page, "Undo" in page]


def test_a_held_back_answer_can_be_taken_back_and_is_asked_about_again(client, message):
    assert shown(client, message) == [True, False, True, True]


def test_once_it_cannot_be_taken_back_the_way_to_do_so_is_gone(client, message):
    OutboundMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))

    assert shown(client, message) == [True, False, True, False]


def test_once_it_is_sent_it_is_not_asked_about_any_more(client, message):
    OutboundMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    Delivery.objects.update(state="sent", sent_at=timezone.now())

    assert shown(client, message) == [False, True, False, False]


def test_the_page_of_the_ticket_asks(client, message):
    page = client.get(message.ticket.get_absolute_url()).content.decode()

    assert page.count(reverse("tickets:message_state", args=[message.event.pk])) == 1


def test_a_customer_does_not_see_it(client, message):
    client.force_login(UserFactory(email=message.ticket.requester_email or "a@x.example"))

    assert client.get(reverse("tickets:message_state", args=[message.event.pk])).status_code == 404
