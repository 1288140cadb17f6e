"""Sessions: listed for whoever they belong to, and ended one by one or all at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from helpdesk import periodic
from helpdesk.actions import sessions
from helpdesk.models import AuditEvent, User, UserSession
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST, PROFILE = reverse("helpdesk:session_list"), reverse("helpdesk:profile")
END_OTHERS = reverse("helpdesk:sessions_end")
PASSWORD, NEW_PASSWORD = "correct horse battery", "another long horse"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/1 Safari/604.1"
)


@pytest.fixture
def user():
    person = UserFactory(agent=True, email="jane@example.com")
    person.set_password(PASSWORD)
    person.save()
    return person


def signed_in(user, agent=FIREFOX, address="203.0.113.7"):
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get(PROFILE).status_code == 200


def post(client, address, capture, **data):
    with capture(execute=True):
        return client.post(address, data)


def shown(client):
    page = client.get(LIST)
    current = page.context["current"]
    return [(row.browser, row.address, row.session_id == current) for row in page.context["sessions"]]


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def told(kind="sessions_ended"):
    return [(event.actor, event.about, event.data) for event in AuditEvent.objects.filter(kind=kind)]


def test_my_sessions_are_listed_the_one_seen_last_first(user):
    signed_in(user, IPHONE, "2001:db8::7")
    here = signed_in(user)
    signed_in(UserFactory())

    assert shown(here) == [("Firefox, Linux", "203.0.113.7", True), ("Safari, iPhone", "2001:db8::7", False)]


def test_this_one_is_marked_and_only_the_others_can_be_ended(user):
    signed_in(user, IPHONE)
    here = signed_in(user)

    page = here.get(LIST).text

    other = UserSession.objects.of(user).besides(here.session.session_key).get()
    assert re.findall(r"/profile/sessions/(\d+)/end/", page) == [str(other.pk)]
    assert page.count("this one") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_session_and_for_three(user, number, django_assert_num_queries):
    clients = [signed_in(user) for _ in range(number)]

    with django_assert_num_queries(4):  # the session, who asks, his sessions, and two for the rail
        clients[0].get(LIST)


@pytest.mark.guards(36)
def test_one_session_is_ended_and_the_others_stay(user, django_capture_on_commit_callbacks):
    there, elsewhere, here = signed_in(user, IPHONE), signed_in(user), signed_in(user)
    ended = UserSession.objects.get(session=there.session.session_key)

    post(here, reverse("helpdesk:session_end", args=[ended.pk]), django_capture_on_commit_callbacks)

    assert [is_in(client) for client in (there, elsewhere, here)] == [False, True, True]
    assert told() == [(user, user, {"sessions": 1})]


@pytest.mark.guards(36)
def test_all_others_are_ended_and_this_one_stays(user, django_capture_on_commit_callbacks):
    there, elsewhere, here = signed_in(user, IPHONE), signed_in(user), signed_in(user)
    stranger = signed_in(other := UserFactory())
    stranger.force_login(other)

    post(here, END_OTHERS, django_capture_on_commit_callbacks)

    assert [is_in(client) for client in (there, elsewhere, here, stranger)] == [False, False, True, True]
    assert [current for _browser, _address, current in shown(here)] == [True]


def test_nobody_ends_a_session_of_somebody_else_nor_his_own_last_one(client, user):
    client.force_login(user)
    Client().force_login(UserFactory())

    answers = [
        client.post(reverse("helpdesk:session_end", args=[row.pk])).status_code for row in UserSession.objects.all()
    ]

    assert (answers, UserSession.objects.count()) == ([404, 404], 2)


@pytest.mark.guards(36)
def test_a_changed_password_ends_all_others_and_leaves_this_one_in_the_list(user, django_capture_on_commit_callbacks):
    there, here = signed_in(user, IPHONE), signed_in(user)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    post(here, reverse("account_change_password"), django_capture_on_commit_callbacks, **data)

    assert (is_in(there), is_in(here), shown(here)) == (False, True, [("Firefox, Linux", "203.0.113.7", True)])


@pytest.mark.guards(36)
def test_a_password_that_was_reset_ends_every_session(user, django_capture_on_commit_callbacks):
    there = signed_in(user)
    guest = Client()
    guest.post(reverse("account_reset_password"), {"email": user.email})
    page = guest.get(re.search(r"http://\S+", mail.outbox[-1].body).group()).url

    post(guest, page, django_capture_on_commit_callbacks, password1=NEW_PASSWORD, password2=NEW_PASSWORD)

    assert (is_in(there), UserSession.objects.of(user).count()) == (False, 0)


@pytest.mark.guards(36)
def test_a_password_that_an_administrator_sets_ends_every_session(client, user, django_capture_on_commit_callbacks):
    there, elsewhere, boss = signed_in(user, IPHONE), signed_in(user), UserFactory(admin=True)
    client.force_login(boss)
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}

    post(
        client,
        reverse("admin:auth_user_password_change", args=[user.pk]),
        django_capture_on_commit_callbacks,
        **data,
    )

    assert [is_in(one) for one in (there, elsewhere, client)] == [False, False, True]
    assert (UserSession.objects.of(user).count(), told()) == (0, [(boss, user, {"sessions": 2})])


@pytest.mark.guards(36)
def test_an_administrator_who_sets_his_own_password_stays_signed_in_here_alone(django_capture_on_commit_callbacks):
    boss, there, here = UserFactory(admin=True), Client(), Client()
    there.force_login(boss)
    here.force_login(boss)
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}

    post(here, reverse("admin:auth_user_password_change", args=[boss.pk]), django_capture_on_commit_callbacks, **data)

    assert (is_in(there), is_in(here), len(shown(here))) == (False, True, 1)


@pytest.mark.guards(36)
def test_who_is_deactivated_is_out_at_once_and_stays_out_when_he_comes_back(user, django_capture_on_commit_callbacks):
    there = signed_in(user)
    with django_capture_on_commit_callbacks(execute=True):
        user.is_active = False
        user.save()

    while_away = is_in(there)
    User.objects.update(is_active=True)

    assert (while_away, is_in(there), told()) == (False, False, [(None, user, {"sessions": 1})])


def test_who_is_deactivated_in_whichever_way_is_out_at_once(user):
    there = signed_in(user)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert is_in(there) is False


@pytest.mark.guards(36)
def test_an_administrator_ends_all_sessions_of_a_person(client, user, django_capture_on_commit_callbacks):
    there, boss = signed_in(user), UserFactory(admin=True)
    client.force_login(boss)
    data = {"action": "end_sessions", "_selected_action": user.pk}

    post(client, reverse("admin:helpdesk_user_changelist"), django_capture_on_commit_callbacks, **data)

    assert (is_in(there), is_in(client), told()) == (False, True, [(boss, user, {"sessions": 1})])


def test_an_administrator_does_not_end_sessions_of_who_has_all_rights(client, django_capture_on_commit_callbacks):
    above, there = UserFactory(superuser=True), Client()
    there.force_login(above)
    client.force_login(UserFactory(admin=True))
    data = {"action": "end_sessions", "_selected_action": above.pk}

    post(client, reverse("admin:helpdesk_user_changelist"), django_capture_on_commit_callbacks, **data)

    assert is_in(there) is True


def test_pages_write_when_somebody_was_seen_every_five_minutes_only(client, user):
    client.force_login(user)
    writes = []
    for minutes in (1, 6, 7):
        with later(minutes=minutes), CaptureQueriesContext(connection) as queries:
            client.get(PROFILE)
        writes.append(sum("helpdesk_usersession" in query["sql"] for query in queries))

    assert writes == [0, 1, 0]


def test_who_is_seen_in_another_network_is_listed_there(user):
    here = signed_in(user)
    here.defaults["REMOTE_ADDR"] = "198.51.100.7"

    with later(minutes=6):
        assert shown(here) == [("Firefox, Linux", "198.51.100.7", True)]


def test_a_session_ends_on_its_day_however_often_it_was_seen(client, user):
    client.force_login(user)
    ends = Session.objects.get().expire_date

    with later(days=3):
        client.get(PROFILE)

    left = Session.objects.get().expire_date - ends
    assert (abs(left) < timedelta(seconds=5), client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] // 86_400) == (
        True,
        26,
    )


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ends_while_its_page_is_made_is_not_listed_again(client, user, rf):
    client.force_login(user)
    request = rf.get(PROFILE)
    request.session = client.session
    request.session.get("seen")
    Session.objects.all().delete()

    with later(minutes=6):
        sessions.see(request, user)

    assert UserSession.objects.exists() is False


def test_sessions_that_have_run_out_are_neither_listed_nor_kept(client, user):
    Client().force_login(user)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.force_login(user)

    listed = len(shown(client))
    periodic.forget_old()

    assert (listed, UserSession.objects.count()) == (1, 1)
