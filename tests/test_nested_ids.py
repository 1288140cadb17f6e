"""What a form names is asked for like an address: whoever may not see a thing can neither name, change nor read it."""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from estimates.models import CommercialRow, TechnicalRow
from helpdesk import files
from helpdesk.models import User
from sla.models import Priority
from tests.addresses import ROUTES, address, one_of_each
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crawling import Crawler, forms_in
from tests.crm.factories import CompanyFactory, ContactFactory, ProjectFactory
from tests.estimates.factories import commercially_ended, commercially_started, quotable_ticket, started, step, unit
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import journaled
from tests.tickets.factories import OperationFactory, TypeFactory
from tickets import actions
from tickets.drafts import NewFile
from tickets.forms.fields import kept_token
from tickets.models import Attachment, Ticket

pytestmark = pytest.mark.django_db

SECRET = "Zanzibar"
WIDER = ("view_all_tickets", "view_team_tickets")


def of_own_tickets_alone() -> User:
    """Make somebody with every right there is, who sees his own tickets alone."""
    user = UserFactory(is_agent=True)
    user.user_permissions.set(Permission.objects.exclude(codename__in=WIDER))
    return User.objects.get(pk=user.pk)


def foreign_tickets() -> list[Ticket]:
    """Make a ticket with estimates, a note and a file, one that may be billed, and one that is being billed."""
    quoted, paying, billed = quotable_ticket(subject=SECRET), *(PayingTicketFactory(subject=SECRET) for _ in range(2))
    commercially_ended(quoted, step(10, description=SECRET))
    attached = (NewFile(files.store(SECRET.encode()), f"{SECRET}.txt"),)
    actions.add_note(quoted, f"<p>{SECRET}</p>", by=UserFactory(agent=True), files=attached)
    log(paying, description=SECRET)
    proposal(billed)
    return [quoted, paying, billed]


def rows_of(tickets: list[Ticket]) -> dict[str, list[dict[str, object]]]:
    """Return all that is written about ``tickets``."""
    pks = [ticket.pk for ticket in tickets]
    found = {"ticket": list(Ticket.objects.filter(pk__in=pks).order_by("pk").values())}
    for relation in Ticket._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pks})
        found[relation.field.model._meta.label] = list(rows.order_by("pk").values())
    for model in (TechnicalRow, CommercialRow):
        found[model._meta.label] = list(model.objects.filter(estimate__ticket__in=pks).order_by("pk").values())
    return found


@pytest.fixture
def world(client):
    user = of_own_tickets_alone()
    client.force_login(user)
    quoted, paying, billed = tickets = foreign_tickets()
    return SimpleNamespace(
        client=client,
        user=user,
        customer=UserFactory(),
        company=CompanyFactory(),
        quoted=quoted,
        paying=paying,
        billed=billed,
        foreign=tickets,
        mine=quotable_ticket(assignee=user),
    )


def form_of(world: SimpleNamespace, page: str, target: str, **changed: object) -> tuple[str, dict[str, object]]:
    """Return where the form on ``page`` goes, and what it would send but for what is ``changed``."""
    shown = dict(forms_in(world.client.get(page).content))
    return target, {**shown[target], **changed}


def technical(world: SimpleNamespace, **changed: object) -> tuple[str, dict[str, object]]:
    started(world.mine, step(2), by=world.user)
    at = world.mine.get_absolute_url()
    return form_of(world, f"{at}estimates/", reverse("estimates:change_technical", args=[world.mine.slug]), **changed)


def commercial(world: SimpleNamespace, **changed: object) -> tuple[str, dict[str, object]]:
    commercially_started(world.mine, step(2), by=world.user)
    at = world.mine.get_absolute_url()
    return form_of(world, f"{at}estimates/", reverse("estimates:change_commercial", args=[world.mine.slug]), **changed)


def at(world: SimpleNamespace, name: str) -> str:
    """Return an address of his own ticket."""
    return reverse(name, args=[world.mine.slug])


def slugs(world: SimpleNamespace) -> list[str]:
    return [ticket.slug for ticket in (world.mine, *world.foreign)]


def suspected(world: SimpleNamespace) -> str:
    """Return where the words of his ticket would be passed on to one that he may not see."""
    actions.suspect_reply_to(world.mine, world.quoted)
    return reverse("tickets:ticket_merge", args=[world.mine.slug])


def new_ticket(world: SimpleNamespace, **changed: object) -> tuple[str, dict[str, object]]:
    asked = {"type": world.mine.type.code, "company": world.mine.company.code, "body": "x", "subject": "x"}
    return reverse("tickets:ticket_new"), {**asked, **changed}


