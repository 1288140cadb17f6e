"""What tests of mail to look at share."""

from tests.tickets.conftest import agent  # noqa: F401 -- an agent who is signed in
