"""Finding a port that nobody uses."""

import socket
from contextlib import closing

TRIES = 200


def free_port(wanted: int, host: str = "127.0.0.1", taken: frozenset[int] = frozenset()) -> int:
    """Return ``wanted``, or the first port above it that is free and not in ``taken``."""
    for port in range(wanted, wanted + TRIES):
        if port not in taken and _is_free(port, host):
            return port
    message = f"No port is free from {wanted} to {wanted + TRIES - 1}."
    raise OSError(message)


def own_name() -> str:
    """Return how this machine calls itself where the demo listens: ``localhost`` is IPv6 alone on some."""
    try:
        found = socket.getaddrinfo("localhost", None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        found = []
    return "localhost" if "127.0.0.1" in {address[0] for *_, address in found} else "127.0.0.1"


def _is_free(port: int, host: str) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
