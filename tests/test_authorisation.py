"""Who gets in where: every address of the product, asked for by everybody there is."""

import re
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from estimates import actions as estimate_actions
from helpdesk import files
from helpdesk.models import User, UserSession
from sla.actions import Draft, newest
from sla.models import Policy, Simulation
from tests.billing.factories import log, proposal
from tests.crm.factories import ContactFactory
from tests.estimates.factories import commercially_ended, quotable_ticket
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tickets import actions as ticket_actions
from tickets.drafts import Heard, NewFile, Said
from tickets.enums import Notice
from tickets.models import Event, Notification

pytestmark = pytest.mark.django_db

SKIPPED = ("admin/", "accounts/")
PUBLIC = {"helpdesk:health", "tickets:solution_judge"}
# A customer's own: his lists, his ticket and what was said and sent in it, himself.
CUSTOMERS = {
    "helpdesk:health",
    "helpdesk:profile",
    "helpdesk:theme_change",
    "helpdesk:session_list",
    "helpdesk:session_end",
    "helpdesk:sessions_end",
    "tickets:home",
    "tickets:ticket_detail",
    "tickets:clock_explained",
    "tickets:ticket_answer",
    "tickets:ticket_move",
    "tickets:description_body",
    "tickets:message_body",
    "tickets:images_load",
    "tickets:images_trust",
    "tickets:attachment_download",
}
MONEY = {
    "estimates:change_commercial",
    "estimates:start_commercial",
    "estimates:end_commercial",
    "estimates:cancel_commercial_end",
    "estimates:commercial_totals",
    "estimates:offer_list",
    "estimates:offers_new",
    "estimates:offers_create",
    "estimates:offer_detail",
    "estimates:offer_pdf",
    "estimates:offer_send",
    "estimates:offer_confirm",
    "estimates:offer_convert",
    "estimates:offer_reject",
    "estimates:offer_cancel",
    "estimates:offer_version",
    "estimates:company_offers",
    "billing:ready_list",
    "billing:ready_sums",
    "billing:generate",
    "billing:batch_create",
    "billing:batch_detail",
    "billing:company_proposals",
    "billing:proposal_list",
    "billing:proposal_detail",
    "billing:proposal_pdf",
    "billing:proposal_confirm",
    "billing:proposal_unconfirm",
    "billing:proposal_cancel",
    "billing:ticket_remove",
    "billing:ticket_suspend",
    "billing:ticket_drop",
    "billing:ticket_not_bill",
    "billing:ticket_bill_again",
    "billing:ticket_rate",
    "billing:proposal_notes",
}
WORK = {
    "billing:ticket_panel",
    "billing:work_log",
    "billing:work_edit",
    "billing:work_delete",
    "estimates:ticket_panel",
}
PROMISES = {
    "tickets:policy_apply",
    "tickets:policy_simulate",
    "tickets:level_dashboard",
    "tickets:compliance_report",
    "tickets:compliance_tickets",
    "tickets:compliance_csv",
    "tickets:company_compliance_pdf",
    "tickets:simulation_list",
    "tickets:simulation_detail",
    "tickets:simulation_csv",
    "tickets:ticket_agreement",
    "tickets:agreement_choose",
    "tickets:agreement_reset",
    "tickets:deadline_set",
}
METHODS = ("get", "post")
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def routes(resolver: URLResolver, before: str = "", *spaces: str) -> Iterator[tuple[str, str]]:
    """Find the name and the path of every address that is ours."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or path]), f"/{path}"
        elif not path.startswith(SKIPPED):
            yield from routes(entry, path, *spaces, *filter(None, [entry.namespace]))


ROUTES = dict(routes(get_resolver()))


@pytest.fixture
def world():
    """One of everything that a path may name, by the word before it; the ticket is the customer's own."""
    ana = UserFactory(email="ana@client.example")
    ticket = quotable_ticket(requester=ContactFactory(user=ana, email=ana.email))
    commercially_ended(ticket)
    [report] = estimate_actions.create_offers([ticket], by=UserFactory(sales=True), day=date(2026, 3, 1))
    made = proposal()
    said = Said("<p>x</p>", files=(NewFile(files.store(b"log"), "log.txt"),))
    message = ticket_actions.hear(ticket, Heard(said=said, inbound=journaled()))
    note = ticket_actions.add_note(ticket, "<p>x</p>", by=UserFactory(agent=True))
    contact = ContactFactory()
    return {
        "tickets": ticket.slug,
        "move": "accept",
        "messages": message.event.pk,
        "senders": message.event.pk,
        "pass-on": suspicion(ticket).pk,
        "notes": note.event.pk,
        "sessions": signed_in_elsewhere(ana).pk,
        "images": 0,
        "files": message.attachments.get().public_id,
        "companies": ticket.company.code,
        "of-company": ticket.company.code,
        "contacts": contact.public_id,
        "of-contact": contact.public_id,
        "offers": report.offer.slug,
        "works": log(ticket).public_id,
        "proposals": made.slug,
        "batches": made.batch.public_id,
        "inbound": journaled().pk,
        "policies": Policy.objects.default().pk,
        "clocks": ticket.agreement.clocks.first().pk,
        "simulations": simulation(ticket).public_id,
        "notifications": news(ticket).pk,
        "attention": journaled().pk,
        "alerts": 1,
        "mailboxes": MailboxFactory(is_active=False).pk,
        "judge": "forged",
        "mail": "x",
    }


