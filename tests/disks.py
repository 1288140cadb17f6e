"""A disk that is full for whoever writes more than a little: the system refuses it, as it would a full one."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

ROOM = 1000


@contextmanager
def no_room() -> Iterator[None]:
    """Let this process write no file of more than a thousand bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """Fill the disk for a while."""
    return no_room
