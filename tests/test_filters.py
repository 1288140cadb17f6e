"""No list is narrowed or sorted by what is not on its list of filters, least of all by what lies behind a relation."""

import pytest
from django.utils import timezone

from tests.addresses import ROUTES, address, one_of_each
from tests.billing.factories import PayingTicketFactory, log
from tests.estimates.factories import quotable_ticket, technically_ended
from tests.helpdesk.factories import UserFactory
from tickets import actions
from tickets.enums import NotificationKind
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

# Each would leave nothing, or another order, if it reached the database; a letter of a secret would be told that way.
ORACLES = [
    {"pk": "0"},
    {"id__in": "0"},
    {"assignee__password__startswith": "~"},
    {"company__code__regex": "^$"},
    {"mailbox__imap_password__gt": "~"},
    {"sort": "assignee__password"},
    {"order_by": "-pk"},
    {"o": "-1"},
    {"ordering": "?"},
    {"fields": "pk"},
]
LISTS = {
    "billing:proposal_list",
    "billing:ready_list",
    "crm:company_list",
    "crm:contact_list",
    "estimates:estimate_list",
    "estimates:offer_list",
    "tickets:company_tickets",
    "tickets:notification_list",
    "tickets:ticket_list",
}


def rows(response) -> list[object] | int:
    """Return what a list shows, or the status of its refusal."""
    return response.status_code if response.status_code != 200 else [row.pk for row in response.context["page"].rows]


@pytest.fixture
def paths(client):
    """Sign in, and return the address of each list, with rows in all of them."""
    person, world = UserFactory(superuser=True), one_of_each()
    client.force_login(person)
    log(PayingTicketFactory())
    technically_ended(quotable_ticket())
    actions.notify(Ticket.objects.first(), NotificationKind.ASSIGNED, [person], now=timezone.now())
    return {name: address(route, world) for name, route in ROUTES.items() if name in LISTS}


@pytest.mark.guards(31)
def test_no_list_reads_what_is_not_on_its_list_of_filters(client, paths):
    every = {name: {"view": "any"} if name == "tickets:ticket_list" else {} for name in paths}
    plain = {name: rows(client.get(path, every[name])) for name, path in paths.items()}

    asked = {
        (name, *oracle): rows(client.get(path, every[name] | oracle))
        for name, path in paths.items()
        for oracle in ORACLES
    }

    assert {name for name, found in plain.items() if not isinstance(found, list) or not found} == set()
    assert {key: found for key, found in asked.items() if found not in (400, plain[key[0]])} == {}
