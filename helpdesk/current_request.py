"""The request that is being answered, for what is written deep below it: who asks, and from where."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address, ip_network
from typing import cast

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
WAIT = "helpdesk.seconds_to_wait"
NETWORK_BITS = {4: 24, 6: 48}


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Have ``request`` be the one that is being answered."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def request() -> HttpRequest | None:
    """Return the request that is being answered; a command or a job answers none."""
    return _request.get()


def told_to_wait(seconds: int) -> None:
    """Note that whoever asks was told to wait, for the head of the answer."""
    asked = request()
    if asked:
        asked.META[WAIT] = seconds


def address(of: HttpRequest | None = None) -> str:
    """Return the address a request came from, behind the proxies that are trusted; nothing where it is unknown.

    A server that listens for IPv6 sees who comes by IPv4 as ``::ffff:203.0.113.7``; that is the plain address again.
    """
    asked = of or request()
    try:
        found = ip_address(cast("str", get_adapter().get_client_ip(asked))) if asked else ""
    except (PermissionDenied, ValueError):
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def network(of: HttpRequest | None = None) -> str:
    """Return the network of that address: what one customer of a provider usually has."""
    found = address(of)
    if not found:
        return ""
    bits = NETWORK_BITS[ip_address(found).version]
    return str(ip_network(f"{found.partition('%')[0]}/{bits}", strict=False))
