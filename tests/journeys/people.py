"""People who work at a desk through its pages, as a browser would, and send again what was not answered with success."""

import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from itertools import count
from random import Random

import requests
from lxml import html

from tests.journeys.furnishing import PASSWORD

PATIENCE = 60.0
LOST = 0.2
NO_ANSWER = 0
SAVED = "saved"
WORD = re.compile(r"\bw[0-9a-f]{16}\b")
SENTENCES = ["//*[@data-error-summary]//ul/li", "//*[@class='alert-title']", "//*[@class='empty-note']"]
BANNER = "//*[contains(@class, 'alert')][contains(., 'the queue is away') or contains(., 'The queue is away')]"

type Fields = list[tuple[str, str]]


class Answer:
    """What came back: a status, and what the page says where that is not simply the page."""

    def __init__(self, response: requests.Response | None) -> None:
        self.status = response.status_code if response is not None else NO_ANSWER
        self.location = response.headers.get("Location", "") if response is not None else ""
        is_page = response is not None and "html" in response.headers.get("Content-Type", "") and response.text
        self.page = html.fromstring(response.text) if is_page else None

    @property
    def sentence(self) -> str:
        """Return the words that tell whoever reads the page how things stand; numbers are left out."""
        if self.status in {HTTPStatus.FOUND, NO_ANSWER} or self.page is None:
            return SAVED if self.status == HTTPStatus.FOUND else ""
        paths = [BANNER] if self.status == HTTPStatus.OK else SENTENCES
        found = next((nodes[0] for path in paths if (nodes := self.page.xpath(path))), None)
        return re.sub(r"\d+", "…", " ".join(found.text_content().split())) if found is not None else ""

    def fields(self, action: str) -> Fields:
        """Return what stands in the form that is sent to ``action``; nothing where there is none."""
        forms = [form for form in self.page.forms if form.action in {action, None, ""}]
        return list(max(forms, key=lambda form: form.action == action).form_values()) if forms else []


class Person(threading.Thread):
    """Somebody who signs in and works until it is ``over``; what he sent stands in ``written``."""

    def __init__(self, url: str, role: str, email: str, over: threading.Event) -> None:
        super().__init__(name=f"{role} {email}", daemon=True)
        self.url, self.role, self.email, self.over = url, role, email, over
        self.browser = requests.Session()
        self.random = Random(email)
        self.saw: Counter[tuple[int, str]] = Counter()
        self.slowest = 0.0
        self.written: list[str] = []
        self.unsaved: list[str] = []
        self.files: set[str] = set()
        self.failure: BaseException | None = None
        self.work: Callable[[Person], None] = lambda _person: None

    def sign_in(self) -> None:
        """Sign in."""
        page = self.open("/accounts/login/")
        fields = [*page.fields("/accounts/login/"), ("login", self.email), ("password", PASSWORD)]
        answer = self._ask("POST", "/accounts/login/", data=_merged(fields))
        assert answer.status == HTTPStatus.FOUND, answer.sentence

    def run(self) -> None:
        """Work."""
        try:
            while not self.over.is_set():
                self.work(self)
        except BaseException as failure:  # noqa: BLE001 -- told by the test
            self.failure = failure

    def pause(self) -> None:
        """Think."""
        time.sleep(self.random.uniform(0.2, 0.6))

    def word(self) -> str:
        """Return a word that nobody else writes."""
        return f"w{secrets.token_hex(8)}"

    def open(self, address: str) -> Answer:
        """Open a page, and again until it comes."""
        deadline = time.monotonic() + PATIENCE
        while (answer := self._ask("GET", address)).status != HTTPStatus.OK:
            assert time.monotonic() < deadline, f"{address} stays {answer.status}"
            self.pause()
        self.pause()
        return answer

    def send(self, form: tuple[Answer, str], file: str = "", **typed: str) -> str:
        """Fill in a form and send it, and send it again as it is until it is saved; return where that led to.

        Whoever gets the form back, with what is wrong, sends that one. Now and then an answer is lost on its way.
        """
        page, action = form
        fields = page.fields(action)
        words = sorted(set(WORD.findall(" ".join(typed.values()))))
        files = [("uploads", (f"{file}.txt", file * 200, "text/plain"))] if file else None
        is_lost = self.random.random() < LOST
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self._ask("POST", action, data=_merged([*fields, *typed.items()]), files=files)
            if answer.status == HTTPStatus.FOUND and not is_lost:
                self.written += words
                self.files |= {file} - {""}
                return answer.location
            if answer.status in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}:
                fields = answer.fields(action) or fields
            is_lost = is_lost and answer.status != HTTPStatus.FOUND
            self.pause()
        self.unsaved += words
        return ""

    def _ask(self, method: str, address: str, **sent: object) -> Answer:
        began = time.monotonic()
        headers = {"Referer": self.url + address}
        try:
            response = self.browser.request(
                method, self.url + address, headers=headers, timeout=PATIENCE, allow_redirects=False, **sent
            )
        except requests.RequestException:
            response = None
        self.slowest = max(self.slowest, time.monotonic() - began)
        answer = Answer(response)
        self.saw[answer.status, answer.sentence] += 1
        return answer


