"""What tests of estimates share: people of each trade, signed in."""

import pytest

from tests.helpdesk.factories import UserFactory


@pytest.fixture
def sales(db):
    return UserFactory(sales=True)


@pytest.fixture
def agent(db):
    return UserFactory(agent=True)


@pytest.fixture
def as_sales(client, sales):
    client.force_login(sales)
    return client


@pytest.fixture
def as_agent(client, agent):
    client.force_login(agent)
    return client
