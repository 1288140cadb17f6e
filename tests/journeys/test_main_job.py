"""The main job, from a customer's mail to the proposal in PDF, in a real browser with everything running."""

import io
import re
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import Group
from PIL import Image
from playwright.sync_api import Page, expect

from estimates.models import TypeSettings
from mail.models import Mailbox
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates.factories import OfferTypeFactory, ServiceFactory
from tests.helpdesk.factories import UserFactory
from tests.journeys.conftest import until
from tickets.models import MailboxRoute, TicketType

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUSTOMER = "rossi@alfa.example"
PICTURE = "picture@alfa.example"


@pytest.fixture
def ana():
    """Somebody who answers, sells and bills, in a small firm."""
    user = UserFactory(agent=True, display_name="Ana Verdi", email="ana@desk.example", signature="Ana, Nordest")
    user.groups.add(*Group.objects.filter(name__in=["sales", "biller"]))
    return user


@pytest.fixture
def desk():
    """A desk with a mailbox, a type that may be offered, a service, and Alfa with its Rossi."""
    kind = TicketType.objects.get(code="req")
    mailbox = Mailbox.objects.create(name="Support", address="support@desk.example")
    MailboxRoute.objects.create(mailbox=mailbox, type=kind)
    remote = ServiceFactory(code="REM", name="Assistenza remota")
    TypeSettings.objects.create(ticket_type=kind, offer_type=OfferTypeFactory(), service=remote)
    alfa = CompanyFactory(billable=True, name="Alfa SpA", language="it")
    ContactFactory(name="Mario Rossi", email=CUSTOMER, company=alfa, language="it")


