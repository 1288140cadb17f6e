"""Guessing: whoever fails waits longer each time, and the owner of the account is never locked out."""

import re
from datetime import timedelta
from time import time

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from helpdesk import current_request, devices
from helpdesk.actions import sign_in_attempts
from helpdesk.enums import AttemptPurpose
from helpdesk.errors import TooManyAttempts
from helpdesk.models import AttemptCount
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
CODE = reverse("account_request_login_code")
RESET = reverse("account_reset_password")
PASSWORD = "correct horse battery"
HERE, SAME_NETWORK, ELSEWHERE = "203.0.113.7", "203.0.113.250", "198.51.100.7"
LETTERS = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
WAIT_1 = "Too many attempts. Try again in 1 second."


@pytest.fixture(autouse=True)
def _still_clock():
    """Have no wait end while a test is slow."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def user():
    person = UserFactory(agent=True, email="jane@example.com")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, email, password=PASSWORD, address=HERE):
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def fail(client, email, times, address=HERE):
    for _ in range(times):
        sign_in(client, email, "wrong", address)


def said(response):
    return [text for errors in response.context["form"].errors.values() for text in errors]


def signed_in(client):
    return "_auth_user_id" in client.session


def later(seconds):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def test_the_sixth_try_from_one_network_has_to_wait_and_is_told_how_long(client, user):
    fail(client, user.email, 5)

    response = sign_in(client, user.email, address=SAME_NETWORK)

    assert (signed_in(client), said(response)) == (False, [WAIT_1])


@pytest.mark.parametrize("failures, head", [(4, (200, None)), (5, (429, "1"))])
def test_a_program_reads_in_the_head_that_it_has_to_wait_and_how_long(client, user, failures, head):
    fail(client, user.email, failures)

    response = client.post(LOGIN, {"login": user.email, "password": "wrong"}, REMOTE_ADDR=HERE)

    assert (response.status_code, response.headers.get("Retry-After")) == head


@pytest.mark.parametrize("address", [CODE, RESET])
def test_a_program_that_asks_for_mails_reads_it_too(user, address):
    for _ in range(3):
        Client().post(address, {"email": user.email})

    response = Client().post(address, {"email": user.email})

    assert (response.status_code, response.headers.get("Retry-After")) == (429, "1")


def test_the_right_password_signs_in_after_the_wait_and_clears_the_count(client, user):
    fail(client, user.email, 5)

    with later(2):
        sign_in(client, user.email)

        assert (signed_in(client), AttemptCount.objects.exclude(account="").exists()) == (True, False)


def test_each_failure_after_a_wait_doubles_the_next_wait(client, user):
    fail(client, user.email, 5)

    with later(2) as clock:
        fail(client, user.email, 1)
        first = said(sign_in(client, user.email))
        clock.shift(3)
        fail(client, user.email, 1)
        second = said(sign_in(client, user.email))

    assert [first, second] == [
        ["Too many attempts. Try again in 2 seconds."],
        ["Too many attempts. Try again in 4 seconds."],
    ]


def test_who_must_wait_makes_it_no_longer_by_asking(client, user):
    fail(client, user.email, 50)

    assert said(sign_in(client, user.email)) == [WAIT_1]


def test_the_owner_in_another_network_is_not_slowed(client, user):
    fail(client, user.email, 40)

    sign_in(client, user.email, address=ELSEWHERE)

    assert signed_in(client)


def test_the_owner_at_a_browser_that_he_knows_is_not_slowed_by_a_guesser_beside_him(client, user):
    sign_in(client, user.email)
    client.post(reverse("account_logout"))
    fail(Client(), user.email, 40)

    sign_in(client, user.email)

    assert signed_in(client)


def test_a_known_browser_is_slowed_by_its_own_failures(client, user):
    sign_in(client, user.email)
    client.post(reverse("account_logout"))
    fail(client, user.email, 5)

    assert said(sign_in(client, user.email)) == [WAIT_1]


def test_a_browser_known_for_one_account_is_a_stranger_to_another(client, user):
    other = UserFactory(email="other@example.com")
    sign_in(client, user.email)
    client.post(reverse("account_logout"))
    fail(Client(), other.email, 5)

    assert said(sign_in(client, other.email)) == [WAIT_1]


@pytest.mark.parametrize("cookie", ["", "junk", "WzEsMl0:1abc:xyz", "\x00"])
def test_a_cookie_that_is_not_ours_makes_no_browser_known(rf, cookie):
    request = rf.get("/", REMOTE_ADDR=HERE)
    request.COOKIES[devices.COOKIE] = cookie

    assert devices.source_of(request, devices.account_key("jane@example.com")) == "203.0.113.0/24"


@pytest.mark.parametrize(
    "address, network",
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("no address", ""),
    ],
)
def test_neighbours_are_counted_together(rf, address, network):
    assert devices.source_of(rf.get("/", REMOTE_ADDR=address), "") == network


def test_an_unknown_account_is_slowed_like_a_known_one(client, user):
    answers = []
    for email in (user.email, "nobody@example.com"):
        fail(client, email, 5)
        answers.append(said(sign_in(client, email)))

    assert answers == [[WAIT_1], [WAIT_1]]


def test_an_unknown_account_costs_the_same_queries_as_a_known_one(client, user):
    sign_in(client, "first@example.com", "wrong")  # makes the row of the network
    counts = []
    for email in (user.email, "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            sign_in(client, email, "wrong")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_thirty_failures_at_any_accounts_slow_their_whole_network(client, user):
    for number in range(30):
        sign_in(client, f"person-{number}@example.com", "wrong")

    here = said(sign_in(client, user.email))
    sign_in(client, user.email, address=ELSEWHERE)

    assert (here, signed_in(client)) == ([WAIT_1], True)


def test_who_signs_in_is_no_failure_of_his_network(client, user):
    for _ in range(31):
        sign_in(client, user.email)
        client.post(reverse("account_logout"))
        client.cookies.pop(devices.COOKIE)

    sign_in(client, user.email)

    assert signed_in(client)


@pytest.mark.guards(35)
@pytest.mark.parametrize("address", [CODE, RESET])
@pytest.mark.parametrize("email, mails", [("jane@example.com", 3), ("nobody@example.com", 0)])
def test_who_asks_for_mails_again_and_again_has_to_wait_known_or_not(user, address, email, mails):
    for _ in range(3):
        Client().post(address, {"email": email})

    response = Client().post(address, {"email": email})

    assert (said(response), len(mail.outbox)) == ([WAIT_1], mails)


def ask_for_mails(purpose, times):
    for number in range(times):
        sign_in_attempts.begin(purpose, f"person-{number}@example.com")


@pytest.mark.guards(35)
@pytest.mark.parametrize("purpose, address", [(AttemptPurpose.CODE, CODE), (AttemptPurpose.RESET, RESET)])
def test_a_hundred_requests_for_mails_to_any_accounts_slow_those_of_their_network(client, user, rf, purpose, address):
    with current_request.answering(rf.get("/", REMOTE_ADDR=HERE)):
        ask_for_mails(purpose, 100)

    here = said(client.post(address, {"email": user.email}, REMOTE_ADDR=SAME_NETWORK))
    client.post(address, {"email": user.email}, REMOTE_ADDR=ELSEWHERE)

    assert (here, len(mail.outbox)) == ([WAIT_1], 1)


@pytest.mark.parametrize("purpose", [AttemptPurpose.CODE, AttemptPurpose.RESET])
def test_who_asks_for_mails_slows_nobody_of_his_network_who_signs_in(client, user, rf, purpose):
    with current_request.answering(rf.get("/", REMOTE_ADDR=HERE)):
        ask_for_mails(purpose, 40)

    sign_in(client, user.email)

    assert signed_in(client)


def test_an_office_that_signs_in_by_code_is_not_slowed(user):
    for _ in range(4):
        client = Client()
        page = client.post(CODE, {"email": user.email}, REMOTE_ADDR=HERE).url
        client.post(page, {"code": LETTERS.search(mail.outbox[-1].body).group()}, REMOTE_ADDR=HERE)

    assert (signed_in(client), set(AttemptCount.objects.values_list("failures", flat=True))) == (True, {0})


def test_a_link_that_was_asked_for_is_no_request_of_the_network_once_its_owner_is_in(client, user):
    client.post(RESET, {"email": user.email}, REMOTE_ADDR=HERE)

    sign_in(client, user.email)

    assert AttemptCount.objects.to(AttemptPurpose.RESET).get().failures == 0


def test_who_guesses_the_second_factor_has_to_wait(client, user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    page = sign_in(client, user.email).url
    for _ in range(5):
        client.post(page, {"code": "000000"}, REMOTE_ADDR=HERE)
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time()) // 30))

    response = client.post(page, {"code": code}, REMOTE_ADDR=HERE)

    assert (said(response), signed_in(client)) == ([WAIT_1], False)


def test_who_guesses_the_code_of_the_mail_has_to_wait_whatever_the_mail(user):
    for number in range(5):
        client = Client()
        page = client.post(CODE, {"email": user.email}, REMOTE_ADDR=f"198.51.{number}.7").url
        client.post(page, {"code": "XXXX-XXXX"}, REMOTE_ADDR=HERE)

    response = client.post(page, {"code": "XXXX-XXXX"}, REMOTE_ADDR=HERE)

    assert said(response) == [WAIT_1]


def test_the_code_of_the_mail_signs_in_though_two_were_wrong(client, user):
    page = client.post(CODE, {"email": user.email}).url
    code = LETTERS.search(mail.outbox[0].body).group()
    for wrong in ("XXXX-XXXX", "YYYY-YYYY"):
        client.post(page, {"code": wrong})

    client.post(page, {"code": code})

    assert (signed_in(client), AttemptCount.objects.exclude(account="").exists()) == (True, False)


@pytest.mark.guards(35)
def test_who_guesses_keys_of_reset_links_has_to_wait(client, user):
    keys = [reverse("account_reset_password_from_key", args=["1", f"junk-{number}"]) for number in range(40)]
    for key in keys:
        client.get(key, REMOTE_ADDR=HERE)

    assert AttemptCount.objects.exclude(account="").get().failures == 5


@pytest.mark.parametrize(
    "name, field", [("account_reauthenticate", "password"), ("account_change_password", "oldpassword")]
)
def test_who_guesses_at_a_browser_left_open_has_to_wait(client, user, name, field):
    client.force_login(user)
    data = {"password1": PASSWORD, "password2": PASSWORD}
    for _ in range(5):
        client.post(reverse(name), data | {field: "wrong"})

    assert said(client.post(reverse(name), data | {field: PASSWORD})) == [WAIT_1]


def test_the_door_of_the_administration_is_the_same_one(client, user):
    response = client.post(reverse("admin:login"), {"username": user.email, "password": PASSWORD})

    assert (response.status_code, response.url.partition("?")[0], signed_in(client)) == (302, LOGIN, False)


def test_counts_that_nobody_asks_any_more_are_forgotten():
    sign_in_attempts.begin(AttemptPurpose.PASSWORD, "jane@example.com")

    with later(90_000):
        sign_in_attempts.begin(AttemptPurpose.PASSWORD, "joe@example.com")
        sign_in_attempts.forget_old()

    kept = AttemptCount.objects.to(AttemptPurpose.PASSWORD).get()
    assert kept.account == devices.account_key("joe@example.com")


def test_a_day_after_the_first_failure_counting_starts_again():
    for _ in range(5):
        sign_in_attempts.begin(AttemptPurpose.PASSWORD, "jane@example.com")
    with pytest.raises(TooManyAttempts):
        sign_in_attempts.begin(AttemptPurpose.PASSWORD, "jane@example.com")

    with later(90_000):
        sign_in_attempts.begin(AttemptPurpose.PASSWORD, "jane@example.com")

    assert AttemptCount.objects.to(AttemptPurpose.PASSWORD).get().failures == 1
