"""What PostgreSQL refuses is told for what it is; only a connection that is gone is told as a database that starts."""

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from helpdesk import database
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answering(client):
    """Return ``answering(code)``, within which PostgreSQL itself answers every query of tickets with that code."""
    client.raise_request_exception = False
    client.force_login(UserFactory(agent=True))

    def wrap(code):
        def refuse(execute, sql, params, many, context):
            if "tickets_" not in sql:
                return execute(sql, params, many, context)
            with transaction.atomic():
                return execute(
                    f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$", None, many, context
                )

        return connection.execute_wrapper(refuse)

    return wrap


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("53100", 507, "disk is full, so nothing was stored"),
        ("40P01", 409, "Somebody else was changing the same"),
        ("40001", 409, "Somebody else was changing the same"),
        ("55P03", 409, "Somebody else was changing the same"),
        ("57014", 503, "This took the database too long"),
        ("57P01", 503, "back in a moment"),
        ("08006", 503, "back in a moment"),
        ("58030", 500, "Error 500"),
    ],
)
def test_what_the_database_refuses_is_told_for_what_it_is(client, answering, code, status, words):
    with answering(code):
        response = client.get(reverse("tickets:ticket_list"))

    assert (response.status_code, words in response.text) == (status, True)


@pytest.mark.parametrize(
    ("failure", "is_away"),
    [
        (psycopg.OperationalError("the connection is lost"), True),  # as a cursor on the server lets it through
        (psycopg.errors.AdminShutdown("ended"), True),
        (psycopg.errors.DiskFull("full"), False),
        (OperationalError("could not get a connection"), True),
        (ValueError("no"), False),
        (None, False),
    ],
)
def test_a_connection_that_is_gone_is_told_from_other_failures(failure, is_away):
    assert database.is_away(failure) is is_away
