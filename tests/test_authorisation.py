"""Who gets in where: every address of the product, asked for by everybody there is."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from helpdesk.models import User
from tests.addresses import ROUTES, address, one_of_each
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import limited_agent
from tickets import actions
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

PUBLIC = {"helpdesk:health", "tickets:solution_answer"}
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
    "reports:policy_simulate",
    "reports:level_dashboard",
    "reports:compliance_report",
    "reports:compliance_tickets",
    "reports:compliance_csv",
    "reports:company_compliance_pdf",
    "reports:simulation_list",
    "reports:simulation_detail",
    "reports:simulation_csv",
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


def shut(found: dict[str, set[int]]) -> set[str]:
    """Return the addresses that are refused; reading and writing go together."""
    refused = {name: {status in REFUSED for status in found[name]} for name in found}
    assert {name for name in found if len(refused[name]) > 1} == set()
    return {name for name in found if refused[name] == {True}}


OPEN_WITH_A_KEY = {"tickets:image_show", "tickets:solution_answer"}
OF_ONE_PERSON = {
    "tickets:ticket_answer",
    "tickets:notification_open",
    "tickets:notification_read",
    "tickets:note_readers",
    "helpdesk:session_end",
}
NOBODYS = OPEN_WITH_A_KEY | OF_ONE_PERSON  # no agent's, whatever his rights
OF_ADMINISTRATORS = {
    "mail:inbound_retry",
    "mail:mailbox_test",
    "tickets:policy_apply",
    "tickets:set_up",
    "tickets:set_up_put_away",
    "tickets:set_up_step",
}
INVITING = {"crm:contact_invite"}  # he could give himself a login, and read what he does not see
HIMSELF = {
    "helpdesk:health",
    "helpdesk:profile",
    "helpdesk:theme_change",
    "helpdesk:session_list",
    "helpdesk:sessions_end",
    "tickets:home",
}
DISCARDING = {"estimates:discard"}
PROPOSING = {
    "billing:batch_create",
    "billing:batch_detail",
    "billing:generate",
    "billing:proposal_cancel",
    "billing:proposal_confirm",
    "billing:proposal_notes",
    "billing:proposal_unconfirm",
    "billing:ticket_drop",
    "billing:ticket_remove",
    "billing:ticket_suspend",
}
BILLING = {"billing:ticket_bill_again", "billing:ticket_not_bill", "billing:ticket_rate"}
OTHERS_WORKS = {"billing:work_delete", "billing:work_edit"}
QUOTING = {
    "estimates:cancel_commercial_end",
    "estimates:change_commercial",
    "estimates:end_commercial",
    "estimates:offer_convert",
    "estimates:offer_send",
    "estimates:offer_version",
    "estimates:offers_create",
    "estimates:offers_new",
    "estimates:start_commercial",
}
ESTIMATING = {
    "estimates:cancel_technical_end",
    "estimates:change_technical",
    "estimates:end_technical",
    "estimates:start_technical",
}
OTHERS_NOTES = {"tickets:note_delete"}
# Whom an address is shut for, though he signs in and works at the desk; everything else is open to him.
SHUT_FOR = {
    "agent": NOBODYS
    | OF_ADMINISTRATORS
    | PROMISES
    | MONEY
    | OTHERS_WORKS
    | OTHERS_NOTES
    | DISCARDING
    | {"estimates:estimate_list"},
    "sales": NOBODYS | OF_ADMINISTRATORS | PROMISES | PROPOSING | BILLING | OTHERS_WORKS | OTHERS_NOTES | DISCARDING,
    "biller": NOBODYS | OF_ADMINISTRATORS | PROMISES | ESTIMATING | QUOTING | OTHERS_NOTES | DISCARDING,
    "supervisor": NOBODYS | OF_ADMINISTRATORS | PROPOSING | QUOTING | DISCARDING,
    "admin": NOBODYS,
}
# What stands on a ticket: shut for an agent who does not see that ticket.
ON_A_TICKET = {
    "billing:ticket_panel",
    "billing:work_log",
    "estimates:cancel_technical_end",
    "estimates:change_technical",
    "estimates:end_technical",
    "estimates:start_technical",
    "estimates:technical_totals",
    "estimates:ticket_panel",
    "tickets:attachment_download",
    "tickets:clock_explained",
    "tickets:description_body",
    "tickets:images_load",
    "tickets:images_trust",
    "tickets:message_body",
    "tickets:message_state",
    "tickets:message_raw",
    "tickets:message_undo",
    "tickets:sender_confirm",
    "tickets:ticket_assign",
    "tickets:ticket_change",
    "tickets:ticket_detail",
    "tickets:ticket_earlier",
    "tickets:ticket_hand_over",
    "tickets:ticket_move",
    "tickets:ticket_news",
    "tickets:ticket_note",
    "tickets:ticket_merge",
    "tickets:ticket_reply",
    "tickets:ticket_status",
    "tickets:ticket_take",
    "tickets:ticket_type",
    "tickets:ticket_unassign",
    "tickets:ticket_unwatch",
    "tickets:ticket_watch",
}
# Mail that found no ticket may be anybody's: only who sees all tickets looks at it.
MAIL_TO_LOOK_AT = {
    "mail_triage:alert_dismiss",
    "mail_triage:attention_attach",
    "mail_triage:attention_detail",
    "mail_triage:attention_discard",
    "mail_triage:attention_discard_many",
    "mail_triage:attention_list",
    "mail_triage:attention_open",
    "mail_triage:attention_raw",
    "mail_triage:attention_retry",
    "mail_triage:attention_retry_many",
}


def customer_of(company, **facts) -> User:
    """Make somebody who works for ``company`` and asked for nothing yet."""
    user = UserFactory()
    ContactFactory(user=user, email=user.email, company=company, **facts)
    return user


CUSTOMER_ROLES = {
    "whose ticket it is": (lambda ticket: ticket.requester.user, CUSTOMERS),
    "his colleague": (lambda ticket: customer_of(ticket.company), HIMSELF),
    "a colleague who sees all of the company's": (
        lambda ticket: customer_of(ticket.company, role="company"),
        CUSTOMERS - {"helpdesk:session_end"},
    ),
    "another company's customer": (lambda _ticket: customer_of(CompanyFactory()), HIMSELF),
    "a customer of no company": (lambda _ticket: customer_of(None), HIMSELF),
}


@pytest.mark.guards(29, 33)
def test_nobody_gets_in_without_signing_in(world):
    shut = {name for name, found in answers(world, None).items() if found == {HTTPStatus.UNAUTHORIZED}}

    assert ROUTES.keys() - shut == PUBLIC


@pytest.mark.guards(27, 29, 32, 33, 34)
@pytest.mark.parametrize("role", CUSTOMER_ROLES)
def test_a_customer_finds_what_is_his_and_nothing_else(world, role):
    make, opens = CUSTOMER_ROLES[role]

    found = answers(world, make(Ticket.objects.get(slug=world["tickets"])))

    assert {name for name in found if found[name] != {HTTPStatus.NOT_FOUND}} == opens


@pytest.mark.guards(29, 33, 34)
@pytest.mark.parametrize("role", SHUT_FOR)
def test_an_agent_gets_in_where_his_group_may(world, role):
    assert shut(answers(world, UserFactory(**{role: True}))) == SHUT_FOR[role]


@pytest.mark.guards(29, 32, 33)
@pytest.mark.parametrize("scope", ["own", pytest.param("team", marks=pytest.mark.long)])
def test_an_agent_who_does_not_see_a_ticket_gets_in_nowhere_on_it(world, scope):
    found = answers(world, limited_agent(scope))

    assert shut(found) == SHUT_FOR["agent"] | ON_A_TICKET | MAIL_TO_LOOK_AT | INVITING


@pytest.mark.long
@pytest.mark.guards(29)
def test_an_agent_who_sees_only_his_own_gets_in_on_a_ticket_that_is_his(world):
    agent = limited_agent("own")
    actions.assign(Ticket.objects.get(slug=world["tickets"]), agent, by=None)

    other_tickets = {"tickets:ticket_merge"}  # the message would go to a ticket that is not his
    assert shut(answers(world, agent)) == SHUT_FOR["agent"] | MAIL_TO_LOOK_AT | INVITING | other_tickets


@pytest.mark.guards(29, 33, 34)
def test_an_agent_who_may_see_tickets_alone_sees_neither_money_nor_works_nor_promises(world):
    found = answers(world, UserFactory(is_agent=True, rights=["view_all_tickets"]))

    assert (MONEY | WORK | PROMISES) - shut(found) == set()
