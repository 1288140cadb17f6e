"""What tests of reports share."""

from tests.tickets.conftest import mailbox  # noqa: F401 -- the desk's mailbox
