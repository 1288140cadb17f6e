"""Message identifiers and reply tokens: made at random, compared by equality."""

import base64
import hashlib
import hmac
import re
import secrets

PLUS_TAG = "t-"
BOUNCE_TAG = "b-"
TOKEN_LENGTH = 20
SECRET = re.compile(
    rf"(?:\+|%2b|&#43;|&#x2b;|&plus;)(?:{PLUS_TAG}|{BOUNCE_TAG})[a-z2-7]{{{TOKEN_LENGTH}}}(?=@|%40|&#64;|&#x40;|&commat;)",
    re.IGNORECASE,
)  # as it stands, and as links and HTML write it


def random_base32(bits: int) -> str:
    """Return ``bits`` (a multiple of 40) of randomness in lower-case base32."""
    return base64.b32encode(secrets.token_bytes(bits // 8)).decode().lower()


def message_id(thread_id: int, number: int, domain: str) -> str:
    """Return a fresh, unguessable Message-ID; the numbers only help people who read logs."""
    return f"<t{thread_id}.m{number}.{random_base32(80)}@{domain}>"


def root_id(domain: str) -> str:
    """Return a fresh id for the head of a conversation that did not begin with a mail."""
    return f"<t.{random_base32(80)}@{domain}>"


def derive_token(secret: str, salt: str) -> str:
    """Return the 100-bit token that ``salt`` stands for; only the holder of ``secret`` can."""
    digest = hmac.new(secret.encode(), salt.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:TOKEN_LENGTH]


def hash_token(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def plus_address(address: str, token: str, *, tag: str = PLUS_TAG) -> str:
    """Return ``address`` with the token in its plus part."""
    local, _, domain = address.partition("@")
    return f"{local}+{tag}{token}@{domain}"


def split_plus(address: str, *, tag: str = PLUS_TAG) -> tuple[str, str]:
    """Return the address without its plus part, and the token if the part holds one of the kind that ``tag`` marks."""
    local, _, domain = address.strip().lower().rpartition("@")
    base, _, extension = local.partition("+")
    found, token = extension[: len(tag)], extension[len(tag) :]
    known = found == tag and len(token) == TOKEN_LENGTH
    return f"{base}@{domain}", token if known else ""


def without_secrets(text: str) -> str:
    """Return ``text`` without what makes an address secret: whoever reads it could write as somebody else."""
    return SECRET.sub("", text)
