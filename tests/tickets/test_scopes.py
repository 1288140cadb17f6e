"""How far an agent sees: his own tickets, his team's, all, or none, everywhere alike."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk import files
from helpdesk.models import User
from sla.actions import publish
from sla.models import Policy
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, limited_agent
from tickets import actions, rules, ticket_counts
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.enums import NotificationKind
from tickets.models import Attachment, Note, Notification, NotificationSetting, Ticket

pytestmark = pytest.mark.django_db


def seen_by(user):
    return set(Ticket.objects.visible_to(User.objects.get(pk=user.pk)).values_list("subject", flat=True))


def world(user):
    """Make a ticket of each kind, named after what binds ``user`` to it."""
    team = Group.objects.create(name="Network")
    user.groups.add(team)
    TicketFactory(subject="stranger", assignee=UserFactory(agent=True))
    TicketFactory(subject="nobody")
    TicketFactory(subject="team", row={"group": team})
    TicketFactory(subject="other team", row={"group": Group.objects.create(name="Printers")})
    TicketFactory(subject="owned", row={"assignee": user})
    TicketFactory(subject="opened", row={"created_by": user, "assignee": None})
    actions.watch(TicketFactory(subject="watched"), by=None, user=user)
    actions.add_note(TicketFactory(subject="mentioned"), f"<p>@{user} look</p>", by=UserFactory(agent=True))


OWN = {"owned", "opened", "watched", "mentioned"}
EVERYTHING = {*OWN, "stranger", "nobody", "team", "other team"}


@pytest.mark.guards(29)
@pytest.mark.parametrize(
    ("scope", "seen"), [("own", OWN), ("team", {*OWN, "team"}), ("all", EVERYTHING), (None, set())]
)
def test_an_agent_sees_what_his_right_says(scope, seen):
    user = limited_agent(scope)
    world(user)

    assert seen_by(user) == seen


@pytest.mark.parametrize(("role", "seen"), [("agent", EVERYTHING), ("sales", EVERYTHING), ("admin", EVERYTHING)])
def test_the_shipped_groups_see_all(role, seen):
    user = UserFactory(**{role: True})
    world(user)

    assert seen_by(user) == seen


def test_to_see_all_adds_nothing_to_the_question():
    user = UserFactory(agent=True)
    asked = str(Ticket.objects.all().query)

    assert str(Ticket.objects.visible_to(user).query) == asked


@pytest.mark.parametrize("scope", ["own", "team"])
def test_to_see_less_is_asked_in_the_same_question(scope):
    user = limited_agent(scope)
    user.get_all_permissions()

    with CaptureQueriesContext(connection) as captured:
        list(Ticket.objects.visible_to(user))

    assert len(captured) == 1


@pytest.fixture
def limited(client):
    user = limited_agent("own", display_name="Lim")
    client.force_login(user)
    return user


@pytest.mark.guards(29, 32)
def test_a_foreign_ticket_is_not_found_at_any_of_its_addresses(client, limited):
    page = TicketFactory().get_absolute_url()

    found = {
        part: client.get(f"{page}{part}").status_code
        for part in ("", "news/?since=0", "earlier/?left=1", "description/", "hand-over/", "works/", "estimates/")
    }

    assert set(found.values()) == {404}


@pytest.mark.guards(29)
@pytest.mark.parametrize("part", ["reply/", "note/", "move/close/", "status/", "assign/", "take/", "watch/", "change/"])
def test_a_foreign_ticket_cannot_be_touched(client, limited, part):
    ticket = TicketFactory()

    assert client.post(f"{ticket.get_absolute_url()}{part}").status_code == 404


def test_the_list_the_search_and_the_panels_hold_his_own_alone(client, limited):
    company = CompanyFactory()
    TicketFactory(subject="zebra foreign", company=company)
    actions.assign(TicketFactory(subject="zebra mine", company=company), limited, by=None)
    addresses = ("/tickets/?view=all", "/tickets/?q=zebra", f"/tickets/of-company/{company.code}/")

    found = [[ticket.subject for ticket in client.get(one).context["page"].rows] for one in addresses]

    assert found == [["zebra mine"]] * 3


@pytest.mark.guards(27)
@pytest.mark.guards(33)
def test_files_and_words_of_a_foreign_ticket_are_not_found(client, limited):
    ticket, author = TicketFactory(), UserFactory(agent=True)
    attached = (NewFile(files.store(b"x"), "x.txt"),)
    message = actions.receive(ticket, IncomingMessage(body=MessageBody(html="<p>x</p>", files=attached)))
    actions.add_note(ticket, "<p>n</p>", by=author, files=attached)
    addresses = [one.get_absolute_url() for one in Attachment.objects.all()]
    addresses += [f"/messages/{message.event.pk}/{part}/" for part in ("body", "raw", "images/load")]

    assert [client.get(one).status_code for one in addresses] == [404] * 5


def test_his_own_files_are_his_to_read(client, limited):
    ticket = TicketFactory(assignee=limited)
    note = actions.add_note(ticket, "<p>n</p>", by=limited, files=(NewFile(files.store(b"x"), "x.txt"),))

    assert set(Attachment.objects.visible_to(limited)) == set(note.attachments.all())


@pytest.mark.guards(30)
def test_a_foreign_ticket_among_the_ticked_ones_is_refused(client, limited):
    foreign = TicketFactory()

    response = client.post("/tickets/bulk/take/", {"ticket": [foreign.slug]})

    assert (response.status_code, Ticket.objects.get().assignee) == (400, None)


def test_nobody_is_told_of_a_ticket_that_he_may_not_see():
    limited, everything, none = limited_agent("own"), UserFactory(agent=True), limited_agent()
    team = Group.objects.create(name="Network")
    for user in (limited, everything, none):
        user.groups.add(team)

    actions.assign_group(TicketFactory(), team, by=None)

    assert [news.user for news in Notification.objects.all()] == [everything]


def test_the_team_is_told_of_its_ticket():
    team = Group.objects.create(name="Network")
    member = limited_agent("team")
    member.groups.add(team)

    actions.assign_group(TicketFactory(), team, by=None)

    assert [(news.user, news.kind) for news in Notification.objects.all()] == [
        (member, NotificationKind.GROUP_ASSIGNED)
    ]


def test_who_is_mentioned_sees_the_ticket_though_he_wants_no_news_in_the_app():
    limited, ticket = limited_agent("own", display_name="Lim"), TicketFactory(subject="mentioned")
    NotificationSetting.objects.create(user=limited, kind=NotificationKind.MENTIONED, in_app=False, by_mail=False)

    actions.add_note(ticket, "<p>@Lim look</p>", by=UserFactory(agent=True))

    assert (seen_by(limited), Notification.objects.of(limited).unread().count()) == ({"mentioned"}, 0)


def test_a_mention_opens_no_ticket_to_somebody_without_rights():
    nobody = limited_agent(display_name="Nob")

    actions.add_note(TicketFactory(), "<p>@Nob look</p>", by=UserFactory(agent=True))

    assert (seen_by(nobody), Notification.objects.count()) == (set(), 0)


def test_news_of_a_ticket_that_went_out_of_sight_are_out_of_sight(client, limited):
    ticket = TicketFactory()
    actions.assign(ticket, limited, by=None)
    actions.assign(ticket, UserFactory(agent=True), by=None)

    rows = client.get("/notifications/").context["rows"]

    news = Notification.objects.of(limited).get()
    assert (rows, client.post(f"/notifications/{news.pk}/open/").status_code) == ([], 404)


def test_the_bell_counts_no_news_of_a_ticket_that_went_out_of_sight(client, limited):
    for owner in (limited, UserFactory(agent=True)):
        actions.assign(TicketFactory(), limited, by=None)
        actions.assign(Ticket.objects.latest("pk"), owner, by=None)

    assert client.get("/tickets/counts/").context["new"] == 1


def test_an_edited_policy_is_applied_to_the_tickets_that_one_sees(client):
    limited = limited_agent("own", group="admin")
    client.force_login(limited)
    TicketFactory(subject="foreign"), TicketFactory(subject="mine", assignee=limited)
    policy = Policy.objects.default()
    version = publish(policy, by=None)
    address = f"/policies/{policy.pk}/apply/"

    page = client.get(address)
    client.post(address, {"version": version.number})

    assert ([ticket.subject for ticket, _shifts in page.context["rows"]], page.context["count"]) == (["mine"], 1)
    assert [ticket.subject for ticket in Ticket.objects.outdated_under(policy)] == ["foreign"]


def test_each_view_is_counted_as_far_as_one_sees():
    limited, everything, none = limited_agent("own"), UserFactory(agent=True), limited_agent()
    TicketFactory(), TicketFactory(assignee=limited)

    ticket_counts.refresh(timezone.now())

    assert [ticket_counts.read(user).get("all") for user in (limited, everything, none)] == [1, 2, 0]
    caches["figures"].clear()
    assert ticket_counts.read(everything) == {}


def test_somebody_with_another_right_since_the_last_count_reads_no_figures_of_others():
    ticket_counts.refresh(timezone.now())

    assert ticket_counts.read(limited_agent("own")) == {}


@pytest.mark.parametrize(("scope", "counted"), [("own", None), ("all", 1)])
def test_whoever_is_given_another_right_reads_no_figures_of_the_former_one(scope, counted):
    user = limited_agent("team") if scope == "all" else UserFactory(agent=True)
    TicketFactory()
    ticket_counts.refresh(timezone.now())

    user.groups.clear()
    user.user_permissions.set(Permission.objects.filter(codename=f"view_{scope}_tickets"))

    assert ticket_counts.read(User.objects.get(pk=user.pk)).get("all") == counted


def test_mail_to_look_at_is_for_who_sees_all(client, limited):
    assert client.get("/mail/attention/").status_code == 403


@pytest.mark.parametrize(("scope", "role"), [("own", "stranger"), ("all", "agent")])
def test_by_mail_an_agent_is_one_where_he_sees_the_ticket(scope, role):
    from mail.enums import Strength
    from tickets.intake import matching

    user, ticket = limited_agent(scope), TicketFactory()

    assert matching.sender_role(ticket, user.email, Strength.STRONG) == role


def test_notes_of_foreign_tickets_have_no_other_door():
    limited, author = limited_agent("own"), UserFactory(agent=True)
    actions.add_note(TicketFactory(), "<p>x</p>", by=author)
    own = actions.add_note(TicketFactory(assignee=limited), "<p>y</p>", by=author)

    assert list(Note.objects.visible_to(limited)) == [own]


def test_an_agent_without_rights_reads_whom_to_ask_and_finds_nothing_else(client):
    admin = UserFactory(admin=True, display_name="Ada")
    client.force_login(UserFactory(is_agent=True))
    ticket, company, contact = TicketFactory(), CompanyFactory(), ContactFactory()

    page = client.get("/tickets/")

    assert (list(page.context["administrators"]), admin.email in page.content.decode()) == ([admin], True)
    addresses = (ticket, company, contact)
    assert [client.get(one.get_absolute_url()).status_code for one in addresses] == [404] * 3
    assert [client.get(one).status_code for one in ("/companies/", "/contacts/", "/tickets/new/")] == [404, 404, 403]
    assert client.get("/profile/").status_code == 200


def test_the_menu_leads_to_nothing_that_is_not_given(client):
    client.force_login(UserFactory(is_agent=True))

    page = client.get("/profile/").content.decode()

    assert [words in page for words in ("/companies/", "/contacts/", "/tickets/new/", 'role="search"')] == [False] * 4


def test_in_the_administration_a_limited_person_finds_his_own(client):
    staff = limited_agent("own", group="admin", is_staff=True)
    TicketFactory(), TicketFactory(subject="mine", assignee=staff)
    client.force_login(staff)

    rows = client.get("/admin/tickets/ticket/").context["cl"].result_list

    assert [ticket.subject for ticket in rows] == ["mine"]


def test_who_may_not_see_it_can_neither_work_on_it_nor_be_its_master():
    limited, foreign, own = limited_agent("own"), TicketFactory(), None
    own = TicketFactory(assignee=limited)

    assert [rules.can_work_on(limited, one) for one in (foreign, own)] == [False, True]
