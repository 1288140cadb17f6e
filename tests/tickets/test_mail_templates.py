"""Mails that events cause."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mail.models import OutboundMail
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions, periodic, placeholders
from tickets.drafts import IncomingMessage, MessageBody
from tickets.enums import Category, Move, NotificationKind
from tickets.models import MailTemplate, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox():
    MailboxFactory()


@pytest.fixture
def ana():
    return UserFactory(supervisor=True, display_name="Ana Pop")


def owned(agent, **fields):
    return TicketFactory(requester_email="rossi@alfa.example", assignee=agent, **fields)


def incoming(ticket):
    return actions.receive(ticket, IncomingMessage(MessageBody(html="<p>Still smokes</p>"), sender_name="Rossi"))


def mailed(to):
    return list(OutboundMail.objects.filter(deliveries__address=to).order_by("pk"))


def test_the_agent_is_told_what_his_customer_says(ana):
    incoming(owned(ana))

    [mail] = mailed(ana.email)
    assert ("Still smokes" in mail.text, mail.kind, mail.thread) == (True, "notification", None)


def test_the_agent_is_told_that_his_ticket_is_open_again(ana):
    ticket = owned(ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")

    incoming(ticket)

    assert [mail.subject.partition(":")[0] for mail in mailed(ana.email)] == ["Open again"]


def test_who_does_not_want_to_be_told_is_not(ana):
    actions.set_notifications(NotificationKind.REPLIED, in_app=True, by_mail=False, by=ana)

    incoming(owned(ana))

    assert (mailed(ana.email), [news.kind for news in ana.notifications.all()]) == ([], ["replied"])


def test_who_is_mentioned_in_a_note_is_told_and_others_are_not(ana):
    bruno = UserFactory(agent=True, display_name="Bruno")
    UserFactory(agent=True, display_name="Ana")

    actions.add_note(owned(bruno), "<p>@ana pop, please look</p>", by=bruno)

    assert [mail.deliveries.get().address for mail in OutboundMail.objects.all()] == [ana.email]


def test_the_solution_is_approved_by_the_button_and_never_by_following_the_link(ana, client):
    ticket = owned(ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")
    link = re.search(r"/solutions/\S+", mailed("rossi@alfa.example")[0].text)[0]
    page = client.get(link)
    before = Ticket.objects.get().status_category

    client.post(link, {"move": "approve", "words": ""})

    assert (page.status_code, before, Ticket.objects.get().status_category) == (200, "resolved", Category.CLOSED)


def test_refusing_needs_words_and_says_them_to_the_desk(ana, client):
    ticket = owned(ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")
    link = re.search(r"/solutions/\S+", mailed("rossi@alfa.example")[0].text)[0]
    refused = client.post(link, {"move": "refuse", "words": " "}).status_code

    client.post(link, {"move": "refuse", "words": "It still smokes"})

    ticket = Ticket.objects.get()
    assert (refused, ticket.status_category) == (422, Category.OPEN)
    assert ticket.messages.get().text == "It still smokes"


def test_a_forged_link_leads_nowhere(client):
    assert client.get("/solutions/x/").status_code == 404


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"move": "approve", "words": ""}, "You have answered already: it helped."),
        ({"move": "refuse", "words": "It still smokes"}, "You have answered already: it did not help."),
    ],
)
def test_who_follows_the_link_again_is_told_what_he_answered(ana, client, answer, told):
    ticket = owned(ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")
    link = re.search(r"/solutions/\S+", mailed("rossi@alfa.example")[0].text)[0]
    client.post(link, answer)

    page = client.get(link)

    assert (page.status_code, told in page.content.decode()) == (200, True)


@pytest.mark.parametrize(("is_active", "works_there", "is_led"), [(1, 1, True), (0, 1, False), (1, 0, False)])
def test_the_link_followed_again_leads_whom_the_portal_lets_in_to_his_request(
    ana, client, is_active, works_there, is_led
):
    login = UserFactory(email="rossi@alfa.example", is_active=is_active)
    ticket = owned(ana, requester=ContactFactory(user=login, is_active=works_there))
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")
    link = re.search(r"/solutions/\S+", mailed("rossi@alfa.example")[0].text)[0]
    client.post(link, {"move": "approve", "words": ""})

    html = client.get(link).content.decode()

    assert (f'href="{ticket.get_absolute_url()}"' in html) == is_led


def test_a_link_of_an_earlier_solution_changes_nothing_and_tells_nothing_of_the_next(ana, client):
    ticket = owned(ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New drum</p>")
    link = re.search(r"/solutions/\S+", mailed("rossi@alfa.example")[0].text)[0]
    actions.move(ticket, Move.REOPEN, by=ana)
    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>New toner</p>")

    page = client.post(link, {"move": "approve", "words": ""})

    told = page.content.decode()
    assert ("has gone on since" in told, "New toner" in told, ticket.title in told) == (True, False, False)
    assert Ticket.objects.get().status_category == Category.RESOLVED


def test_the_customer_is_warned_once_before_silence_closes_his_ticket(ana):
    ticket = owned(ana, type=TypeFactory(warn_days=2, auto_close_days=7))
    resolved = ticket.type.statuses.get(category=Category.REPLIED)
    body = timezone.now() - timedelta(days=5, hours=1)
    long_ago = body - timedelta(days=1)
    Ticket.objects.update(
        status=resolved, status_category=Category.REPLIED, last_agent_at=body, last_customer_at=long_ago
    )

    periodic.warn_of_closing()
    periodic.warn_of_closing()

    assert ["will be closed in 2 days" in mail.text for mail in mailed("rossi@alfa.example")] == [True]


@pytest.mark.parametrize(("tells", "count"), [(True, 1), (False, 0)])
def test_the_type_says_whether_the_customer_is_told_of_the_closing(ana, tells, count):
    ticket = owned(ana, type=TypeFactory(tells_closed=tells))

    actions.move(ticket, Move.CLOSE, by=ana)

    assert len(mailed("rossi@alfa.example")) == count


def test_own_words_replace_the_built_in_ones_in_the_language_of_the_reader(ana):
    text = "{{ agent }} for {{ name }}: {{ reference }} {{ secret }}"
    MailTemplate.objects.create(event="assigned", language=ana.language, subject="Yours", text=text)
    ticket = TicketFactory(requester_name="Rossi <b>")

    actions.assign(ticket, ana, by=UserFactory(supervisor=True, display_name="Bruno"))

    [mail] = mailed(ana.email)
    assert (mail.subject, mail.text) == (f"[#{ticket.reference}] Yours", f"Bruno for Rossi <b>: {ticket.reference} ")
    assert "Rossi &lt;b&gt;" in mail.html


def test_words_that_name_what_does_not_exist_are_refused():
    with pytest.raises(ValidationError, match=r"settings\.SECRET_KEY"):
        MailTemplate(event="closed", language="en", text="{{ settings.SECRET_KEY }}").clean()


def test_what_a_fact_says_is_never_filled_in_again():
    assert placeholders.fill("{{ name }}", {"name": "{{ company }}", "company": "x"}) == "{{ company }}"
