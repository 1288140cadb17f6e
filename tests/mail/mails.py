"""Mails written for the tests, as bytes."""

HEAD = {
    "From": "Ana Pop <ana@client.example>",
    "To": "support@desk.example",
    "Subject": "Printer",
    "Message-ID": "<1@client.example>",
}


def mail(body: bytes | str = "Hello", **headers: str | bytes) -> bytes:
    """Return a mail; a header is named with _ for -, and left out when empty."""
    fields = HEAD | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [name.encode() + b": " + _bytes(value) for name, value in fields.items() if value]
    return b"\n".join(lines) + b"\n\n" + _bytes(body)


def multipart(subtype: str, *parts: bytes | str, boundary: str = "cut", **headers: str | bytes) -> bytes:
    """Return a mail of several parts."""
    headers.setdefault("Content_Type", f'multipart/{subtype}; boundary="{boundary}"')
    return mail(joined(*parts, boundary=boundary), **headers)


def joined(*parts: bytes | str, boundary: str = "cut") -> bytes:
    """Return parts between their boundary lines."""
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\n" + _bytes(part) + b"\n" for part in parts) + mark + b"--\n"


def part(kind: str, body: bytes | str = "", **headers: str | bytes) -> bytes:
    """Return one part."""
    fields = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        b"".join(name.encode() + b": " + _bytes(value) + b"\n" for name, value in fields.items()) + b"\n" + _bytes(body)
    )


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
