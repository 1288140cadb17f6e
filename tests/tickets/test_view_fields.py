"""Fields that save themselves."""

import pytest

from sla.models import Priority
from tests.crm.factories import CompanyFactory, ContactFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import CategoryFactory, OperationFactory, SeverityFactory, TicketFactory, TypeFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def change(client, ticket, field, value, headers=None, **data):
    data = {"field": field, field: value, **data}
    return client.post(f"{ticket.get_absolute_url()}change/", data, headers=headers)


def stored(field):
    value = getattr(Ticket.objects.for_page().get(), field)
    return str(value) if value is not None else None


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("subject", "New words", "New words"),
        ("urgency", "5", "5"),
        ("impact", "1", "1"),
        ("due_on", "2026-12-24", "2026-12-24"),
        ("due_on", "", None),
        ("language", "ro", "ro"),
        ("billing_criteria", "quoted", "quoted"),
        ("billing_period", "on_consumption", "on_consumption"),
        ("requester_email", "new@acme.example", "new@acme.example"),
        ("closing_notes", "All well.", "All well."),
        ("priority", "urgent", "Urgent"),
        ("category", "", None),
    ],
)
def test_a_field_is_saved_alone(client, agent, field, value, kept):
    ticket = TicketFactory()

    response = change(client, ticket, field, value)

    assert response.url == ticket.get_absolute_url()
    assert stored(field) == kept


def test_records_are_saved_by_what_names_them(client, agent):
    company = CompanyFactory()
    ticket = TicketFactory(company=company)
    chosen = {
        "severity": SeverityFactory(),
        "operation": OperationFactory(types=[ticket.type]),
        "project": ProjectFactory(company=company),
        "category": CategoryFactory(),
    }

    for field, record in chosen.items():
        change(client, ticket, field, record.pk if field == "category" else record.code)

    ticket = Ticket.objects.for_page().get()
    assert {field: getattr(ticket, field) for field in chosen} == chosen


def test_a_new_requester_brings_his_name_and_address(client, agent):
    contact = ContactFactory(name="Rossi", email="rossi@acme.example")

    change(client, TicketFactory(), "requester", contact.public_id)

    assert (stored("requester_name"), stored("requester_email")) == ("Rossi", "rossi@acme.example")


def test_a_client_who_does_not_pay_for_the_requester_is_asked_about_in_a_dialog(client, agent, htmx):
    ticket = TicketFactory(requester=ContactFactory(name="Rossi", company=CompanyFactory(name="Beta")))
    alfa = CompanyFactory(code="ALFA", name="Alfa")

    response = change(client, ticket, "company", "ALFA", htmx)
    html = response.content.decode()
    change(client, ticket, "company", "ALFA", client_is_meant="on")

    assert (response.status_code, response["HX-Retarget"]) == (409, "#client-asked")
    assert ["data-refused" in html, 'name="company" value="ALFA"' in html, "belongs to Beta" in html] == [True] * 3
    assert Ticket.objects.get().company == alfa


def test_a_client_who_does_not_pay_is_asked_about_on_a_page_without_javascript(client, agent):
    CompanyFactory(code="ALFA")

    response = change(client, TicketFactory(requester=ContactFactory()), "company", "ALFA")

    assert (response.status_code, stored("company")) == (409, None)
    assert 'name="client_is_meant"' in response.content.decode()


def test_the_people_of_the_client_alone_are_offered(client, agent):
    ticket = TicketFactory(company=CompanyFactory(code="ALFA"))

    props = client.get(f"{ticket.get_absolute_url()}?tab=details").context["props"]

    asked = {
        name: str(props.fields[name].widget.attrs["data-options"]) for name in ("requester", "referent", "company")
    }
    assert asked == {
        "requester": "/parties/?kind=contact&client=ALFA",
        "referent": "/parties/?kind=contact&client=ALFA",
        "company": "/parties/?kind=company",
    }


def test_a_priority_set_by_hand_stays_when_the_urgency_changes(client, agent):
    ticket = TicketFactory()

    change(client, ticket, "priority", "low")
    change(client, ticket, "urgency", "5")

    assert stored("priority") == "Low"


def test_a_field_changed_by_another_is_shown_as_mine_and_theirs(client, agent, htmx):
    ticket = TicketFactory(urgency="3")
    change(client, ticket, "urgency", "5")

    response = change(client, ticket, "urgency", "1", htmx, was="3")

    html = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (409, "#prop-urgency")
    assert "Save mine: Very low" in html
    assert "Keep theirs: Very high" in html
    assert stored("urgency") == "5"


