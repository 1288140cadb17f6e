"""The bell, the list of news, and how one wants to be told."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from tests.pages import tight
from tests.tickets.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.enums import NotificationKind
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
    [news] = actions.notify(ticket or TicketFactory(), NotificationKind.BREACHED, [agent], data=data, now=now)
    return news


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_news_costs_the_same_for_any_count(client, agent, django_assert_max_num_queries, count):
    for _ in range(count):
        told(agent)

    with django_assert_max_num_queries(9):
        client.get("/notifications/")


def test_the_news_of_one_ticket_is_one_row_with_what_came_before_it_unread(client, agent):
    ticket, other = TicketFactory(subject="Printer"), TicketFactory()
    first, _other, last = told(agent, ticket), told(agent, other), told(agent, ticket)

    rows = client.get("/notifications/").context["rows"]

    assert [(row.newest.ticket, len(row.earlier)) for row in rows] == [(ticket, 1), (other, 0)]
    assert (rows[0].newest, rows[0].earlier) == (last, [first])


def test_a_row_is_marked_read_where_it_stands_and_the_others_are_not(client, agent, htmx):
    ticket = TicketFactory()
    _first, last, _other = told(agent, ticket), told(agent, ticket), told(agent)

    html = client.post(f"/notifications/{last.pk}/read/", headers=htmx).content.decode()

    assert (f'id="news-{ticket.pk}"' in html, "is-unread" in html) == (True, False)
    assert Notification.objects.of(agent).unread().count() == 1


def test_without_javascript_a_row_is_marked_read_and_the_list_comes_again(client, agent):
    news = told(agent)

    assert client.post(f"/notifications/{news.pk}/read/").url == "/notifications/"
    assert Notification.objects.of(agent).unread().count() == 0


def test_the_bell_counts_tickets_with_news_since_one_last_looked(client, agent):
    ticket = TicketFactory()
    told(agent, ticket), told(agent, ticket), told(agent)
    before = Notification.objects.of(agent).new_count(10)
    client.get("/notifications/")
    looked = Notification.objects.of(agent).new_count(10)

    told(agent, ticket)

    assert (before, looked, Notification.objects.of(agent).new_count(10)) == (2, 0, 1)
    assert Notification.objects.of(agent).unread().count() == 4


def test_news_that_came_after_the_row_was_drawn_stays_unread(client, agent):
    ticket = TicketFactory()
    drawn, later = told(agent, ticket), told(agent, ticket)

    client.post(f"/notifications/{drawn.pk}/read/")

    assert list(Notification.objects.of(agent).unread()) == [later]


def test_a_line_escapes_what_it_holds(client, agent):
    news = told(agent)
    Notification.objects.filter(pk=news.pk).update(kind=NotificationKind.ASSIGNED, data={"by": "<b>Eve</b>"})

    html = client.get("/notifications/").content.decode()

    assert "&lt;b&gt;Eve&lt;/b&gt; has assigned" in html


def test_opening_news_marks_it_read_and_leads_to_the_ticket(client, agent):
    news = told(agent)

    response = client.post(f"/notifications/{news.pk}/open/")

    assert response.headers["Location"] == news.ticket.get_absolute_url()
    assert Notification.objects.of(agent).unread().count() == 0


def test_all_can_be_marked_read_but_not_that_of_others(client, agent):
    told(agent), told(other := UserFactory(agent=True))

    client.post("/notifications/read/")

    assert [Notification.objects.of(one).unread().count() for one in (agent, other)] == [0, 1]


def test_the_news_of_others_is_not_found(client, agent):
    news = told(UserFactory(agent=True))

    assert client.post(f"/notifications/{news.pk}/open/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("count", [1, 3])
def test_the_bell_costs_one_query_for_any_count(client, agent, django_assert_max_num_queries, count):
    for _ in range(count):
        told(agent)

    with django_assert_max_num_queries(4):
        html = tight(client.get("/tickets/counts/").content.decode())

    assert f'hx-swap-oob="true">{count}<span' in html


def test_wishes_are_kept(client, agent):
    client.post("/profile/notifications/", {"assigned-in_app": "on", "breached-by_mail": "on"})

    kept = {row.kind: (row.in_app, row.by_mail) for row in NotificationSetting.objects.of(agent)}
    assert {kind: ways for kind, ways in kept.items() if any(ways)} == {
        "assigned": (True, False),
        "breached": (False, True),
    }
    assert set(kept) == set(NotificationKind.values)
    assert "checked" in client.get("/profile/notifications/").content.decode()
