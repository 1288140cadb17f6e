"""The first hour of an empty desk: what is to be set up, how far it is, and what this desk can do without."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from helpdesk.models import CompanyProfile, User
from mail import actions as mail_actions
from mail.models import Delivery, Mailbox
from sla.models import Policy
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled, outgoing
from tickets import setup_checklist
from tickets.models import TicketType

pytestmark = pytest.mark.django_db
HOME, LIST, PUT_AWAY = (reverse(f"tickets:{name}") for name in ("home", "set_up", "set_up_put_away"))
FIRM = {"name": "Nordest", "address": "Via Roma 1", "vat_id": "IT00743110157"}
ALL = ["company", "mailbox", "sending", "people", "types", "levels", "portal"]


@pytest.fixture
def admin(client):
    admin = UserFactory(superuser=True)
    client.force_login(admin)
    return admin


def step(name):
    return next(step for step in setup_checklist.steps(CompanyProfile.current()) if step.name == name)


def missing():
    return [step.name for step in setup_checklist.steps(CompanyProfile.current()) if step.is_missing]


def mark(client, name, is_needed):
    return client.post(reverse("tickets:set_up_step", args=[name]), {"is_needed": is_needed})


def set_up_everything():
    CompanyProfile.objects.update_or_create(pk=1, defaults=FIRM)
    UserFactory(agent=True)
    ContactFactory(user=UserFactory())
    box = MailboxFactory(imap=True, last_success_at=timezone.now())
    mail_actions.enqueue(outgoing(mailbox=box))
    Delivery.objects.update(state="sent", sent_at=timezone.now())


def test_an_empty_desk_has_types_and_levels_and_misses_the_rest(admin):
    assert missing() == ["company", "mailbox", "sending", "people", "portal"]


def test_what_is_to_be_opened_is_not_named_like_a_ticket_that_is_open(client):
    client.force_login(UserFactory(superuser=True, language="it"))

    page = client.get(LIST).content.decode()

    with translation.override("it"):
        assert f'aria-label="{pgettext("verb", "Open")}: ' in page


def test_a_desk_that_is_set_up_misses_nothing(admin):
    set_up_everything()

    assert missing() == []


@pytest.mark.parametrize("fact", FIRM)
def test_our_company_has_a_name_an_address_and_a_vat_id(fact):
    CompanyProfile.objects.update_or_create(pk=1, defaults=FIRM)
    blank = CompanyProfile._meta.get_field(fact).get_default()
    CompanyProfile.objects.update(**{fact: blank})

    assert step("company").is_done is False


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"is_active": False}, "It is not active, so nothing is fetched or taken in for its address."),
        ({}, "Its mail is not fetched: choose IMAP, unless your mail server hands the mail over itself."),
        (
            {"imap": True, "imap_password": ""},
            "Nothing can be fetched: there is no password or token to sign in to its server with.",
        ),
        ({"imap": True}, "Nothing was fetched yet: test it on its page."),
    ],
)
def test_a_mailbox_that_was_not_fetched_says_why(facts, found):
    box = MailboxFactory(**facts)

    assert (step("mailbox").is_done, step("mailbox").found) == (False, f"{box}: {found}")


def test_a_mailbox_to_which_mail_is_handed_is_done_with_the_first():
    box = MailboxFactory()
    journaled(mailbox=box)

    assert (step("mailbox").is_done, step("mailbox").link) == (
        True,
        reverse("admin:mail_mailbox_change", args=[box.pk]),
    )


@pytest.mark.parametrize(("state", "is_done"), [("queued", False), ("failed", False), ("sent", True)])
def test_mail_leaves_when_one_has_left(state, is_done):
    mail_actions.enqueue(outgoing(mailbox=MailboxFactory()))
    Delivery.objects.update(state=state, sent_at=timezone.now() if is_done else None)

    assert step("sending").is_done is is_done


def test_an_agent_without_a_group_is_named():
    UserFactory(agent=True)
    UserFactory(is_agent=True, display_name="Ana Ionescu")

    assert (step("people").is_done, step("people").found) == (
        False,
        "1 person has a group. Without a group, so without tickets: Ana Ionescu.",
    )


@pytest.mark.parametrize("facts", [{"superuser": True}, {"is_agent": True, "rights": ["view_own_tickets"]}])
def test_who_has_rights_of_his_own_needs_no_group(facts):
    UserFactory(agent=True)
    UserFactory(**facts)

    assert step("people").is_done is True


def test_a_desk_without_an_active_type_or_a_policy_by_a_calendar_misses_both():
    TicketType.objects.update(is_active=False)
    Policy.objects.update(calendar=None)

    assert (step("types").is_done, step("levels").is_done) == (False, False)


def test_an_administrator_starts_at_the_list_while_something_is_missing(client, admin):
    before = client.get(HOME).url
    set_up_everything()

    assert (before, client.get(HOME).url) == (LIST, reverse("tickets:ticket_list"))


def test_what_goes_missing_once_nothing_was_leads_nobody_back(client, admin):
    set_up_everything()
    client.get(HOME)
    Mailbox.objects.update(last_success_at=None)
    UserFactory(is_agent=True)

    assert (missing(), client.get(HOME).url) == (["mailbox", "people"], reverse("tickets:ticket_list"))


def test_an_agent_starts_where_he_works(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(HOME).url == reverse("tickets:ticket_list")


@pytest.mark.parametrize("role", ["agent", "supervisor", "sales", "biller"])
def test_nobody_else_finds_the_list(client, role):
    client.force_login(UserFactory(**{role: True}))

    assert [
        client.get(LIST).status_code,
        mark(client, "portal", "no").status_code,
        client.post(PUT_AWAY).status_code,
    ] == [
        404,
        404,
        404,
    ]


def test_the_list_says_what_comes_next(client, admin):
    page = client.get(LIST)

    assert ([step.name for step in page.context["steps"]], page.context["next"].name, page.context["settled"]) == (
        ALL,
        "company",
        2,
    )


def test_every_step_leads_to_a_page(client, admin):
    links = [step.link for step in client.get(LIST).context["steps"]]

    assert [client.get(link).status_code for link in links] == [200] * len(ALL)


def test_a_step_that_is_not_needed_is_missing_no_more_until_it_is_needed_after_all(client, admin):
    mark(client, "portal", "no")
    skipped = step("portal").is_missing
    mark(client, "portal", "yes")

    assert (skipped, step("portal").is_missing) == (False, True)


def test_a_step_that_was_not_needed_and_is_done_counts_as_done(client, admin):
    mark(client, "portal", "no")
    ContactFactory(user=UserFactory())

    assert "Not needed" not in client.get(LIST).content.decode().split("portal")[-1]


@pytest.mark.parametrize(("name", "status"), [("types", 409), ("nonsense", 404)])
def test_what_no_desk_can_do_without_is_needed(client, admin, name, status):
    assert mark(client, name, "no").status_code == status
    assert CompanyProfile.current().not_needed == []


def test_a_list_that_is_not_done_is_not_put_away(client, admin):
    assert client.post(PUT_AWAY, {"is_away": "yes"}).status_code == 409
    assert CompanyProfile.current().is_set_up_put_away is False


def test_a_list_that_was_put_away_leads_nobody_back_and_is_found_again(client, admin):
    set_up_everything()
    client.post(PUT_AWAY, {"is_away": "yes"})
    User.objects.filter(is_superuser=False).delete()

    away = client.get(HOME).url
    client.post(PUT_AWAY, {"is_away": "no"})

    assert (away, client.get(HOME).url) == (reverse("tickets:ticket_list"), LIST)


def test_the_list_costs_few_queries(client, admin, django_assert_num_queries):
    set_up_everything()
    client.get(LIST)

    with django_assert_num_queries(9):
        client.get(LIST)