def test_a_field_changed_by_another_is_refused_without_javascript(client, agent):
    ticket = TicketFactory(urgency="3")
    change(client, ticket, "urgency", "5")

    assert change(client, ticket, "urgency", "1", was="3").status_code == 409


def test_another_field_changed_meanwhile_is_no_conflict(client, agent, htmx):
    ticket = TicketFactory(urgency="3", subject="Old")
    change(client, ticket, "subject", "New")

    assert change(client, ticket, "urgency", "1", htmx, was="3").status_code == 200


def test_a_value_that_is_none_is_refused_in_place(client, agent, htmx):
    response = change(client, TicketFactory(), "requester_email", "nobody", htmx)

    assert (response.status_code, response["HX-Retarget"]) == (422, "#prop-requester_email")
    assert "nobody" in response.content.decode()


def test_a_value_that_is_none_is_refused_with_the_whole_page_without_javascript(client, agent):
    assert change(client, TicketFactory(), "urgency", "9").status_code == 422


@pytest.mark.parametrize("field", ["", "status", "rate", "version", "reference"])
def test_what_is_no_field_of_the_page_is_refused(client, agent, field):
    assert change(client, TicketFactory(), field, "1").status_code == 400


def test_an_operation_of_another_type_is_neither_offered_nor_accepted(client, agent, htmx):
    ticket = TicketFactory()
    operation = OperationFactory(description="Restore backup", types=[TypeFactory()])

    page = client.get(ticket.get_absolute_url()).content.decode()
    response = change(client, ticket, "operation", operation.code, htmx)

    assert "Restore backup" not in page
    assert response.status_code == 422


def test_an_operation_past_its_end_stays_on_old_tickets(client, agent):
    ticket_type = TypeFactory()
    operation = OperationFactory(description="Restore backup", types=[ticket_type])
    ticket = TicketFactory(type=ticket_type, operation=operation)
    operation.valid_until = "2020-01-01"
    operation.save()

    assert "Restore backup" in client.get(ticket.get_absolute_url()).content.decode()


def test_a_project_of_another_client_is_refused(client, agent, htmx):
    ticket = TicketFactory(company=CompanyFactory())

    assert change(client, ticket, "project", ProjectFactory(company=CompanyFactory()).code, htmx).status_code == 422


def test_a_referent_of_another_client_is_refused(client, agent, htmx):
    ticket = TicketFactory(company=CompanyFactory())
    stranger = ContactFactory(company=CompanyFactory())

    assert change(client, ticket, "referent", stranger.public_id, htmx).status_code == 422


def test_what_a_proposal_was_made_of_is_not_changed(client, agent, htmx):
    ticket = TicketFactory(row={"billing_status": "in_proposal"})

    response = change(client, ticket, "billing_period", "on_consumption", htmx)

    assert response.status_code == 409
    assert "Take it out of the proposal first" in response.content.decode()


def test_another_type_of_the_same_series_is_taken(client, agent):
    ticket = TicketFactory()
    other = TypeFactory(series=ticket.type.series)

    client.post(f"{ticket.get_absolute_url()}type/", {"type": other.code})

    assert Ticket.objects.get().type == other


def test_another_type_of_another_series_is_refused_without_the_right(client, agent):
    ticket = TicketFactory()

    response = client.post(f"{ticket.get_absolute_url()}type/", {"type": TypeFactory().code})

    assert response.status_code == 409


def test_another_type_of_another_series_gives_another_number(client):
    client.force_login(UserFactory(admin=True))
    ticket = TicketFactory()

    response = client.post(f"{ticket.get_absolute_url()}type/", {"type": TypeFactory(code="other").code})

    assert response.url == Ticket.objects.get().get_absolute_url()
    assert Ticket.objects.get().reference.startswith("OTHER/")


def test_a_type_that_there_is_not_is_refused(client, agent):
    assert client.post(f"{TicketFactory().get_absolute_url()}type/", {"type": "x"}).status_code == 400


def test_a_customer_changes_nothing(client):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    client.force_login(customer)

    assert change(client, ticket, "urgency", "5").status_code == 404


def test_an_agent_without_the_right_is_refused(client, htmx):
    client.force_login(UserFactory(is_agent=True, rights=["view_all_tickets"]))

    assert change(client, TicketFactory(), "urgency", "5", htmx).status_code == 403


def test_priorities_are_shown_by_name():
    assert str(Priority.objects.get(code="urgent")) == "Urgent"
