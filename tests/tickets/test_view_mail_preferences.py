"""An agent's wish about his own mail."""

import pytest

from tests.helpdesk.factories import UserFactory
from tickets.models import MailPreference

pytestmark = pytest.mark.django_db

PAGE = "/mail/preferences/"


def test_an_agent_chooses_for_how_long_his_answers_may_be_taken_back(client, agent):
    client.post(PAGE, {"undo_seconds": "30"})

    assert (MailPreference.objects.get(user=agent).undo_seconds, client.get(PAGE).status_code) == (30, 200)


def test_a_time_that_is_not_offered_is_refused(client, agent):
    response = client.post(PAGE, {"undo_seconds": "9999"})

    assert (response.status_code, MailPreference.objects.count()) == (422, 0)


def test_customers_have_no_such_wish(client):
    client.force_login(UserFactory())

    assert client.get(PAGE).status_code == 404
