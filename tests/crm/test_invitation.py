"""Inviting a contact to the portal: a login of his own, and a mail with the way to its first password."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from crm import actions
from crm.errors import CannotBeInvited, LetsNobodySee
from crm.models import Contact
from helpdesk.models import CompanyProfile, User
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import limited_agent

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://\S+/reset/key/\S+")
PASSWORD, OTHER = "correct horse battery", "another long horse"


def invite(client, contact):
    return client.post(reverse("crm:contact_invite", args=[contact.public_id]))


def link_for(client, contact):
    invite(client, contact)
    return LINK.search(mail.outbox[-1].body).group()


def set_password(link, password=PASSWORD):
    client = Client()
    opened = client.get(link)
    if opened.status_code == 302:
        client.post(opened.url, {"password1": password, "password2": password})


def signs_in(email, password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.fixture
def agent(client):
    agent = UserFactory(agent=True)
    client.force_login(agent)
    return agent


def test_an_invited_contact_gets_a_login_of_his_own(agent):
    company = CompanyFactory(language="ro", time_zone="Europe/Bucharest")
    contact = ContactFactory(name="Ion Pop", email="ion@client.example", company=company)

    login = actions.invite(contact, by=agent)

    facts = (login.email, login.display_name, login.language, login.time_zone, login.is_agent, login.is_staff)
    assert facts == ("ion@client.example", "Ion Pop", "ro", "Europe/Bucharest", False, False)
    assert [group.name for group in login.groups.all()] == ["customer"]
    assert (login.contact, login.has_usable_password()) == (contact, False)


def test_a_name_longer_than_a_logins_is_cut(agent):
    assert actions.invite(ContactFactory(name="x" * 200), by=agent).display_name == "x" * 120


def test_a_customers_login_that_waits_for_its_contact_is_taken(agent):
    waiting = UserFactory(email="ion@client.example")
    contact = ContactFactory(email="ion@client.example")

    assert actions.invite(contact, by=agent) == waiting
    assert (User.objects.count(), waiting.contact) == (2, contact)


def test_inviting_again_makes_no_second_login(agent):
    contact = ContactFactory()

    assert actions.invite(contact, by=agent) == actions.invite(contact, by=agent)
    assert User.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_invitations_at_once_make_one_login():
    agent, contact = UserFactory(agent=True), ContactFactory()

    def invite_once(_time):
        try:
            return actions.invite(Contact.objects.get(pk=contact.pk), by=agent).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        logins = set(pool.map(invite_once, range(4)))

    assert logins == {Contact.objects.get(pk=contact.pk).user_id}
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"email": ""}, "has no e-mail address"),
        ({"is_active": False}, "is not active"),
        ({"email": "desk@desk.example"}, "works at the desk"),
        ({"email": "gone@client.example"}, "The login gone@client.example is not active"),
        ({"email": "taken@client.example"}, "the login of another contact"),
    ],
)
def test_who_cannot_sign_in_is_not_invited(client, agent, facts, reason):
    UserFactory(email="desk@desk.example", agent=True)
    UserFactory(email="gone@client.example", is_active=False)
    ContactFactory(user=UserFactory(email="taken@client.example"))
    contact, logins = ContactFactory(**facts), User.objects.count()

    with pytest.raises(CannotBeInvited, match=reason):
        actions.invite(contact, by=agent)

    assert invite(client, contact).status_code == 409
    assert (User.objects.count(), len(mail.outbox)) == (logins, 0)


@pytest.mark.parametrize("make", [UserFactory, lambda: UserFactory(is_agent=True), lambda: limited_agent("own")])
def test_whoever_may_not_see_all_tickets_invites_nobody(make):
    with pytest.raises(LetsNobodySee):
        actions.invite(ContactFactory(), by=make())

    assert User.objects.count() == 1


def test_the_mail_goes_to_the_contact_and_the_page_says_so(client, agent):
    CompanyProfile.objects.update_or_create(pk=1, defaults={"name": "Nordest"})
    contact = ContactFactory(email="ion@client.example", name="Ion & Co")

    page = client.get(invite(client, contact).url).content.decode()

    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.extra_headers) == (
        ["ion@client.example"],
        "Your login to the requests at Nordest",
        {"Auto-Submitted": "auto-generated"},
    )
    assert sent.body.startswith("Hello Ion & Co,\n")
    assert ("The invitation was sent to ion@client.example." in page, "Send the invitation again" in page) == (
        True,
        True,
    )


def test_a_mail_that_cannot_be_sent_is_owned_up_to(client, agent, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    contact = ContactFactory()

    page = client.get(invite(client, contact).url).content.decode()

    assert ("could not be sent" in page, User.objects.count()) == (True, 2)


def test_the_first_password_lets_the_contact_in(client, agent):
    contact = ContactFactory()

    set_password(link_for(client, contact))

    assert signs_in(contact.email) is True


@pytest.mark.guards(35)
def test_an_invitation_is_used_once(client, agent):
    contact = ContactFactory()
    link = link_for(client, contact)

    set_password(link)
    set_password(link, OTHER)

    assert (signs_in(contact.email), signs_in(contact.email, OTHER)) == (True, False)


@pytest.mark.guards(35)
def test_a_second_invitation_ends_with_the_first_that_is_used(client, agent):
    contact = ContactFactory()
    first, second = link_for(client, contact), link_for(client, contact)

    set_password(second)
    set_password(first, OTHER)

    assert (signs_in(contact.email), signs_in(contact.email, OTHER)) == (True, False)


@pytest.mark.guards(35)
@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_an_invitation_ends_after_three_days(client, agent, hours, works):
    contact = ContactFactory()
    link = link_for(client, contact)

    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        set_password(link)

    assert User.objects.by_email(contact.email).check_password(PASSWORD) is works


@pytest.mark.guards(35)
def test_an_invitation_ends_when_its_contact_leaves(client, agent):
    contact = ContactFactory()
    link = link_for(client, contact)
    Contact.objects.filter(pk=contact.pk).update(is_active=False)

    set_password(link)

    assert signs_in(contact.email) is False


@pytest.mark.parametrize(
    ("facts", "offer"),
    [
        ({}, "Invite to the portal"),
        ({"user": {}}, "Send the invitation again"),
        ({"user": {"last_login": timezone.now()}}, None),
    ],
)
def test_the_page_offers_what_is_left_to_do(client, agent, facts, offer):
    contact = ContactFactory(**{name: UserFactory(**of) for name, of in facts.items()})

    page = client.get(contact.get_absolute_url()).content.decode()

    offers = ["Invite to the portal", "Send the invitation again"]
    assert [text for text in offers if text in page] == ([offer] if offer else [])


def test_who_may_invite_nobody_is_offered_nothing(client):
    client.force_login(limited_agent("own"))

    assert "Invite to the portal" not in client.get(ContactFactory().get_absolute_url()).content.decode()


def opened(link):
    """Follow the link to the page that it leads to."""
    client = Client()
    return client, client.get(link, follow=True)


def buttons(page):
    """Return what each button of the card leads to."""
    links = fromstring(page.content.decode()).xpath("//div[@class='card-body']//a[contains(@class, 'btn')]")
    return {link.text_content(): link.get("href") for link in links}


def test_the_first_password_is_asked_for_by_the_name_of_whose_desk_and_of_whom_it_is_for(agent, client):
    CompanyProfile.objects.update_or_create(pk=1, defaults={"name": "Nordest"})
    link = link_for(client, ContactFactory(name="Ion Pop", email="ion@client.example"))

    page = opened(link)[1].content.decode()

    assert "Choose a password for the desk of Nordest" in page
    assert "For Ion Pop, who signs in with ion@client.example." in page


def test_whoever_has_set_his_password_is_led_to_the_sign_in(agent, client):
    guest, page = opened(link_for(client, ContactFactory(email="ion@client.example")))

    done = guest.post(page.context["action_url"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    assert buttons(done) == {"Sign in": reverse("account_login")}


def test_a_link_that_was_used_says_so_and_leads_on(agent, client):
    link = link_for(client, ContactFactory(email="ion@client.example"))
    set_password(link)

    page = opened(link)[1]

    assert "This link works no longer" in page.content.decode()
    assert buttons(page) == {
        "Sign in": reverse("account_login"),
        "Forgot your password?": reverse("account_reset_password"),
    }
