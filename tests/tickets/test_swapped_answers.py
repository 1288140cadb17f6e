"""After each change, the page with the answer swapped in shows what a reload shows."""

import pytest
import time_machine

from tests.helpdesk.factories import UserFactory
from tests.swapping import Page, at
from tests.tickets.factories import TicketFactory
from tickets.enums import Level
from tickets.models import MailPreference, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox", "still")]

WAY_OF_WRITING = "[name=composer-mode]"  # who wrote a note may write another; a page opens for a reply
SMALL_CHANGES = [".entry-run", ".entry-system"]  # nothing is folded before the eyes of who just did it
REGIONS = ["#ticket-head", "#ticket-timeline", "#ticket-news", "#ticket-side", "#composer"]


@pytest.fixture
def still():
    """No time passes between the answer and the reload."""
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def opened(client, agent):
    """The page of a ticket, as its agent has it open; a reply may be undone for a minute."""
    MailPreference.objects.create(user=agent, undo_seconds=60)
    ticket = TicketFactory(assignee=agent, requester_email="eva@acme.example", requester_name="Eva")
    return Page(client, ticket.get_absolute_url())


def assert_reload_shows_the_same(opened, address="", *, leaving_out=()):
    fresh = Page(opened.client, address or opened.address)
    for region in REGIONS:
        assert opened.shown(region, leaving_out=leaving_out) == fresh.shown(region, leaving_out=leaving_out), region


def test_reply(opened):
    opened.submit(".composer-reply", body="Done", then="wait")

    assert_reload_shows_the_same(opened)


def test_note(opened):
    opened.submit(".composer-note", body="Look here")

    assert_reload_shows_the_same(opened, leaving_out=[WAY_OF_WRITING])


@pytest.mark.parametrize(("field", "value"), [("urgency", Level.HIGH), ("due_on", "2026-04-01")])
def test_property(opened, field, value):
    opened.submit(f"#prop-{field}", **{field: value})

    assert_reload_shows_the_same(opened)


def test_several_properties_in_a_row_are_told_alike(opened):
    for value in (Level.HIGH, Level.LOW, Level.VERY_HIGH, Level.MEDIUM):
        opened.submit("#prop-urgency", urgency=value)

    assert_reload_shows_the_same(opened, leaving_out=SMALL_CHANGES)
    assert small_changes(opened) == small_changes(Page(opened.client, opened.address)) != []


def small_changes(page):
    """Return the words of each, folded or not."""
    return [" ".join(line.text_content().split()) for line in at(page.root, "#ticket-timeline .entry-system")]


@pytest.mark.parametrize("move", ["hold", "resolve"])
def test_move(opened, move):
    opened.submit(f"#move-{move} form", words="So it is")

    assert_reload_shows_the_same(opened)


def test_assigning(opened):
    other = UserFactory(agent=True, display_name="Ben")

    opened.submit("#prop-assignee", assignee=other.pk)

    assert_reload_shows_the_same(opened)


def test_undone_reply(opened):
    opened.submit(".composer-reply", body="Wrong", then="wait")
    event = Message.objects.latest("pk").event.pk

    opened.submit(f"#undo-{event}")

    again = f"{opened.address}?again={event}"
    assert_reload_shows_the_same(opened, again, leaving_out=SMALL_CHANGES)
    assert small_changes(opened) == small_changes(Page(opened.client, again)) != []
