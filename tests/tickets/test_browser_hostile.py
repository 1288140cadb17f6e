"""Hostile mail in the very frame of the product, in a real browser."""

import pytest

from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tests.tickets.hostile import SNIPPETS
from tickets import actions
from tickets.drafts import Heard, Said
from tickets.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RELOAD = """frame => new Promise(done => {
    frame.addEventListener("load", () => setTimeout(done, 40), { once: true });
    frame.src = frame.src;
})"""
FRAME = "iframe.words-frame"


@pytest.fixture
def opened(page, live_server, sign_in):
    """Return a message with a frame of its own, shown to an agent."""
    MailboxFactory()
    sign_in(page, UserFactory(supervisor=True))
    ticket = TicketFactory()
    message = actions.hear(ticket, Heard(said=Said("<table><tr><td>x</td></tr></table>"), sender_name="Rossi"))
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(f"{FRAME}.is-fitted").wait_for()
    return message


@pytest.fixture
def harm(page, live_server):
    """Return what harm was seen: dialogs, and everything asked of other servers or by the frame beyond its own page."""
    seen: list[str] = []

    def asked(request):
        own = request.url.startswith(live_server.url)
        in_frame = request.frame.parent_frame is not None
        is_page = own and "/messages/" in request.url and "/body/" in request.url
        if not request.url.startswith(("data:", "about:")) and (not own or (in_frame and not is_page)):
            seen.append(request.url)

    page.on("request", asked)
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: seen.append(popup.url))
    return seen


def show(page, message, html):
    """Put ``html`` where an older, blinder cleaner would have left it, and look at it."""
    Message.objects.filter(pk=message.pk).update(html=html)
    page.locator(FRAME).evaluate(RELOAD)


def test_hostile_mail_runs_nothing_and_asks_nobody(page, opened, harm):
    for snippet in SNIPPETS:
        show(page, opened, snippet)

        assert (harm, page.evaluate("window.hacked"), page.url.endswith("/body/")) == ([], None, False), snippet
    assert len(SNIPPETS) >= 60


def test_frame_alone_holds_what_the_cleaner_let_through(page, opened, harm):
    """Even where the cleaner fails, the frame runs no script and asks nobody: its bytes are put in past the cleaner."""
    raw = {"html": ""}

    def unclean(route):
        response = route.fetch()
        route.fulfill(response=response, body=f"<!doctype html><body>{raw['html']}</body>")

    page.route("**/messages/*/body/", unclean)
    for snippet in (s for s in SNIPPETS if "http-equiv=refresh" not in s):  # nothing but the cleaner stops these
        raw["html"] = snippet
        show(page, opened, "<table></table>")

        assert (ran(harm), page.evaluate("window.hacked")) == ([], None), snippet


def ran(harm: list[str]) -> list[str]:
    """Return what a script would have done: a cookie that left, a dialog."""
    return [seen for seen in harm if "sessionid" in seen or seen == "1"]


def test_session_is_out_of_reach_of_any_script(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