def first_mail() -> bytes:
    """Write a mail with HTML, an image inside, and a PDF."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = f"Mario Rossi <{CUSTOMER}>", "support@desk.example"
    message["Subject"], message["Message-ID"] = "La stampante non stampa più", "<first@alfa.example>"
    message.set_content("Buongiorno, la stampante non stampa più.")
    message.add_alternative(f'<p>Buongiorno, <b>la stampante</b> non stampa più.</p><img src="cid:{PICTURE}">', "html")
    message.get_payload()[1].add_related(picture.getvalue(), "image", "png", cid=f"<{PICTURE}>", filename="foto.png")
    message.add_attachment(b"%PDF-1.4 manuale", maintype="application", subtype="pdf", filename="manuale.pdf")
    return bytes(message)


def answer_to(raw: bytes) -> bytes:
    """Answer a mail of the desk as a mail program would."""
    ours = message_from_bytes(raw, policy=policy.default)
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = f"Mario Rossi <{CUSTOMER}>", ours["Reply-To"] or ours["From"]
    message["Subject"], message["Message-ID"] = f"Re: {ours['Subject']}", "<second@alfa.example>"
    message["In-Reply-To"] = message["References"] = ours["Message-ID"]
    message.set_content(
        "Provato: ancora niente.\n\nIl giorno 2 marzo 2026 Ana <support@desk.example> ha scritto:\n> Spegnete."
    )
    return bytes(message)


def pdf_text(page: Page, path: str) -> str:
    """Return the words of a PDF that the desk answers with."""
    response = page.request.get(urljoin(page.url, path))
    assert response.body().startswith(b"%PDF")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=response.body(), capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.usefixtures("desk")
def test_from_a_mail_to_a_proposal(page: Page, live_server, sign_in, world, ana):
    world.send(first_mail(), CUSTOMER)
    sign_in(page, ana)
    _find_in_the_list(page, live_server.url)
    _answer(page, world)
    _hear_the_answer(page, world)
    _estimate_and_offer(page)
    _work_and_close(page)
    _propose(page, live_server.url)


def _find_in_the_list(page: Page, url: str) -> None:
    def arrived() -> bool:
        page.goto(f"{url}/tickets/?view=all")
        return page.get_by_role("link", name="La stampante non stampa più").count() == 1

    until(arrived, "the mail is a ticket in the list")
    row = page.get_by_role("row", name="La stampante non stampa più")
    expect(row).to_contain_text("due in")
    expect(row).to_contain_text("Alfa SpA")
    page.get_by_role("link", name="La stampante non stampa più").click()
    expect(page.get_by_role("heading", name="La stampante non stampa più")).to_be_visible()


def _answer(page: Page, world) -> None:
    expect(page.get_by_role("link", name="manuale.pdf")).to_be_visible()
    words = page.frame_locator("iframe.words-frame").first
    expect(words.get_by_text("la stampante")).to_be_visible()
    picture = words.locator("img")
    expect(picture).to_have_js_property("naturalWidth", 40)
    editor = page.locator(".composer-reply rich-editor")
    editor.click()
    editor.locator("[contenteditable]").click()
    page.keyboard.type("Spegnete e riaccendete.")
    page.get_by_role("button", name="Send to Mario Rossi", exact=True).click()
    expect(page.get_by_text("Waiting for the customer").first).to_be_visible()
    ours = until(lambda: [m for m in world.got if b"Auto-Submitted" not in m], "the answer is sent")
    assert "Spegnete e riaccendete." in message_from_bytes(ours[0], policy=policy.default).get_body().get_content()


def _hear_the_answer(page: Page, world) -> None:
    world.send(answer_to(next(m for m in world.got if b"Auto-Submitted" not in m)), CUSTOMER)

    def heard() -> bool:
        page.reload()
        return page.locator("li.entry").filter(has_text="Mario Rossi").count() == 2

    until(heard, "the customer's answer is in the same thread")
    expect(page.locator(".timeline-list").get_by_text("Provato: ancora niente.").first).to_be_visible()


def _estimate_and_offer(page: Page) -> None:
    page.get_by_role("link", name="Estimates", exact=True).last.click()
    page.get_by_role("button", name="Technical estimate").click()
    page.get_by_label("Description", exact=True).first.fill("Nuova stampante")
    page.get_by_label("Service").first.select_option(label="REM – Assistenza remota")
    page.get_by_label("Planned quantity").first.fill("8")
    page.get_by_role("button", name="Save and end the technical estimate").click()
    page.get_by_role("button", name="Commercial estimate").click()
    page.get_by_role("button", name="Save and end the commercial estimate").click()
    page.get_by_role("link", name="Create the offer").click()
    page.get_by_role("button", name="Create the offer").click()
    expect(page.get_by_role("heading", name=re.compile("OFF"))).to_be_visible()
    words = pdf_text(page, page.get_by_role("link", name="Preview of the document").get_attribute("href"))
    assert "Alfa SpA" in words
    assert "585,60" in words  # 8 h × 60.00 + 22 %


def _work_and_close(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^REQ")).click()
    page.get_by_role("link", name="Works", exact=True).click()
    for day, starts, ends in [("2026-03-02", "09:00", "11:00"), ("2026-03-05", "14:30", "16:00")]:
        form = page.locator("#work-form")
        if form.get_attribute("open") is None:
            form.locator("summary").first.click()
        page.get_by_label("Date", exact=True).fill(day)
        page.get_by_label("Start", exact=True).fill(starts)
        page.get_by_label("End", exact=True).fill(ends)
        page.get_by_label("Service").select_option(label="REM – Assistenza remota")
        page.get_by_role("button", name="Log the work").click()
        expect(page.locator("#works-panel").get_by_text(f"{starts}–{ends}")).to_be_visible()
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("Closed").first).to_be_visible()


def _propose(page: Page, url: str) -> None:
    page.goto(f"{url}/billing/ready/")
    page.get_by_role("checkbox", name="Select all").check()
    page.get_by_role("button", name="Generate invoice proposals").click()
    page.get_by_label("Group tickets by customer").check()
    page.get_by_label("Group works").check()
    page.get_by_role("button", name="Generate", exact=True).click()
    page.get_by_role("link", name=re.compile("^PF-")).click()
    words = pdf_text(page, page.get_by_role("link", name="PDF").get_attribute("href"))
    assert words.count("lavori eseguiti dal 02-03-2026 al 05-03-2026") == 1
    assert [amount in words for amount in ("210,00", "46,20", "256,20")] == [True, True, True]
