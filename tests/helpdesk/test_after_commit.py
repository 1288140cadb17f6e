"""What waits for the commit: done after it, never when it failed, and forgotten in silence."""

import logging

import pytest
from django.db import transaction

from helpdesk.after_commit import after_commit, in_silence

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done() -> list[str]:
    return []


def test_it_is_done_once_the_transaction_has_committed(done):
    with transaction.atomic():
        after_commit(lambda: done.append("job"))
        before = list(done)

    assert (before, done) == ([], ["job"])


def test_it_is_not_done_when_the_transaction_failed(done):
    with transaction.atomic():
        after_commit(lambda: done.append("job"))
        transaction.set_rollback(True)

    assert done == []


def test_its_failure_is_logged_and_stops_nothing_else(done, caplog):
    with caplog.at_level(logging.ERROR), transaction.atomic():
        after_commit(lambda: 1 / 0)
        after_commit(lambda: done.append("job"))

    assert (done, len(caplog.records)) == (["job"], 1)


def test_a_failure_that_must_be_known_is_raised():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        after_commit(lambda: 1 / 0, robust=False)


def test_in_silence_it_is_forgotten_and_afterwards_done_again(done):
    with transaction.atomic():
        with in_silence():
            after_commit(lambda: done.append("of the past"))
        after_commit(lambda: done.append("of today"))

    assert done == ["of today"]
