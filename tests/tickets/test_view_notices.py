"""The bell, the list of news, and how one wants to be told."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from tests.tickets.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.enums import Notice
from tickets.models import Notification, NotificationSetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = UserFactory(agent=True)
    client.force_login(agent)
    return agent


def told(agent, ticket=None) -> Notification:
    now = timezone.now()
    data = {"clock": "resolution", "due": now.isoformat()}
    [news] = actions.notify(ticket or TicketFactory(), Notice.BREACHED, [agent], data=data, now=now)
    return news


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_news_costs_the_same_for_any_count(client, agent, django_assert_max_num_queries, count):
    for _ in range(count):
        told(agent)

    with django_assert_max_num_queries(5):
        client.get("/notifications/")


def test_a_line_escapes_what_it_holds(client, agent):
    news = told(agent)
    Notification.objects.filter(pk=news.pk).update(kind=Notice.ASSIGNED, data={"by": "<b>Eve</b>"})

    html = client.get("/notifications/").content.decode()

    assert "&lt;b&gt;Eve&lt;/b&gt; has assigned" in html


def test_opening_news_marks_it_read_and_leads_to_the_ticket(client, agent):
    news = told(agent)

    response = client.post(f"/notifications/{news.pk}/open/")

    assert response.headers["Location"] == news.ticket.get_absolute_url()
    assert Notification.objects.of(agent).unread_count(10) == 0


def test_all_can_be_marked_read_but_not_that_of_others(client, agent):
    told(agent), told(other := UserFactory(agent=True))

    client.post("/notifications/read/")

    assert [Notification.objects.of(one).unread_count(10) for one in (agent, other)] == [0, 1]


def test_the_news_of_others_is_not_found(client, agent):
    news = told(UserFactory(agent=True))

    assert client.post(f"/notifications/{news.pk}/open/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("count", [1, 3])
def test_the_bell_costs_one_query_for_any_count(client, agent, django_assert_max_num_queries, count):
    for _ in range(count):
        told(agent)

    with django_assert_max_num_queries(3):
        html = client.get("/tickets/counts/").content.decode()

    assert f'hx-swap-oob="true">{count}<span' in html


def test_wishes_are_kept(client, agent):
    client.post("/profile/notifications/", {"assigned-in_app": "on", "breached-by_mail": "on"})

    kept = {row.kind: (row.in_app, row.by_mail) for row in NotificationSetting.objects.of(agent)}
    assert {kind: ways for kind, ways in kept.items() if any(ways)} == {
        "assigned": (True, False),
        "breached": (False, True),
    }
    assert set(kept) == set(Notice.values)
    assert "checked" in client.get("/profile/notifications/").content.decode()
