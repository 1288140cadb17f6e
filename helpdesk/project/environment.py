"""Addresses of servers that the environment gives."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Refuse an address that cannot be read without repeating a part of it: it may hold a password."""
    try:
        yield
    except ValueError:
        text = f"{name} cannot be read: write # ? / [ of a password as %23 %3F %2F %5B"
        raise ImproperlyConfigured(text) from None
