"""What tests of tickets share."""

import pytest

from mail.models import Mailbox
from tests.helpdesk.factories import UserFactory
from tests.mail.conftest import peer  # noqa: F401 -- the server that takes our mail


@pytest.fixture
def mailbox(db):
    """The desk's mailbox."""
    return Mailbox.objects.create(name="Support", address="support@desk.example")


@pytest.fixture
def agent(client, db):
    """An agent who is signed in."""
    agent = UserFactory(agent=True, display_name="Ana")
    client.force_login(agent)
    return agent


@pytest.fixture
def htmx():
    """The headers of a request by htmx."""
    return {"HX-Request": "true"}