def of_another(world: SimpleNamespace) -> str:
    """Return what brings a file that somebody else had uploaded."""
    stored = NewFile(files.store(SECRET.encode()), f"{SECRET}.txt")
    return kept_token(stored, UserFactory(agent=True))


Case = Callable[[SimpleNamespace], tuple[str, dict[str, object]]]
FOREIGN_TICKETS: dict[str, tuple[Case, int]] = {
    "taken": (lambda w: (reverse("tickets:bulk_take"), {"ticket": slugs(w)}), 400),
    "given": (lambda w: (reverse("tickets:bulk_assign"), {"ticket": slugs(w), "assignee": w.user.pk}), 400),
    "moved": (lambda w: (reverse("tickets:bulk_move"), {"ticket": slugs(w), "move": "accept"}), 400),
    "raised": (
        lambda w: (reverse("tickets:bulk_prioritise"), {"ticket": slugs(w), "priority": first_priority()}),
        400,
    ),
    "looked at for billing": (lambda w: (reverse("billing:generate"), {"ticket": slugs(w)}), 200),
    "billed": (lambda w: (reverse("billing:batch_create"), {"ticket": slugs(w), "key": str(uuid4())}), 302),
    "quoted": (lambda w: (reverse("estimates:offers_create"), {"ticket": slugs(w), "tickets": slugs(w)}), 200),
    "looked at for offers": (lambda w: (reverse("estimates:offers_new"), {"tickets": slugs(w)}), 200),
    "passed on to": (lambda w: (suspected(w), {}), 404),
    "a mail attached to": (
        lambda w: (reverse("mail_triage:attention_attach", args=[one_mail()]), {"reference": w.quoted.reference}),
        403,
    ),
    "a technical row stolen from": (
        lambda w: technical(w, **{"rows-0-row_id": TechnicalRow.objects.get(estimate__ticket=w.quoted).pk}),
        302,
    ),
    "a commercial row stolen from": (
        lambda w: commercial(
            w,
            **{
                "lines-0-row_id": CommercialRow.objects.get(estimate__ticket=w.quoted).pk,
                "lines-0-description": "x",
                "lines-0-unit": unit("h").pk,
            },
        ),
        302,
    ),
}


def first_priority() -> str:
    return Priority.objects.active().first().code


def one_mail() -> int:
    return journaled().pk


@pytest.mark.guards(30)
@pytest.mark.parametrize("what", FOREIGN_TICKETS)
def test_a_ticket_that_he_may_not_see_cannot_be(world, what):
    make, status = FOREIGN_TICKETS[what]
    path, values = make(world)
    before = rows_of(world.foreign)

    response = world.client.post(path, values)

    assert (response.status_code, SECRET in response.text) == (status, False)
    assert rows_of(world.foreign) == before


PEOPLE_AND_THINGS: dict[str, tuple[Case, int]] = {
    "owner is no agent": (lambda w: (at(w, "tickets:ticket_assign"), {"assignee": w.customer.pk}), 403),
    "owner of many is no agent": (
        lambda w: (reverse("tickets:bulk_assign"), {"ticket": w.mine.slug, "assignee": w.customer.pk}),
        400,
    ),
    "owner of a new one is no agent": (lambda w: new_ticket(w, assignee=w.customer.pk), 422),
    "receiver is no agent": (lambda w: (at(w, "tickets:ticket_hand_over"), {"to": f"user:{w.customer.pk}"}), 422),
    "salesperson is no agent": (lambda w: technical(w, **{"header-salesperson": w.customer.pk}), 422),
    "technician is no agent": (lambda w: technical(w, **{"header-technician": w.customer.pk}), 422),
    "project is another client's": (
        lambda w: (
            at(w, "tickets:ticket_change"),
            {"field": "project", "project": ProjectFactory(company=w.company).code},
        ),
        422,
    ),
    "project of a new one is another client's": (
        lambda w: new_ticket(w, project=ProjectFactory(company=w.company).code),
        422,
    ),
    "project of a work is another client's": (
        lambda w: form_of(
            w,
            at(w, "billing:ticket_panel"),
            at(w, "billing:work_log"),
            starts="09:00",
            ends="10:00",
            project=ProjectFactory(company=w.company).pk,
        ),
        422,
    ),
    "project of a step is another client's": (
        lambda w: technical(w, **{"rows-0-project": ProjectFactory(company=w.company).pk}),
        422,
    ),
    "referent is another client's": (
        lambda w: (
            at(w, "tickets:ticket_change"),
            {"field": "referent", "referent": ContactFactory(company=w.company).public_id},
        ),
        422,
    ),
    "status is another type's": (lambda w: (at(w, "tickets:ticket_status"), {"status": foreign_status()}), 409),
    "operation is another type's": (
        lambda w: (
            at(w, "tickets:ticket_change"),
            {"field": "operation", "operation": OperationFactory(types=[TypeFactory()]).code},
        ),
        422,
    ),
}


