"""The dialog that hands a ticket over."""

import pytest
from django.contrib.auth.models import Group, Permission

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets.models import Note, Ticket

pytestmark = pytest.mark.django_db


def test_colleagues_and_groups_that_see_tickets_are_offered_but_not_the_owner(client, agent, htmx):
    ben, customer = UserFactory(agent=True, display_name="Ben"), UserFactory(display_name="Rossi")
    nico = UserFactory(is_agent=True, display_name="Nico")
    network, empty, blind = (Group.objects.create(name=name) for name in ("Network", "Empty", "Blind"))
    ben.groups.add(network), customer.groups.add(empty), nico.groups.add(blind)

    response = client.get(f"{TicketFactory(assignee=agent).get_absolute_url()}hand-over/", headers=htmx)

    (_nobody, (_groups, groups), (_people, people)) = response.context["form"].fields["to"].choices
    assert {name for _key, name in groups} == {"agent", "Network"}
    assert [name for _key, name in people] == ["Ben"]
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("kind", ["user", "group"])
def test_a_ticket_is_handed_over_with_its_note(client, agent, kind):
    ben, network = UserFactory(agent=True), Group.objects.create(name="Network")
    ben.groups.add(network)
    ticket, to = TicketFactory(assignee=agent), {"user": ben, "group": network}[kind]

    response = client.post(
        f"{ticket.get_absolute_url()}hand-over/", {"to": f"{kind}:{to.pk}", "note": "Call <b>him</b>"}
    )

    ticket = Ticket.objects.get()
    assert (response.url, Note.objects.get().text) == (ticket.get_absolute_url(), "Call <b>him</b>")
    assert (ticket.assignee, ticket.group) == ((ben, None) if kind == "user" else (None, network))


def test_nobody_chosen_is_asked_again_and_the_note_is_kept(client, agent):
    response = client.post(f"{TicketFactory().get_absolute_url()}hand-over/", {"to": "", "note": "Call him"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["to"])
    assert "Call him" in response.content.decode()


def test_without_the_right_the_page_neither_offers_nor_does_it(client, agent):
    Group.objects.get(name="agent").permissions.remove(Permission.objects.get(codename="hand_over_ticket"))
    ticket = TicketFactory()

    page = client.get(ticket.get_absolute_url()).content.decode()

    assert ("hand-over" in page, client.get(f"{ticket.get_absolute_url()}hand-over/").status_code) == (False, 403)