def _merged(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return fields as they are sent; what was typed last into the one of a name counts, except where there are many."""
    merged: dict[str, list[str]] = {}
    for name, value in fields:
        merged[name] = [*merged[name], value] if name == "ticket" and name in merged else [value]
    return merged


def agent(tickets: list[str]) -> Callable[[Person], None]:
    """Return the work of an agent: the list, a ticket, a note, an answer, a work."""

    def work(person: Person) -> None:
        ticket = f"/tickets/{person.random.choice(tickets)}/"
        person.open("/tickets/")
        word = person.word()
        file = word if person.random.random() < 0.5 else ""
        person.send((person.open(ticket), f"{ticket}note/"), file, body=word)
        person.send((person.open(ticket), f"{ticket}reply/"), body=person.word())
        times = {"work_date": "2026-03-02", "starts": "09:00", "ends": "10:00"}
        person.send((person.open(f"{ticket}works/"), f"{ticket}works/log/"), description=person.word(), **times)

    return work


def supervisor(person: Person) -> None:
    """Open tickets."""
    person.open("/tickets/")
    page = person.open("/tickets/new/")
    person.send((page, "/tickets/new/"), subject="By phone", body=person.word())


def customer(person: Person) -> None:
    """Read the own tickets and answer on one, now and then with a file."""
    page = person.open("/")
    links = sorted({a for a in page.page.xpath("//main//a/@href") if re.fullmatch(r"/tickets/[\w-]+/", a)})
    ticket = person.random.choice(links)
    word = person.word()
    file = word if person.random.random() < 0.5 else ""
    person.send((person.open(ticket), f"{ticket}answer/"), file, body=word)


def biller(tickets: list[str], few: int, many: int) -> Callable[[Person], None]:
    """Return the work of a biller: proposals of ``many`` tickets in the background, then of ``few`` at once, and so on."""
    sizes = (many if number % 4 == 0 else few for number in count())
    left = list(tickets)

    def work(person: Person) -> None:
        person.open("/billing/ready/")
        size = next(sizes)
        chosen, left[:] = left[:size], left[size:]
        if not chosen:
            return
        page = person.open("/billing/generate/?" + "&".join(f"ticket={ticket}" for ticket in chosen))
        made = person.send((page, "/billing/batches/new/"))
        assert made, "the batch was never made"
        person.open(made)

    return work


def admin(person: Person) -> None:
    """Enter a contact, and change it."""
    person.open("/admin/")
    name, notes = person.word(), person.word()
    made = person.send((person.open("/contacts/new/"), "/contacts/new/"), name=name, email=f"{name}@new.example")
    if made:
        person.send((person.open(f"{made}edit/"), f"{made}edit/"), notes=notes)
