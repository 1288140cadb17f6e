"""Nothing from outside ends in a 500: every address, asked for with what no form of ours would send."""

import logging
import random
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.addresses import ARGUMENT, ROUTES, address, one_of_each
from tests.crawling import FORM, Crawler
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

JUNK = [
    b"a\x00b",
    b"\xff\xfe\xed\xa0\x80",
    b"9" * 20,
    b"-9223372036854775809",
    b"1e9999",
    b"NaN",
    b"0001-01-01",
    b"9999-12-31",
    b"9999-12-31T23:59",
    b"00000000-0000-0000-0000-000000000000",
    b"x" * 300 + b"@example.org",
    b"http://[",
    b"//evil.example",
    b"[]",
    b'{"a": [null]}',
    "²٣\u202e".encode(),
    b"",
]
LONG = b"x" * 1_000_000
IDS = ["a%00b", "%ff", str(2**63), "9" * 400]
ODD = [
    {"headers": {"hx-request": "true", "hx-current-url": "http://[", "referer": "http://["}},
    {"headers": {"accept-language": "\xff" * 500, "cookie": r'sessionid="abcdefgh\000"; csrftoken=%00; messages=x'}},
    {"headers": {"hx-request": "\x00", "hx-target": "\xff"}, "content_type": "text/plain; charset=nonsense"},
    {"content_type": "multipart/form-data; boundary=x", "data": b"--x\r\nContent-Disposition: form-data; name=\xff"},
    {"content_type": "multipart/form-data", "data": b"--"},
    {"content_type": "application/json", "data": b"{\x00"},
    {"content_type": f"{FORM}; charset=utf-16", "data": b"\xff\x00="},
    {"content_type": FORM, "data": b"&".join([b"a=1"] * 2_000)},
    {"content_type": FORM, "data": b"a=" + b"x" * 6_000_000},
]
ACCOUNTS = [
    f"/accounts/{path}"
    for path in (
        "login/",
        "logout/",
        "password/reset/",
        "password/change/",
        "password/reset/key/1-set-password/",
        "login/code/confirm/",
        "reauthenticate/",
        "email/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/authenticate/",
        "2fa/recovery-codes/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/webauthn/login/",
        "3rdparty/",
    )
]
ADMINS = {"q", "o", "p", "all", "e", "_popup", "_to_field", "app_label", "model_name", "field_name", "term"}
ROLES = ("customer", "agent", "supervisor", "sales", "biller", "superuser")


def of_the_admin() -> Iterator[str]:
    """Find the pages of the admin: each list and form, and what can be done with one row."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{name}_{verb}") for verb in ("changelist", "add"))
        row = model._default_manager.first()
        yield from (reverse(f"{name}_{verb}", args=[row.pk]) for verb in ("change", "delete", "history") if row)
    yield reverse("admin:autocomplete")


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def paths():
    world = one_of_each()
    return [*(address(route, world) for route in ROUTES.values()), *ACCOUNTS, *of_the_admin()]


def crawler_as(role: str) -> Crawler:
    client = Client()
    client.force_login(UserFactory() if role == "customer" else UserFactory(**{role: True}))
    return Crawler(client)


def learn(crawler: Crawler, paths: list[str]) -> None:
    """Look at every page, and know what the admin and the sign-in take in their query strings."""
    for path in paths:
        crawler.look_at(path)
        crawler.read[path] |= ADMINS if path.startswith("/admin/") else {"next"}


def throw(crawler: Crawler, path: str, junk: bytes, names: list[str]) -> None:
    """Send ``junk`` in all parameters at once, then in each of ``names`` alone beside what the form had."""
    everything = dict.fromkeys(crawler.names(path), junk)
    crawler.seek(path, everything)
    crawler.send(path, everything)
    for name in names:
        crawler.seek(path, {name: junk})
        crawler.send(path, {**crawler.shown.get(path, {}), name: junk})


def test_junk_in_the_parameters_of_some_addresses_breaks_none(paths):
    crawler, chance = crawler_as("superuser"), random.Random(9)
    some = chance.sample(paths, 50)
    learn(crawler, some)

    for path in some:
        throw(crawler, path, chance.choice(JUNK), chance.sample(crawler.names(path), 1))

    assert crawler.broken == []


@pytest.mark.parametrize("text", IDS)
def test_junk_in_any_path_breaks_no_address(text):
    crawler = crawler_as("superuser")

    for route in ROUTES.values():
        path = ARGUMENT.sub(rf"\1/{text}", route)
        crawler.ask("GET", path)
        crawler.ask("POST", path)

    assert crawler.broken == []


@pytest.mark.parametrize("path", ["/", "/tickets/", "/tickets/new/", "/accounts/login/", "/admin/login/", "/nowhere/"])
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_request_breaks_no_address(path, odd):
    crawler = crawler_as("agent") if "cookie" not in odd.get("headers", {}) else Crawler(Client())

    for method in ("GET", "POST"):
        crawler.ask(method, path, **odd)

    assert crawler.broken == []


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_all_junk_in_all_parameters_breaks_no_address_for_anybody(paths, role, record_property):
    crawler = crawler_as(role)
    learn(crawler, paths)

    for path in paths:
        for junk in JUNK:
            throw(crawler, path, junk, crawler.names(path))
        crawler.send(path, dict.fromkeys(crawler.names(path)[:4], LONG))

    record_property("requests", crawler.count)
    assert crawler.broken == []
