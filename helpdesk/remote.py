"""Fetching what a stranger named: only from public addresses, only a little, only for a short while.

The name is resolved once and the connection goes to the very address that was judged, so a name that answers
differently a moment later gains nothing. Proxies of the environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

TIMEOUT = 5.0
DEADLINE = 10.0
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
# Addresses that are public by the book but carry a private one inside, or lead to it.
TRANSLATED = [
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96", "fec0::/10")
]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(Exception):
    """Nothing was fetched: the address is not allowed, or what it answers is not wanted."""


def exempt() -> list[Network]:
    """Return the networks that may be asked although they are not public: an intranet's own servers of images."""
    return [ipaddress.ip_network(net) for net in settings.REMOTE_IMAGES_ALSO_FROM]


def is_public(address: str) -> bool:
    """Tell whether anybody on the Internet could reach ``address``, so that reaching it from here tells nothing."""
    ip: IP = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast and not any(_is_in(ip, net) for net in TRANSLATED)


def _is_in(ip: IP, net: Network) -> bool:
    return ip.version == net.version and ip in net


@dataclass(frozen=True, slots=True)
class _Place:
    """A judged address of the Internet, and the name by which it was asked for."""

    url: SplitResult
    host: str
    ip: str
    port: int


def _judged(address: str) -> _Place:
    """Resolve ``address``; refuse it unless every place behind its name may be asked."""
    try:
        url = urlsplit(address)
        host, port = (url.hostname or "").encode("idna").decode(), url.port
        ips = _ips_of(host, port or PORTS.get(url.scheme, 0)) if host else []
    except (ValueError, OSError) as failure:
        raise NotFetched from failure
    if not ips or not _is_plain(url):
        raise NotFetched
    if not _may_be_asked(ips, is_usual_port=port in {None, PORTS[url.scheme]}):
        raise NotFetched
    return _Place(url, host, ips[0], port or PORTS[url.scheme])


def _ips_of(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_plain(url: SplitResult) -> bool:
    return url.scheme in PORTS and not url.username and not url.password


def _may_be_asked(ips: list[str], *, is_usual_port: bool) -> bool:
    """Say whether all of ``ips`` are exempt, or else public and asked at the usual port."""
    return all(map(_is_exempt, ips)) or (is_usual_port and all(map(is_public, ips)))


def _is_exempt(ip: str) -> bool:
    return any(_is_in(ipaddress.ip_address(ip), net) for net in exempt())


def fetch(address: str) -> bytes:
    """Return what stands at ``address``; each place to which it leads on is judged anew."""
    ends = time.monotonic() + DEADLINE
    for _hop in range(MAX_REDIRECTS + 1):
        place = _judged(address)
        try:
            answer = _ask(place, ends)
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise NotFetched from failure
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer)
    raise NotFetched


def _ask(place: _Place, ends: float) -> bytes | str:
    """Return the bytes at a place, or where it sends us."""
    connection = http.client.HTTPConnection(place.host, place.port, timeout=TIMEOUT)
    connection.sock = _connected(place)
    clock = threading.Timer(max(ends - time.monotonic(), 0.0), _hang_up, [connection.sock])
    clock.start()
    try:
        path = place.url.path or "/"
        query = f"?{place.url.query}" if place.url.query else ""
        target = f"{path}{query}".encode("ascii", "ignore").decode()
        headers = {"User-Agent": "Mozilla/5.0", "Accept": "image/*", "Accept-Encoding": "identity"}
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        if response.status in REDIRECTS:
            return response.headers.get("Location", "")
        if response.status != http.client.OK:
            raise NotFetched
        return _read(response, ends)
    finally:
        clock.cancel()
        connection.close()


def _hang_up(connection: socket.socket) -> None:
    """End a connection whose other side keeps us waiting, one byte at a time."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _connected(place: _Place) -> socket.socket:
    plain = socket.create_connection((place.ip, place.port), timeout=TIMEOUT)
    if place.url.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


def _read(response: http.client.HTTPResponse, ends: float) -> bytes:
    """Read to the end, unless that is too far or too long."""
    data = bytearray()
    while chunk := response.read1(CHUNK):
        data += chunk
        if len(data) > MAX_BYTES:
            break
    if len(data) > MAX_BYTES or time.monotonic() > ends:
        raise NotFetched
    return bytes(data)
