"""Second factors: a code works once, and seeds are unreadable in the database."""

from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.test import Client

from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def user():
    person = UserFactory(email="jane@example.com")
    person.set_password(PASSWORD)
    person.save()
    return person


def signs_in(user, code):
    client = Client()
    page = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).url
    client.post(page, {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.guards(37)
def test_a_code_of_the_app_signs_in_once(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time()) // 30))

    assert (signs_in(user, code), signs_in(user, code)) == (True, False)


@pytest.mark.guards(37)
def test_a_recovery_code_signs_in_once(user):
    totp.TOTP.activate(user, totp.generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    assert (signs_in(user, code), signs_in(user, code)) == (True, False)


def test_seeds_are_unreadable_in_the_database(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    seed = RecoveryCodes.activate(user).instance.data["seed"]

    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]

    assert (secret in kept, kept[:5], seed[:5]) == (False, "gAAAA", "gAAAA")


@pytest.mark.parametrize("keeps_old, works", [(True, True), (False, False)])
def test_an_older_key_still_reads_seeds_and_a_lost_one_lets_nobody_in(user, settings, keeps_old, works):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEY = old
    totp.TOTP.activate(user, totp.generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    settings.FIELD_ENCRYPTION_KEY = f"{new},{old}" if keeps_old else new

    assert signs_in(user, code) is works
