"""A network that is slow where a test wants it: requests and answers that are held back until they are let go."""

import re
import time

from playwright.sync_api import Page, Request, Route

PATIENCE = 30.0


class Held:
    """What was held back at an address; ``answered`` means that the desk has acted, and only its answer is late."""

    def __init__(self, page: Page, address: str | re.Pattern[str], *, answered: bool = False) -> None:
        self.page, self.answered = page, answered
        self.routes: list[Route] = []
        self.answers: list = []
        self.holds = True
        page.route(address, self._hold)
        page.evaluate("document.readyState")  # the page hears of it before it is asked for anything

    def _hold(self, route: Route) -> None:
        if not self.holds:
            route.continue_()
            return
        if self.answered:
            self.answers.append(route.fetch())
        self.routes.append(route)

    def wait(self, count: int = 1) -> None:
        """Wait until so many are held."""
        deadline = time.monotonic() + PATIENCE
        while len(self.routes) < count and time.monotonic() < deadline:
            self.page.wait_for_timeout(20)
        assert len(self.routes) >= count

    def let_go(self) -> None:
        """Let everything through that is held, and hold nothing more."""
        self.holds = False
        for place, route in enumerate(self.routes):
            if self.answered:
                route.fulfill(response=self.answers[place])
            else:
                route.continue_()
        self.routes, self.answers = [], []


def heard_of(page: Page, part: str) -> list[Request]:
    """Return a list that fills with the requests whose address has this ``part``."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if part in request.url else None)
    return found
