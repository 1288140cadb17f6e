"""A headless Chromium: Playwright's own where it is installed, else the system's."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from helpdesk.models import User

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

SignIn = Callable[[Page, User], None]

expect.set_options(timeout=20_000)  # as many browsers as cores may be busy at once


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, browser_type) -> dict:
    """Start the browser that there is, without its calls home."""
    found = {} if Path(browser_type.executable_path).exists() else {"executable_path": shutil.which("chromium")}
    return {**browser_type_launch_args, **found, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Look at pages in English, on a common desktop screen."""
    return {**browser_context_args, "locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Return ``sign_in(page, user)``, which gives the browser a session without the way through the login page."""

    def sign(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    return sign
