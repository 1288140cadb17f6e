"""The moving picture of the chain, from a mail to an invoice proposal: pages of a running demo, one by one."""

import io
import re
import smtplib
import time
from email.message import EmailMessage

SIZE = (1040, 650)
SECONDS = 2.6
PATIENCE = 90
CUSTOMER = "paola.sartori@superadige.example"  # who has a login in the demo
SUBJECT = "New printer for the warehouse"
CAPTION = """
text => {
  document.querySelector("#film-caption")?.remove();
  const caption = Object.assign(document.createElement("div"), {id: "film-caption", textContent: text});
  caption.style.cssText = "position:fixed;left:50%;bottom:28px;transform:translateX(-50%);z-index:9999;pointer-events:none;padding:12px 28px;" +
    "border-radius:999px;background:#1f2937;color:#fff;font:600 22px system-ui;box-shadow:0 4px 24px #0006;white-space:nowrap";
  document.body.append(caption);
}
"""


class Film:
    """The frames, as they are taken."""

    def __init__(self, page):
        self.page, self.frames = page, []

    def take(self, caption):
        """Keep what the page shows, under its caption."""
        from PIL import Image  # noqa: PLC0415 -- only the Python of .venv has it

        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(CAPTION, caption)
        self.page.wait_for_timeout(300)
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        self.frames.append(picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS))

    def save(self, path):
        """Write them as one picture that moves; the last one stays the longest."""
        times = [int(SECONDS * 1000)] * (len(self.frames) - 1) + [int(SECONDS * 2000)]
        first, *rest = self.frames
        first.save(path, save_all=True, append_images=rest, duration=times, loop=0, quality=80, method=6)


def shoot(page, site, smtp_port, path):
    """Go the whole way of one ticket in the demo at ``site``, whose mail is taken at ``smtp_port``, and write it to ``path``."""
    film = Film(page)
    _write(smtp_port)
    _find(film, site)
    _answer(film)
    _estimate(film)
    _work(film)
    _bill(film, site)
    film.save(path)


def _write(port):
    message = EmailMessage()
    message["From"], message["To"] = "Paola Sartori <%s>" % CUSTOMER, "projects@nordest.example"
    message["Subject"], message["Message-ID"] = SUBJECT, "<film-%d@superadige.example>" % time.time()
    message.set_content(
        "Hello,\n\nour printer in the warehouse is at its end. What would a new one cost, set up and running?\n"
    )
    with smtplib.SMTP("localhost", port) as server:
        server.send_message(message)


def _find(film, site):
    page, deadline = film.page, time.time() + PATIENCE
    while time.time() < deadline:
        page.goto(site + "/tickets/?view=all")
        if page.get_by_role("link", name=SUBJECT).count():
            break
        time.sleep(1)
    film.take("1  A customer writes a mail: it is a ticket, with its deadlines")
    page.get_by_role("link", name=SUBJECT).first.click()
    film.take("2  Everything about him stands beside his words")


def _answer(film):
    page = film.page
    editor = page.locator(".composer-reply rich-editor")
    editor.click()
    editor.locator("[contenteditable]").click()
    page.keyboard.type("Good morning! You will have our offer today.")
    film.take("3  The reply goes to the customer, and can be undone")
    page.get_by_role("button", name="Send to Paola Sartori", exact=True).click()
    page.wait_for_timeout(1500)
    film.take("4  What was sent, and what became of it, stands in one conversation")


def _estimate(film):
    page = film.page
    page.get_by_role("link", name="Estimates", exact=True).last.click()
    page.get_by_role("button", name="Technical estimate").click()
    page.get_by_label("Description", exact=True).first.fill("Printer, set up and running")
    page.get_by_label("Service").first.select_option(label="ONS – Intervento presso il cliente")
    page.get_by_label("Planned quantity").first.fill("6")
    film.take("5  The technician plans the hours")
    page.get_by_role("button", name="Save and end the technical estimate").click()
    page.get_by_role("button", name="Commercial estimate").click()
    film.take("6  Sales put a price on them")
    page.get_by_role("button", name="Save and end the commercial estimate").click()
    page.get_by_role("link", name="Create the offer").click()
    page.get_by_role("button", name="Create the offer").click()
    film.take("7  The offer is ready to be sent")


def _work(film):
    page = film.page
    page.get_by_role("link", name=re.compile("^PRJ")).first.click()
    page.get_by_role("link", name="Works", exact=True).click()
    form = page.locator("#work-form")
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    page.get_by_label("Start", exact=True).fill("09:00")
    page.get_by_label("End", exact=True).fill("12:30")
    page.get_by_label("Service").select_option(label="ONS – Intervento presso il cliente")
    film.take("8  What was done is logged where it was done")
    page.get_by_role("button", name="Log the work").click()
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("button", name="Close", exact=True).click()
    page.wait_for_timeout(1000)


def _bill(film, site):
    page = film.page
    page.goto(site + "/billing/ready/")
    film.take("9  Closed tickets wait for the bill: none forgotten, none twice")
    page.get_by_role("row", name=SUBJECT).get_by_role("checkbox").check()
    page.get_by_role("button", name="Generate invoice proposals").click()
    page.get_by_label("Group tickets by customer").check()
    page.get_by_role("button", name="Generate", exact=True).click()
    page.wait_for_timeout(3000)
    page.goto(site + "/proposals/")
    page.goto(site + page.locator("tr[data-row] a[data-open]").first.get_attribute("href"))
    film.take("10  And the hours are an invoice proposal")
