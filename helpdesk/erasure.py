"""What is written once may be changed for one reason alone: that a person is forgotten, or their time is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

ERASING = "helpdesk.erasing"


@contextmanager
def erasing() -> Iterator[None]:
    """Let this transaction, and no other, change what triggers keep from being changed; they ask for this setting.

    Of the audit log they let the words alone be changed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [ERASING])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [ERASING])