def signed_in_elsewhere(person) -> UserSession:
    Client().force_login(person)
    return UserSession.objects.of(person).get()


def suspicion(ticket) -> Event:
    """Return the line that says that a ticket seems to answer another one."""
    ticket_actions.link(ticket, quotable_ticket().reference)
    return ticket.events.get(data__fields__has_key="suspected_reply_to")


def simulation(ticket) -> Simulation:
    policy, day = Policy.objects.default(), date(2026, 3, 1)
    draft = Draft(policy, None, newest(policy).terms, day, day, is_for_all=True)
    return ticket_actions.simulate(draft, by=UserFactory(supervisor=True), key=uuid4())


def news(ticket) -> Notification:
    """One piece of news, of whoever asks for it."""
    people = [UserFactory(agent=True)]
    return ticket_actions.notify(ticket, Notice.ASSIGNED, people, now=timezone.now())[0]


def answers(world, person) -> dict[str, set[int]]:
    """Ask for every address as ``person``, and undo what that did; a method that an address does not take counts not."""
    client = Client()
    if person:
        client.force_login(person)
    return {name: statuses(client, address(route, world)) for name, route in ROUTES.items()}


def address(route: str, world) -> str:
    return re.sub(r"([\w-]+)/<\w+:\w+>", lambda found: f"{found[1]}/{world[found[1]]}", route)


def statuses(client: Client, path: str) -> set[int]:
    found = set()
    for method in METHODS:
        with transaction.atomic():
            response = getattr(client, method)(path)
            b"".join(response)  # read to its end, a file is closed
            transaction.set_rollback(True)
        to_sign_in = response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
        found.add(HTTPStatus.UNAUTHORIZED if to_sign_in else response.status_code)
    return found - {HTTPStatus.METHOD_NOT_ALLOWED}


def test_nobody_gets_in_without_signing_in(world):
    shut = {name for name, found in answers(world, None).items() if found == {HTTPStatus.UNAUTHORIZED}}

    assert ROUTES.keys() - shut == PUBLIC


def test_a_customer_finds_his_own_pages_and_no_others(world):
    found = answers(world, User.objects.get(email="ana@client.example"))

    assert {name for name in found if found[name] != {HTTPStatus.NOT_FOUND}} == CUSTOMERS


def test_an_agent_without_rights_sees_no_money_and_moves_none(world):
    found = answers(world, UserFactory(agent=True))

    assert {name for name in MONEY if not found[name] <= REFUSED} == set()


def test_an_agent_without_rights_bends_no_promise_and_counts_none(world):
    found = answers(world, UserFactory(agent=True))

    assert {name for name in PROMISES if not found[name] <= REFUSED} == set()


def test_an_agent_of_no_group_sees_neither_works_nor_estimates(world):
    found = answers(world, UserFactory(is_agent=True))

    assert {name for name in MONEY | WORK if not found[name] <= REFUSED} == set()


@pytest.mark.parametrize(
    ("role", "space", "shut"),
    [
        ("sales", "estimates:", {"estimates:discard"}),
        ("biller", "billing:", set()),
        (
            "admin",
            "",
            {
                "tickets:ticket_answer",
                "tickets:notification_open",
                "tickets:notification_read",
                "helpdesk:session_end",
                "tickets:image_show",  # it needs the key that is given with it, and so does a solution
                "tickets:solution_judge",
            },
        ),
    ],
)
def test_who_has_the_rights_gets_in(world, role, space, shut):
    found = answers(world, UserFactory(**{role: True}))

    assert {name for name in found if name.startswith(space) and found[name] <= REFUSED} == shut
