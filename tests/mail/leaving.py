"""A line to a real IMAP server that goes dead over one mail, as those of broken servers do."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

End = Callable[[socket.socket], None]


def reset(client: socket.socket) -> None:
    """Break the connection without the end that a reader waits for."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def hang(_client: socket.socket) -> None:
    """Keep the connection, and answer nothing."""


@contextmanager
def dead_over(words: bytes, server_port: int, end: End) -> Iterator[int]:
    """Pass everything on, at the port given, until a client asks with ``words``; then ``end`` is what he gets."""
    clients: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door, clients, words, server_port, end), daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
    for client in clients:
        client.close()


def _serve(door: socket.socket, clients: list[socket.socket], words: bytes, server_port: int, end: End) -> None:
    with suppress(OSError):
        while True:
            clients.append(door.accept()[0])
            server = socket.create_connection(("127.0.0.1", server_port))
            threading.Thread(target=_pass_on, args=(server, clients[-1]), daemon=True).start()
            threading.Thread(target=_pass_on_until, args=(clients[-1], server, words, end), daemon=True).start()


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while said := server.recv(65_536):
            client.sendall(said)


def _pass_on_until(client: socket.socket, server: socket.socket, words: bytes, end: End) -> None:
    with suppress(OSError), server:
        while asked := client.recv(65_536):
            if words in asked:
                end(client)
                return
            server.sendall(asked)
