"""Links of password resets and codes by mail: they end, and are used once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import User
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
CODE, RESET = reverse("account_request_login_code"), reverse("account_reset_password")
PASSWORD, NEW, NEWER = "correct horse battery", "another long horse", "a third long horse"
LINK = re.compile(r"http://\S+")
LETTERS = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


@pytest.fixture
def user():
    person = UserFactory(email="jane@example.com")
    person.set_password(PASSWORD)
    person.save()
    return person


def link_for(user):
    Client().post(RESET, {"email": user.email})
    return LINK.search(mail.outbox[-1].body).group()


def set_password(link, password):
    client = Client()
    opened = client.get(link)
    if opened.status_code == 302:
        client.post(opened.url, {"password1": password, "password2": password})


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def has_password(user, password):
    return User.objects.get(pk=user.pk).check_password(password)


def test_a_reset_link_sets_a_new_password(user):
    set_password(link_for(user), NEW)

    assert has_password(user, NEW)


@pytest.mark.guards(35)
def test_a_reset_link_is_used_once(user):
    link = link_for(user)

    set_password(link, NEW)
    set_password(link, NEWER)

    assert has_password(user, NEW)


@pytest.mark.guards(35)
@pytest.mark.parametrize("hours, works", [(71, True), (73, False)])
def test_a_reset_link_ends_after_three_days(user, hours, works):
    link = link_for(user)

    with later(hours=hours):
        set_password(link, NEW)

    assert has_password(user, NEW) is works


@pytest.mark.guards(35)
@pytest.mark.parametrize("change", [{"email": "other@example.com"}, {"is_active": False}])
def test_a_reset_link_ends_when_its_account_gets_another_address_or_ends(user, change):
    link = link_for(user)
    User.objects.filter(pk=user.pk).update(**change)

    set_password(link, NEW)

    client = Client()
    client.post(reverse("account_login"), {"login": User.objects.get().email, "password": NEW})
    assert "_auth_user_id" not in client.session


@pytest.mark.guards(35)
@pytest.mark.parametrize("seconds, times, works", [(100, 1, True), (100, 2, False), (400, 1, False)])
def test_a_code_by_mail_signs_in_once_and_for_minutes_only(client, user, seconds, times, works):
    with later(seconds=0):
        page = client.post(CODE, {"email": user.email}).url
    code = LETTERS.search(mail.outbox[-1].body).group()

    for _ in range(times):
        client.cookies.pop("known_device", None)
        if "_auth_user_id" in client.session:
            client.post(reverse("account_logout"))
        with later(seconds=seconds):
            client.post(page, {"code": code})

    assert ("_auth_user_id" in client.session) is works
