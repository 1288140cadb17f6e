"""Hostile mail in the very frame of the product, in a real browser."""

import pytest

from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tests.tickets.hostile import EVIL, SNIPPETS
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody
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
    message = actions.receive(
        ticket, IncomingMessage(body=MessageBody("<table><tr><td>x</td></tr></table>"), sender_name="Rossi")
    )
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


@pytest.fixture
def unclean(page):
    """Return what stands in the frame as it is, past the cleaner; only the frame and the page hold it."""
    raw = {"html": ""}

    def fulfil(route):
        response = route.fetch()
        route.fulfill(response=response, body=f"<!doctype html><body>{raw['html']}</body>")

    page.route("**/messages/*/body/", fulfil)
    return raw


@pytest.fixture
def asked_evil(page):
    """Return every request that reached the net for the server of the evil one; it would get an answer."""
    seen: list[str] = []

    def answered(route):
        seen.append(route.request.url)
        route.fulfill(body="<h1>evil</h1>", content_type="text/html")

    page.route(f"{EVIL}/**", answered)
    return seen


def show(page, message, html):
    """Put ``html`` where an older, blinder cleaner would have left it, and look at it."""
    Message.objects.filter(pk=message.pk).update(html=html)
    page.locator(FRAME).evaluate(RELOAD)


@pytest.mark.guards(23)
def test_hostile_mail_runs_nothing_and_asks_nobody(page, opened, harm):
    for snippet in SNIPPETS:
        show(page, opened, snippet)

        assert (harm, page.evaluate("window.hacked"), page.url.endswith("/body/")) == ([], None, False), snippet
    assert len(SNIPPETS) >= 60


@pytest.mark.guards(23)
def test_frame_alone_holds_what_the_cleaner_let_through(page, opened, harm, unclean):
    """Even where the cleaner fails, the frame runs no script and asks nobody: its bytes are put in past the cleaner."""
    for snippet in SNIPPETS:
        unclean["html"] = snippet
        show(page, opened, "<table></table>")

        assert (ran(harm), page.evaluate("window.hacked")) == ([], None), snippet


def ran(harm: list[str]) -> list[str]:
    """Return what a script would have done: a cookie that left, a dialog."""
    return [seen for seen in harm if "sessionid" in seen or seen == "1"]


MOVING = [
    f'<meta http-equiv=refresh content="0;url={EVIL}/">',
    f'<base target=_top><meta http-equiv=refresh content="0;url={EVIL}/">',
    f'<base href="{EVIL}/"><img src=x.png><link rel=stylesheet href=x.css>',
    f'<base href="{EVIL}/"><meta http-equiv=refresh content="0;url=x">',
    f'<iframe src="{EVIL}/"></iframe>',
    f'<meta http-equiv=Content-Security-Policy content="default-src *"><img src="{EVIL}/x.png">',
]


@pytest.mark.guards(23)
@pytest.mark.parametrize("snippet", MOVING)
def test_frame_moves_nowhere_and_asks_no_other_server_even_uncleaned(page, opened, unclean, asked_evil, snippet):
    unclean["html"] = snippet
    show(page, opened, "<table></table>")
    page.wait_for_timeout(300)

    frames = [frame.url for frame in page.frames]
    assert (asked_evil, any("evil" in url for url in frames), "/tickets/" in page.url) == ([], False, True)


@pytest.mark.parametrize("target", ["_top", "_parent", "_self"])
def test_a_link_that_was_not_cleaned_takes_neither_the_page_nor_the_frame_away(
    page, opened, unclean, asked_evil, target
):
    unclean["html"] = f'<base target={target}><a id=x href="{EVIL}/">x</a>'
    show(page, opened, "<table></table>")

    page.frame_locator(FRAME).locator("#x").click()
    page.wait_for_timeout(300)

    assert (asked_evil, "/tickets/" in page.url) == ([], True)


@pytest.mark.guards(23)
def test_session_is_out_of_reach_of_any_script(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
