"""Opening a ticket by form."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.functional import Promise

from helpdesk.models import OperatorDefaults
from tests.crm.factories import CompanyDomainFactory, CompanyFactory, ContactFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import OperationFactory, SeverityFactory, TypeFactory
from tickets.forms import NewTicketForm
from tickets.models import Ticket, TicketCategory, TicketType

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_types(db):
    TicketType.objects.update(is_active=False)


def send(client, ticket_type, address="/tickets/new/", **data):
    plain = {"type": ticket_type.code, "subject": "Printer", "body": "It jams.", "urgency": "3", "impact": "3"}
    billing = {"source": "phone", "billing_criteria": "actual", "billing_period": "on_delivery"}
    return client.post(address, {**plain, **billing, **data})


def test_the_pickers_are_labelled_in_the_reader_s_language():
    form = NewTicketForm(user=UserFactory(agent=True), today=date(2026, 3, 2))

    labels = [form.fields[name].label for name in ("crm_contact", "requester", "referent")]

    assert [isinstance(label, Promise) for label in labels] == [True] * 3


def test_the_form_starts_with_the_operator_s_own_defaults(client, agent):
    TypeFactory()
    own, company = TypeFactory(code="int"), CompanyFactory(code="ALFA")
    OperatorDefaults.objects.create(operator=agent, ticket_type=own, company=company)

    form = client.get("/tickets/new/").context["form"]

    assert (form["type"].value(), form["company"].value(), form["source"].value()) == ("int", "ALFA", "phone")


def test_a_ticket_opened_by_form_has_its_number_and_its_first_operator(client, agent, time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    ticket_type = TypeFactory(code="int")

    response = send(client, ticket_type)

    ticket = Ticket.objects.get()
    assert (ticket.reference, response.url) == ("INT/2026/00001", ticket.get_absolute_url())
    assert [(p.operator, p.first_assigned_at) for p in ticket.participants.all()] == [(agent, ticket.created_at)]


@pytest.mark.parametrize("body", ["", "   ", "<p> </p>"])
def test_a_ticket_without_a_description_is_refused_and_everything_is_kept(client, agent, body):
    response = send(client, TypeFactory(), body=body, format="html", subject="Kept words")

    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    assert Ticket.objects.count() == 0


def test_a_ticket_that_is_refused_keeps_everything_that_was_typed(client, agent):
    ticket_type = TypeFactory(name="Request")
    ticket_type.statuses.all().delete()

    response = send(client, ticket_type, subject="Kept words", uploads=[SimpleUploadedFile("log.txt", b"log")])

    reasons = response.context["form"].non_field_errors()
    assert (response.status_code, reasons[0].startswith("Tickets of the type “Request” cannot")) == (409, True)
    assert ["Kept words" in response.text, "It jams." in response.text, "log.txt" in response.text] == [True] * 3


def test_errors_are_summed_up_in_the_order_of_the_page():
    order = list(NewTicketForm(user=UserFactory(agent=True), today=date(2026, 3, 2)).fields)

    places = [order.index(name) for name in ("company", "subject", "body", "type", "priority", "due_on")]

    assert places == sorted(places)


@pytest.mark.parametrize(
    ("flag", "field"),
    [
        ("requires_company", "company"),
        ("requires_subject", "subject"),
        ("requires_referent", "referent"),
        ("requires_referent_email", "referent_email"),
        ("requires_project", "project"),
        ("requires_severity", "severity"),
    ],
)
def test_what_the_type_demands_is_demanded(client, agent, flag, field):
    response = send(client, TypeFactory(**{flag: True}), subject="")

    assert list(response.context["form"].errors) == [field]


def test_what_the_type_demands_is_found_in_what_was_said(client, agent):
    ticket_type = TypeFactory(requires_company=True, requires_referent_email=True)
    contact = ContactFactory(company=CompanyFactory(), email="rossi@acme.example")

    send(client, ticket_type, requester_email="Rossi@acme.example", referent=contact.public_id)

    ticket = Ticket.objects.get()
    assert (ticket.company, ticket.requester) == (contact.company, contact)
    assert ticket.referent_email == "rossi@acme.example"


def test_a_requester_of_no_company_is_himself_the_party(client, agent):
    contact = ContactFactory(company=None)

    send(client, TypeFactory(requires_company=True), requester=contact.public_id)

    assert Ticket.objects.get().crm_contact == contact


def test_everything_that_was_chosen_is_kept(client, agent):
    ticket_type, company = TypeFactory(), CompanyFactory(code="ACME")
    operation, severity = OperationFactory(types=[ticket_type]), SeverityFactory()
    project = ProjectFactory(company=company)
    chosen = {"operation": operation.code, "severity": severity.code, "project": project.code, "company": "ACME"}

    send(client, ticket_type, **chosen, due_on="2026-12-24", urgency="5", impact="5")

    ticket = Ticket.objects.get()
    assert (ticket.operation, ticket.severity, ticket.project) == (operation, severity, project)
    assert (ticket.due_on.isoformat(), ticket.urgency, ticket.source) == ("2026-12-24", "5", "phone")


def test_an_operation_of_another_type_is_neither_offered_nor_accepted(client, agent):
    ticket_type = TypeFactory()
    operation = OperationFactory(description="Restore backup", types=[TypeFactory()])

    page = client.get(f"/tickets/new/?type={ticket_type.code}").content.decode()
    response = send(client, ticket_type, operation=operation.code)

    assert "Restore backup" not in page
    assert list(response.context["form"].errors) == ["operation"]


def test_another_type_chosen_offers_its_operations_and_saves_nothing(client, agent, htmx):
    ticket_type = TypeFactory(requires_severity=True)
    OperationFactory(description="Restore backup", types=[ticket_type])

    html = send(client, ticket_type, "/tickets/new/fields/").content.decode()

    assert "Restore backup" in html
    assert "This type demands: severity" in html
    assert Ticket.objects.count() == 0


def test_urgency_and_impact_show_the_priority_they_make(client, agent):
    ticket_type = TypeFactory()

    form = send(client, ticket_type, "/tickets/new/fields/", urgency="5", impact="5").context["form"]
    response = send(client, ticket_type, urgency="5", impact="5")

    assert form.resulting_priority == Ticket.objects.get(slug=response.url.split("/")[-2]).priority


def test_a_priority_chosen_by_hand_is_shown_as_the_result(client, agent):
    form = send(client, TypeFactory(), "/tickets/new/fields/", priority="urgent").context["form"]

    assert form.resulting_priority.code == "urgent"


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(("due", "proposed"), [("none", None), ("today", "2026-03-02"), ("days", "2026-03-07")])
def test_the_type_proposes_a_due_date(client, time_machine, due, proposed):
    time_machine.move_to("2026-03-02T09:00:00Z")
    TypeFactory(due_default=due, due_days=5)

    form = client.get("/tickets/new/").context["form"]

    assert (form.proposed_due and form.proposed_due.isoformat()) == proposed


def test_a_project_or_a_referent_of_another_client_is_refused(client, agent):
    other, company = CompanyFactory(), CompanyFactory(code="ACME")
    project, referent = ProjectFactory(company=other), ContactFactory(company=other)

    response = send(client, TypeFactory(), company="ACME", project=project.code, referent=referent.public_id)

    assert set(response.context["form"].errors) == {"project", "referent"}
    assert company.tickets.count() == 0


def test_an_agent_gives_a_new_ticket_to_nobody_but_himself(client, agent):
    response = send(client, TypeFactory(), assignee=UserFactory(agent=True).pk)

    assert list(response.context["form"].errors) == ["assignee"]


def test_a_supervisor_gives_a_new_ticket_to_others(client):
    client.force_login(UserFactory(supervisor=True))
    luca = UserFactory(agent=True)

    send(client, TypeFactory(), assignee=luca.pk)

    assert Ticket.objects.get().assignee == luca


def test_files_of_a_new_ticket_are_kept_with_it(client, agent):
    send(client, TypeFactory(), uploads=[SimpleUploadedFile("log.txt", b"log")])

    html = client.get(Ticket.objects.get().get_absolute_url()).content.decode()
    assert "log.txt" in html


def test_customers_open_no_tickets_here(client):
    client.force_login(UserFactory())

    assert client.get("/tickets/new/").status_code == 404


def test_an_agent_without_the_right_is_refused(client):
    client.force_login(UserFactory(is_agent=True))

    assert client.get("/tickets/new/").status_code == 403


def test_the_address_names_whom_the_ticket_is_for(client, agent):
    TypeFactory()
    CompanyFactory(code="ACME")

    form = client.get("/tickets/new/?company=ACME").context["form"]

    assert form["company"].value() == "ACME"


def test_a_form_sent_twice_opens_one_ticket_and_leads_to_it(client, agent):
    ticket_type = TypeFactory()
    key = client.get("/tickets/new/").context["form"]["key"].value()

    addresses = [send(client, ticket_type, key=key).url for _time in range(2)]

    assert addresses == [Ticket.objects.get().get_absolute_url()] * 2


@pytest.mark.parametrize(("before", "proposed"), [("", "net"), ("same", "int")])
def test_a_category_that_is_chosen_proposes_its_type(client, agent, before, proposed):
    chosen = TypeFactory(code="int")
    category = TicketCategory.objects.create(name="Network", proposed_type=TypeFactory(code="net"))
    sent = {"category": category.pk, "category_before": category.pk if before else "", "type": chosen.code}

    form = client.post("/tickets/new/fields/", sent).context["form"]

    assert form.chosen_type.code == proposed


def test_a_client_who_does_not_pay_for_the_requester_is_asked_about_in_the_same_form(client, agent):
    ticket_type, beta = TypeFactory(), CompanyFactory(name="Beta")
    chosen = {"company": CompanyFactory(code="ALFA").code, "requester": ContactFactory(company=beta).public_id}

    asked = send(client, ticket_type, **chosen)
    told = asked.context["form"]["client_asked"].value()
    opened = send(client, ticket_type, **chosen, client_is_meant="on", client_asked=told)

    assert (asked.status_code, list(asked.context["form"].errors)) == (409, ["client_is_meant"])
    assert ('name="client_is_meant"' in asked.text, opened.status_code) == (True, 302)
    assert Ticket.objects.get().events.filter(kind="tickets.client_confirmed", actor=agent).count() == 1


def test_a_tick_for_one_client_says_nothing_of_another(client, agent):
    ticket_type, rossi = TypeFactory(), ContactFactory(company=CompanyFactory(name="Beta"))
    alfa, gamma = CompanyFactory(code="ALFA").code, CompanyFactory(code="GAMMA").code
    asked = send(client, ticket_type, company=alfa, requester=rossi.public_id).context["form"]["client_asked"].value()

    again = send(
        client, ticket_type, company=gamma, requester=rossi.public_id, client_is_meant="on", client_asked=asked
    )

    assert (again.status_code, Ticket.objects.count()) == (409, 0)
    assert (again.context["form"]["client_is_meant"].value(), asked != "") == (False, True)


def test_the_client_that_is_an_operator_s_default_is_asked_about_too(client, agent):
    ticket_type, alfa = TypeFactory(), CompanyFactory(code="ALFA")
    OperatorDefaults.objects.create(operator=agent, company=alfa)
    form = client.get("/tickets/new/").context["form"]

    asked = send(client, ticket_type, company=form["company"].value(), requester_email=ContactFactory().email)

    assert (form["company"].value(), list(asked.context["form"].errors)) == ("ALFA", ["client_is_meant"])
    assert Ticket.objects.count() == 0


def test_an_address_of_a_company_s_domain_finds_its_client(client, agent):
    beta = CompanyDomainFactory(domain="beta.test").company

    send(client, TypeFactory(), requester_email="rossi@beta.test")

    assert Ticket.objects.get().company == beta


def test_a_contact_in_the_client_s_place_is_not_pushed_aside_by_the_requester_s_company(client, agent):
    private = ContactFactory(company=None)
    chosen = {"crm_contact": private.public_id, "requester": ContactFactory().public_id}

    asked = send(client, TypeFactory(), **chosen)

    assert list(asked.context["form"].errors) == ["client_is_meant"]


def offered(response):
    return [project.code for project in response.context["form"].fields["project"].queryset]


def test_only_the_projects_of_the_client_and_those_of_nobody_are_offered(client, agent, htmx):
    alfa, ticket_type = CompanyFactory(code="ALFA"), TypeFactory()
    for code, company in (("OURS", None), ("ALFA-1", alfa), ("BETA-1", CompanyFactory())):
        ProjectFactory(code=code, company=company)
    person = ContactFactory(company=alfa, email="rossi@alfa.test")

    nobody = client.get("/tickets/new/")
    by_client = send(client, ticket_type, "/tickets/new/fields/", company="ALFA")
    by_person = send(client, ticket_type, "/tickets/new/fields/", requester=person.public_id)
    by_address = send(client, ticket_type, "/tickets/new/fields/", requester_email="rossi@alfa.test")

    assert offered(nobody) == ["OURS"]
    assert [offered(one) for one in (by_client, by_person, by_address)] == [["ALFA-1", "OURS"]] * 3


def test_a_project_of_another_client_is_refused(client, agent):
    project = ProjectFactory()

    response = send(client, TypeFactory(), company=CompanyFactory().code, project=project.code)

    assert (list(response.context["form"].errors), Ticket.objects.count()) == (["project"], 0)
