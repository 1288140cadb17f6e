"""Who gets in where: every address of the product, asked for by everybody there is."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from helpdesk.models import User
from tests.addresses import ROUTES, address, one_of_each
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

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


@pytest.fixture
def world():
    return one_of_each()


def answers(world, person) -> dict[str, set[int]]:
    """Ask for every address as ``person``, and undo what that did; a method that an address does not take counts not."""
    client = Client()
    if person:
        client.force_login(person)
    return {name: statuses(client, address(route, world)) for name, route in ROUTES.items()}


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
