"""A form that is filled in: who sends it, where to, and what is in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from django.test import Client
from django.urls import reverse

from helpdesk.models import User
from tests.crawling import forms_in
from tests.helpdesk.factories import UserFactory

REASON = {"reason": "By word", "words": "By word"}


@dataclass(frozen=True)
class Filled:
    """A form: who sends it, where to, and what is in it."""

    by: User | None
    address: str
    typed: dict[str, object] = field(default_factory=dict)

    def client(self) -> Client:
        """Return a browser in which its sender is signed in."""
        client = Client()
        if self.by:
            client.force_login(self.by)
        return client


def key() -> str:
    """Return a key as a page has it."""
    return f"KEY-{next(numbers)}"


numbers = count(1)


def agent() -> User:
    """Return somebody at the desk who may do everything."""
    return UserFactory(superuser=True)


def on_page(page: str, address: str, by: User, **changes: object) -> Filled:
    """Return the form that ``page`` sends to ``address``, with what is changed in it."""
    forms = forms_in(Filled(by, page).client().get(page).content)
    shown = {target or page: values for target, values in forms if "csrfmiddlewaretoken" in values}
    return Filled(by, address, {name: value or "" for name, value in shown[address].items()} | changes)


def called(values: dict[str, object]) -> dict[str, object]:
    """Return ``values``, made where they are to be made."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def own(name: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of one's own settings."""

    def filled() -> Filled:
        by, address = agent(), reverse(name)
        return on_page(address, address, by, **typed)

    return filled
