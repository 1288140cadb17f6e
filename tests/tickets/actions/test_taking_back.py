"""Taking an answer back."""

import pytest
from django.utils import timezone

from mail.models import Delivery, OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import Answer, Said
from tickets.enums import Category
from tickets.errors import HasLeft
from tickets.models import Event, MailPreference, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    MailboxFactory()
    ana = UserFactory(agent=True)
    MailPreference.objects.create(user=ana, undo_seconds=30)
    return ana


def answered(ticket, by):
    return actions.reply(ticket, Answer(Said(html="<p>Wrong words</p>")), by=by)


def test_answer_waits_as_long_as_its_writer_wants(ana):
    message = answered(TicketFactory(), ana)

    assert 25 < (message.outbound.not_before - timezone.now()).total_seconds() <= 30
    assert message.can_be_taken_back


def test_answer_taken_back_never_leaves_and_the_ticket_is_open_again(ana):
    ticket = TicketFactory()
    message = answered(ticket, ana)

    actions.take_back(message, by=ana)

    ticket = Ticket.objects.get()
    assert (ticket.status_category, ticket.first_replied_at) == (Category.OPEN, None)
    assert [copy.state for copy in Delivery.objects.all()] == ["undone"]


def test_customers_never_see_what_was_taken_back(ana):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    message = answered(ticket, ana)

    actions.take_back(message, by=ana)

    assert not Event.objects.visible_to(customer).filter(message=message).exists()
    assert list(Ticket.objects.finding("wrong", customer)) == []


def test_answer_that_has_left_stays(ana):
    message = answered(TicketFactory(), ana)
    OutboundMail.objects.update(not_before=None)
    Delivery.objects.update(state="sent", sent_at=timezone.now(), attempts=1)

    with pytest.raises(HasLeft):
        actions.take_back(message, by=ana)


def test_button_takes_the_answer_back(ana, client):
    ticket = TicketFactory()
    message = answered(ticket, ana)
    client.force_login(ana)
    page = client.get(ticket.get_absolute_url()).content.decode()

    client.post(f"{ticket.get_absolute_url()}messages/{message.event.pk}/take-back/")

    message.refresh_from_db()
    assert ("Take back" in page, message.taken_back_at is not None) == (True, True)
