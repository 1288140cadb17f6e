"""Signing in: password, code, second factor, and what a stranger learns (nothing)."""

import re
from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from helpdesk import actions
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
CODE = reverse("account_request_login_code")
PASSWORD = "correct horse battery"
MINE = [
    "helpdesk:profile",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "account_reauthenticate",
]
OPEN = ["account_login", "account_request_login_code", "account_reset_password", "account_signup"]
INLINE = re.compile(r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle=|<style|\son[a-z]+="')


@pytest.fixture
def user():
    person = UserFactory(agent=True, email="jane@example.com")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def without_secrets(response):
    return re.sub(r'(value|content|nonce)="[\w-]{22,64}"', "", response.text)


def test_right_password_signs_in_whatever_the_case_of_the_mail(client, user):
    response = sign_in(client, "JANE@example.com")

    assert (response.status_code, response.url, signed_in(client)) == (302, "/", True)


@pytest.mark.parametrize(
    "away", ["//evil.example/", "https://evil.example/", "http://[", "/\\evil.example/", "javascript:x"]
)
def test_sign_in_leads_to_no_page_of_others(client, user, away):
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": away})

    assert (response.status_code, response.url) == (302, "/")


def test_wrong_password_and_unknown_mail_get_the_same_answer(client, user):
    wrong = sign_in(client, user.email, "wrong")
    unknown = sign_in(client, "nobody@example.com", "wrong")

    assert without_secrets(wrong).replace(user.email, "") == without_secrets(unknown).replace("nobody@example.com", "")


def test_code_from_the_mail_signs_in(client, user):
    asked = client.post(CODE, {"email": user.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[0].body, re.MULTILINE).group()

    client.post(asked.url, {"code": code})

    assert (mail.outbox[0].to, signed_in(client)) == ([user.email], True)


def test_wrong_code_does_not_sign_in(client, user):
    asked = client.post(CODE, {"email": user.email})

    client.post(asked.url, {"code": "XXXX-XXXX"})

    assert signed_in(client) is False


@pytest.mark.guards(35)
@pytest.mark.parametrize("address", [CODE, reverse("account_reset_password")])
def test_unknown_mail_gets_the_answer_of_a_known_one_and_no_mail(client, user, address):
    known = client.post(address, {"email": user.email}, follow=True)
    unknown = client.post(address, {"email": "nobody@example.com"}, follow=True)

    assert unknown.redirect_chain == known.redirect_chain
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_second_factor_is_asked_for_after_the_password(client, user):
    totp.TOTP.activate(user, totp.generate_totp_secret())

    response = sign_in(client, user.email)

    assert (response.url, signed_in(client)) == (reverse("mfa_authenticate"), False)


def test_second_factor_signs_in(client, user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    asked = sign_in(client, user.email)

    client.post(asked.url, {"code": totp.format_hotp_value(totp.hotp_value(secret, int(time()) // 30))})

    assert signed_in(client) is True


def test_passkey_sign_in_offers_a_challenge(client):
    options = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()

    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_nobody_makes_an_account_for_himself(client):
    response = client.post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})

    assert response.templates[0].name == "account/signup_closed.html"


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_have_nothing_inline(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, INLINE.findall(response.text)) == (200, [])


@pytest.mark.parametrize("name", [*MINE, "mfa_activate_totp", "mfa_add_webauthn"])
def test_my_account_pages_have_nothing_inline(client, user, name):
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(name))

    assert (response.status_code, INLINE.findall(response.text)) == (200, [])


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_pages_of_a_second_factor_have_nothing_inline(client, user, name):
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(name))

    assert (response.status_code, INLINE.findall(response.text)) == (200, [])


def test_nobody_takes_the_address_of_somebody_else(client, user):
    client.force_login(user)

    client.post(reverse("account_email"), {"action_add": "", "email": "victim@example.org"})
    client.post(reverse("account_email"), {"action_primary": "", "email": "victim@example.org"})

    user.refresh_from_db()
    assert (user.email, user.emailaddress_set.count()) == ("jane@example.com", 1)


def test_behind_a_proxy_failures_count_for_the_address_before_it(client, user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        client.post(LOGIN, {"login": f"nobody{number}@example.com", "password": "wrong"}, headers=headers)

    client.post(LOGIN, {"login": user.email, "password": PASSWORD}, headers={"X-Forwarded-For": "198.51.100.7"})

    assert signed_in(client)


@pytest.mark.parametrize("is_vouched_for", [True, False])
def test_a_second_factor_can_be_switched_on_at_once(client, user, is_vouched_for):
    if is_vouched_for:
        actions.vouch_for_email(user)
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("account_email"))
    page = reverse("mfa_activate_totp")

    secret = client.get(page).context["form"].secret
    client.post(page, {"code": totp.format_hotp_value(totp.hotp_value(secret, int(time()) // 30))})

    assert Authenticator.objects.filter(user=user, type="totp").exists()


@pytest.mark.guards(38)
@pytest.mark.parametrize("name", ["REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER"])
def test_nobody_signs_in_by_a_header_of_a_proxy(client, user, name):
    response = client.get(reverse("helpdesk:profile"), **{name: user.email})

    assert (response.status_code, signed_in(client)) == (302, False)


@pytest.mark.guards(36)
def test_a_session_that_was_there_before_is_another_after_sign_in(client, user):
    session = client.session
    session["kept"] = "before"
    session.save()

    sign_in(client, user.email)

    assert (signed_in(client), client.session.session_key == session.session_key) == (True, False)
