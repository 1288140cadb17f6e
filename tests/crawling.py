"""Asking for addresses with what no form of ours would send; what each address reads is listened for."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"
Values = dict[str, object]


@dataclass
class Crawler:
    """Somebody who asks, what the addresses read, the forms that their pages show, and what broke."""

    client: Client
    count: int = 0
    broken: list[str] = field(default_factory=list)
    read: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown: dict[str, Values] = field(default_factory=dict)

    def look_at(self, path: str) -> None:
        """Learn what ``path`` reads, and what the forms of its page would send."""
        for target, values in forms_in(self.ask("GET", path)):
            self.shown[target or path] = values
        self.send(path, self.shown.get(path, {}))

    def names(self, path: str) -> list[str]:
        """Return every parameter that ``path`` reads or shows."""
        return sorted(self.read[path] | self.shown.get(path, {}).keys())

    def seek(self, path: str, values: Values) -> None:
        """Ask for ``path`` with a query string."""
        self.ask("GET", f"{path}?{urlencode(values)}")

    def send(self, path: str, values: Values) -> None:
        """Send a form to ``path``."""
        self.ask("POST", path, data=urlencode(values), content_type=FORM)

    def ask(self, method: str, path: str, **kwargs: object) -> bytes:
        """Return the page that answers, undo what was done, and note what breaks."""
        self.count += 1
        try:
            with transaction.atomic(), listening(self.read[path.partition("?")[0]]):
                response = self.client.generic(method, path, **kwargs)
                content = b"".join(response)
                transaction.set_rollback(True)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it would be a 500
            self.broken.append(f"{method} {path[:200]}: {error!r:.200} {kwargs!r:.300}")
            return b""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return content if is_page else b""


def forms_in(page: bytes) -> Iterator[tuple[str, Values]]:
    """Find where each form of a page goes, and what it would send."""
    for form in html.fromstring(page).iter("form") if page.strip() else ():
        target = form.get("hx-post") or form.get("action") or ""
        yield target.partition("?")[0], dict(form.form_values())


@contextmanager
def listening(names: set[str]) -> Iterator[None]:
    """Note the parameters that are asked for."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "_getlist", "__contains__"):
            patch.setattr(QueryDict, method, _noting(names, getattr(QueryDict, method)))
        yield


def _noting(names: set[str], original: Callable[..., object]) -> Callable[..., object]:
    def method(self: QueryDict, name: str, *args: object, **kwargs: object) -> object:
        names.add(name)
        return original(self, name, *args, **kwargs)

    return method
