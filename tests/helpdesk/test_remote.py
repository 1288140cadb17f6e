"""Fetching what strangers name."""

import contextlib
import http.server
import threading
import time

import pytest

from helpdesk import remote

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


class Web(http.server.BaseHTTPRequestHandler):
    """A server of images, some of them bad."""

    def do_GET(self):
        name = self.path.partition("?")[0]
        if name == "/away":
            return self.answer(302, b"", Location="http://127.0.0.2:1/secret")
        if name == "/round":
            return self.answer(302, b"", Location="/round")
        if name == "/on":
            return self.answer(302, b"", Location="/a.png")
        if name == "/drip":
            return self.drip()
        if name == "/huge":
            return self.answer(200, bytes(6 * 1024 * 1024))
        return self.answer(200 if name == "/a.png" else 404, PNG)

    def drip(self):
        """Send a header that never ends, a byte at a time."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)

    def answer(self, status, body, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def web():
    """Run the server; return its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def intranet(settings):
    """Let the one address be asked on which the server listens."""
    settings.REMOTE_IMAGES_ALSO_FROM = ["127.0.0.1/32"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
        *("255.255.255.255", "2001:db8::1", "198.18.0.1", "2001:0:1::1"),
    ],
)
def test_private_and_special_addresses_are_not_public(address):
    assert not remote.is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    assert remote.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "ftp://1.1.1.1/a", "gopher://1.1.1.1/", "data:image/png,x", "", "http://", "http:///a"),
        *("http://127.0.0.1/a", "http://localhost/a", "http://[::1]/a", "http://2130706433/a", "http://0x7f.1/a"),
        *("http://0177.0.0.1/", "http://user:pass@1.1.1.1/a", "http://1.1.1.1:22/a", "http://1.1.1.1:99999/"),
        *(
            "http://169.254.169.254/latest",
            "http://[::ffff:10.0.0.1]/",
            "http://127.1/",
            "http://\u2488.example/",
            "http://[/",
        ),
    ],
)
def test_nothing_is_asked_of_the_wrong_places(address):
    with pytest.raises(remote.NotFetched):
        remote.fetch(address)


def test_own_network_is_asked_only_where_the_settings_say_so(web):
    with pytest.raises(remote.NotFetched):
        remote.fetch(f"{web}/a.png")


@pytest.mark.usefixtures("intranet")
@pytest.mark.parametrize("path", ["/a.png", "/a.png?x=1#y", "/on"])
def test_image_is_fetched_also_by_a_redirect(web, path):
    assert remote.fetch(web + path) == PNG


@pytest.mark.usefixtures("intranet")
@pytest.mark.parametrize("path", ["/away", "/round", "/huge", "/missing"])
def test_redirects_into_a_network_circles_and_floods_are_refused(web, path):
    with pytest.raises(remote.NotFetched):
        remote.fetch(web + path)


def test_server_that_answers_a_byte_at_a_time_is_left(web, intranet, monkeypatch):
    monkeypatch.setattr(remote, "DEADLINE", 0.5)
    began = time.monotonic()

    with pytest.raises(remote.NotFetched):
        remote.fetch(f"{web}/drip")

    assert time.monotonic() - began < 3


@pytest.mark.parametrize("address", ["::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1"])
def test_old_forms_of_private_addresses_are_not_public(address):
    assert remote.is_public(address) is False
