"""The list of tickets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from helpdesk.paging import keyset
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.tickets.factories import CategoryFactory, TicketFactory, TypeFactory
from tickets import actions, list_views, ticket_counts
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = reverse("tickets:ticket_list")
PARTY = "//td[contains(@class, 'party')]"


def subjects(client, query):
    page = client.get(f"/tickets/?{query}").context["page"]
    return [ticket.subject for ticket in page.rows]


def test_the_list_is_closed_to_customers(client):
    client.force_login(UserFactory())

    assert client.get("/tickets/").status_code == 404


def test_strangers_are_sent_to_sign_in(client):
    assert client.get("/tickets/").status_code == 302


def test_without_a_view_mine_are_shown(client, agent):
    TicketFactory(subject="mine", assignee=agent)
    TicketFactory(subject="nobody's")

    assert subjects(client, "") == ["mine"]


def test_words_without_a_view_are_searched_for_everywhere(client, agent):
    TicketFactory(subject="Printer jams", closed=True)
    TicketFactory(subject="VPN")

    assert subjects(client, "q=printer") == ["Printer jams"]


@pytest.mark.parametrize(
    "query",
    [
        "status=open",
        "type=special",
        "priority=urgent",
        "owner=me",
        "company=ACME",
        "category={category}",
        "billing=billed",
        "q=wanted",
    ],
)
def test_each_filter_keeps_only_what_it_says(client, agent, query):
    category = CategoryFactory()
    wanted = TicketFactory(
        subject="wanted",
        accepted=True,
        type=TypeFactory(code="special"),
        company=CompanyFactory(code="ACME"),
        category=category,
        assignee=agent,
        urgency="5",
        impact="5",
        row={"billing_status": "billed"},
    )
    actions.change(wanted, {"priority": wanted.priority.__class__.objects.get(code="urgent")}, version=None, by=agent)
    TicketFactory(subject="other")

    assert subjects(client, f"view=any&{query.format(category=category.pk)}") == ["wanted"]


def test_a_category_finds_its_parts_too(client, agent):
    part = CategoryFactory(parent=CategoryFactory())
    TicketFactory(subject="part", category=part)

    assert subjects(client, f"view=all&category={part.parent.pk}") == ["part"]


@pytest.mark.guards(31)
@pytest.mark.parametrize(
    "query",
    ["colour=red", "status=nonsense", "view=theirs", "sort=password", "owner=x", "type=x", "company=NO", "q__regex=1"],
)
def test_what_is_not_on_the_list_of_filters_is_refused(client, agent, query):
    response = client.get(f"/tickets/?{query}")

    assert response.status_code == 400
    assert "“" in response.content.decode()


def test_a_page_token_that_is_not_ours_is_refused(client, agent):
    assert client.get("/tickets/?view=all&after=forged").status_code == 400


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("updated", ["c", "b", "a"]),
        ("-updated", ["a", "b", "c"]),
        ("created", ["c", "b", "a"]),
        ("number", ["c", "b", "a"]),
        ("due", ["b", "c", "a"]),
        ("priority", ["c", "b", "a"]),
    ],
)
def test_the_list_is_sorted_as_asked(client, agent, sort, expected):
    now, ticket_type = timezone.now(), TypeFactory()
    for subject, hours, due in [("a", 3, None), ("b", 2, 1), ("c", 1, 2)]:
        row = {"next_due_at": due and now + timedelta(hours=due)}
        TicketFactory(subject=subject, type=ticket_type, at=now - timedelta(hours=hours), row=row)

    assert subjects(client, f"view=all&sort={sort}") == expected


def test_the_head_of_the_sorted_column_says_so(client, agent):
    TicketFactory()

    html = client.get("/tickets/?view=all&sort=-updated").content.decode()

    assert html.count("aria-sort=") == 1
    assert 'aria-sort="ascending"' in html


def test_pages_follow_each_other_without_gap_or_repeat(client, agent):
    for number in range(53):
        TicketFactory(subject=str(number))

    first = client.get("/tickets/?view=all").context["page"]
    second = client.get("/tickets/", {"view": "all", "after": first.after}).context["page"]

    found = [ticket.subject for ticket in (*first.rows, *second.rows)]
    assert found == [str(number) for number in reversed(range(53))]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, agent, django_assert_num_queries, count):
    for _number in range(count):
        TicketFactory(company=CompanyFactory(), assignee=UserFactory(agent=True))
    client.get("/tickets/?view=all")

    with django_assert_num_queries(9):
        client.get("/tickets/?view=all")


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_for_any_count(client, agent, django_assert_num_queries, count):
    for _number in range(count):
        TicketFactory(html="plotter", company=CompanyFactory(), assignee=UserFactory(agent=True))
    client.get("/tickets/?q=plotter")

    with django_assert_num_queries(11):
        client.get("/tickets/?q=plotter")


def test_the_closest_comes_first_unless_another_order_is_asked_for(client, agent):
    for subject in ("plotter", "plotters", "plotter again", "plotters again"):
        TicketFactory(subject=subject, language="en")

    closest = ["plotter again", "plotter", "plotters again", "plotters"]
    assert subjects(client, "q=plotter") == closest
    assert subjects(client, "q=plotter&sort=-match") == closest[::-1]
    assert subjects(client, "q=plotter&sort=-updated") == ["plotter", "plotters", "plotter again", "plotters again"]
    assert subjects(client, "view=all&sort=match")[0] == "plotters again"


@pytest.mark.parametrize("question", ["plotter", "plott*", "plottter"])
def test_pages_of_what_was_found_follow_each_other(agent, question):
    for subject in ("plotter", "plotters", "plotter again"):
        TicketFactory(
            subject=subject, language="en", requester_name="Plotter", requester=ContactFactory(name="Plotter")
        )
    found = Ticket.objects.finding(question, agent)

    first = keyset(found, list_views.order_of("match"), size=2)
    second = keyset(found, list_views.order_of("match"), after=first.after, size=2)

    assert sorted(ticket.pk for ticket in (*first.rows, *second.rows)) == sorted(ticket.pk for ticket in found)


def test_the_field_above_the_list_finds_beginnings_and_the_one_in_the_bar_words(client, agent, htmx):
    TicketFactory(subject="plotter")

    typed = client.get("/tickets/?q=plott", headers=htmx).context["page"]

    assert ([ticket.subject for ticket in typed.rows], subjects(client, "q=plott")) == (["plotter"], [])


def test_htmx_gets_the_rows_and_a_clean_address(client, agent, htmx):
    TicketFactory(subject="wanted")

    response = client.get("/tickets/?view=all&q=&status=&type=", headers=htmx)

    assert response.content.decode().strip().startswith('<div id="ticket-rows">')
    assert response["HX-Push-Url"] == "/tickets/?view=all"


def test_the_start_page_leads_back_to_the_list_as_it_was_left(client, agent):
    client.get("/tickets/?view=waiting&sort=due&q=")

    assert client.get(reverse("tickets:home")).url == "/tickets/?view=waiting&sort=due"


def test_an_empty_view_says_what_to_do(client, agent):
    html = client.get("/tickets/?view=mine").content.decode()

    assert "Nothing is waiting for you" in html


def test_filters_that_nothing_answers_can_be_removed(client, agent):
    html = client.get("/tickets/?view=all&status=open").content.decode()

    assert "No ticket answers these filters" in html
    assert 'href="/tickets/?view=all"' in html


def test_filters_are_shown_as_chips_that_lead_to_the_list_without_them(client, agent):
    form = client.get("/tickets/?view=all&status=open&owner=me").context["form"]

    assert [(chip.value, chip.without) for chip in form.chips()] == [
        ("Open", "?view=all&owner=me"),
        ("Me", "?view=all&status=open"),
    ]


@pytest.mark.guards(24)
def test_names_and_subjects_are_shown_as_words(client, agent):
    TicketFactory(subject="<script>alert(1)</script>", requester_name="<img src=x onerror=alert(1)>")

    html = client.get("/tickets/?view=all").content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_ticket_whose_customer_waits_is_marked(client, agent, mailbox):
    TicketFactory()

    assert 'class="is-unread"' in client.get("/tickets/?view=all").content.decode()


def test_a_confidential_note_neither_finds_nor_lifts_its_ticket(client, agent):
    older, newer = TicketFactory(subject="older"), TicketFactory(subject="newer")
    actions.add_note(older, "<p>zebra</p>", by=agent, is_confidential=True)

    assert subjects(client, "q=zebra") == []
    assert subjects(client, "view=all") == [newer.subject, older.subject]


def test_an_internal_note_is_found_by_agents(client, agent):
    actions.add_note(TicketFactory(subject="noted"), "<p>zebra</p>", by=agent)

    assert subjects(client, "q=zebra") == ["noted"]


def test_counts_come_from_the_job_and_not_from_the_request(client, agent, django_assert_num_queries):
    TicketFactory(assignee=agent)
    ticket_counts.refresh(timezone.now())
    client.get(reverse("tickets:view_counts"))

    with django_assert_num_queries(4):  # who asks, how far he sees, and his unread news
        html = tight(client.get(reverse("tickets:view_counts")).content.decode())

    assert '<span class="rail-count" id="count-mine" hx-swap-oob="true">1</span>' in html


@pytest.mark.parametrize(("rights", "is_told"), [(["add_ticket", "change_ticket"], True), (["change_ticket"], False)])
def test_the_mail_to_look_at_is_counted_for_those_whose_rail_leads_there(client, rights, is_told):
    client.force_login(UserFactory(is_agent=True, rights=["view_all_tickets", *rights]))
    ticket_counts.refresh(timezone.now())

    rail = client.get(LIST).content.decode()
    told = client.get(reverse("tickets:view_counts")).content.decode()

    assert ('id="count-attention"' in rail, 'id="count-attention"' in told) == (is_told, is_told)


@pytest.mark.parametrize(("left", "found"), [("owner=me", f"{LIST}?owner=me"), ("owner=0", LIST), ("gone=1", LIST)])
def test_the_start_leads_to_the_list_as_it_was_left_as_long_as_it_can_be_read(client, left, found):
    client.force_login(UserFactory(agent=True))
    client.cookies["ticket_list"] = left

    assert client.get(reverse("tickets:home")).url == found


def test_words_of_a_description_are_found(client):
    ticket = TicketFactory(html="<p>The <b>plotter</b> smokes</p>")
    TicketFactory()
    client.force_login(UserFactory(agent=True))

    page = client.get(LIST, {"q": "plotter"}).context["page"]

    assert [row.reference for row in page.rows] == [ticket.reference]


def words(html, path):
    """Return the words of everything that ``path`` finds."""
    return [" ".join(found.text_content().split()) for found in fromstring(html).xpath(path)]


def test_an_open_ticket_says_of_its_billing_what_its_page_says(client, agent):
    ticket = TicketFactory(accepted=True)

    shown = words(client.get("/tickets/?view=all").content, "//tbody//td[last()]")
    page = client.get(f"{ticket.get_absolute_url()}?tab=details").content
    told = words(page, "//dt[.='Billing status']/following-sibling::dd[1]")

    assert (shown, told) == (["To be billed"], ["To be billed"])


def test_a_row_says_whose_ticket_it_is_and_its_title_says_it_whole(client, agent):
    TicketFactory(company=CompanyFactory(name="Acme"), requester_name="Rossi")
    TicketFactory(requester_name="Bianchi")
    TicketFactory(requester_name="", requester_email="")

    html = client.get("/tickets/?view=all").content

    assert words(html, PARTY) == ["–", "Bianchi", "Acme · Rossi"]
    assert fromstring(html).xpath(f"{PARTY}/@title") == ["", "Bianchi", "Acme · Rossi"]