def foreign_status() -> str:
    return TypeFactory(statuses=[("theirs", "Theirs", "new")]).statuses.get().code


@pytest.mark.guards(30)
@pytest.mark.parametrize("what", PEOPLE_AND_THINGS)
def test_a_ticket_is_left_as_it_was_where_its(world, what):
    make, status = PEOPLE_AND_THINGS[what]
    path, values = make(world)
    before = rows_of([world.mine]), Ticket.objects.count()

    response = world.client.post(path, values)

    assert response.status_code == status
    assert (rows_of([world.mine]), Ticket.objects.count()) == before


@pytest.mark.guards(30)
@pytest.mark.parametrize("what", ["company", "crm_contact", "requester", "referent"])
def test_whoever_may_see_no_clients_can_name_none(world, what):
    world.user.user_permissions.remove(*Permission.objects.filter(codename__in=["view_company", "view_contact"]))
    contact = ContactFactory(name=SECRET, company=CompanyFactory(name=SECRET))
    named = contact.company.code if what == "company" else contact.public_id
    before = rows_of([world.mine]), Ticket.objects.count()

    changed = world.client.post(at(world, "tickets:ticket_change"), {"field": what, what: named})
    opened = world.client.post(*new_ticket(world, **{"company": "", what: named}))

    assert (changed.status_code, opened.status_code) == (422, 422)
    assert (SECRET in changed.text, SECRET in opened.text) == (False, False)
    assert (rows_of([world.mine]), Ticket.objects.count()) == before


@pytest.mark.guards(30)
def test_whoever_may_see_no_clients_can_filter_by_none(world):
    world.user.user_permissions.remove(*Permission.objects.filter(codename__in=["view_company", "view_contact"]))
    company = CompanyFactory(name=SECRET)

    response = world.client.get("/tickets/", {"company": company.code})

    assert (response.status_code, SECRET in response.text) == (400, False)


@pytest.mark.guards(28)
@pytest.mark.guards(30)
def test_an_agent_brings_no_file_that_somebody_else_had_uploaded(world):
    world.client.post(at(world, "tickets:ticket_note"), {"body": "x", "kept": of_another(world)})

    assert (world.mine.notes.count(), Attachment.objects.filter(note__ticket=world.mine).count()) == (1, 0)


@pytest.mark.guards(28)
@pytest.mark.guards(30)
def test_a_customer_brings_no_file_that_somebody_else_had_uploaded(world):
    world.client.force_login(world.customer)
    requester = ContactFactory(user=world.customer, email=world.customer.email)
    ticket = quotable_ticket(requester=requester, requester_email=requester.email)

    world.client.post(reverse("tickets:ticket_answer", args=[ticket.slug]), {"body": "x", "kept": of_another(world)})

    assert (ticket.messages.count(), Attachment.objects.filter(message__ticket=ticket).count()) == (1, 0)


class Watching(Client):
    """A browser that notes who was told of the tickets, or changed them."""

    watched: list[Ticket]
    before: dict[str, list[dict[str, object]]]
    told: list[str]

    def generic(self, method, path, *args, **kwargs):
        response = super().generic(method, path, *args, **kwargs)
        body = b"".join(response)
        if SECRET.encode() in body or (method != "GET" and rows_of(self.watched) != self.before):
            self.told.append(f"{method} {path} {kwargs.get('data', '')!r:.200}")
        return response


def names_of(tickets: list[Ticket]) -> list[str]:
    """Return what a form may call something of ``tickets`` by."""
    quoted, paying, _billed = tickets
    row, work = TechnicalRow.objects.get(estimate__ticket=quoted), paying.works.get()
    return [quoted.slug, quoted.reference, *map(str, (quoted.pk, row.pk, work.pk, work.public_id))]


@pytest.mark.long
@pytest.mark.guards(30)
def test_no_parameter_of_any_address_opens_a_foreign_ticket():
    user, world = of_own_tickets_alone(), one_of_each()
    Ticket.objects.update(assignee=user)
    browser = Watching()
    browser.force_login(user)
    browser.watched = foreign_tickets()
    browser.before, browser.told = rows_of(browser.watched), []
    crawler, names = Crawler(browser), names_of(browser.watched)

    for path in [address(route, world) for route in ROUTES.values()]:
        crawler.look_at(path)
        for parameter in crawler.names(path):
            for name in names:
                crawler.send(path, {**crawler.shown.get(path, {}), parameter: name})
            crawler.seek(path, {parameter: names[0]})

    assert (browser.told, crawler.broken) == ([], [])
