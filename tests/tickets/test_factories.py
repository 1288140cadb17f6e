import pytest

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets.enums import Category

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "category"),
    [
        ("accepted", Category.OPEN),
        ("replied", Category.REPLIED),
        ("on_hold", Category.ON_HOLD),
        ("resolved", Category.RESOLVED),
        ("closed", Category.CLOSED),
    ],
)
def test_a_trait_brings_the_ticket_where_it_says(trait, category):
    ticket = TicketFactory(**{trait: True})

    assert ticket.status_category == category


def test_an_agent_may_open_a_ticket():
    agent = UserFactory(agent=True)

    assert TicketFactory(by=agent).created_by == agent


def test_a_row_is_written_as_it_is():
    assert TicketFactory(row={"billing_status": "billed"}).billing_status == "billed"
