"""What tests of tickets share."""

import pytest

from mail.models import Mailbox


@pytest.fixture
def mailbox(db):
    """The desk's mailbox."""
    return Mailbox.objects.create(name="Support", address="support@desk.example")
