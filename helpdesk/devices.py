"""Browsers: which one somebody has signed in with before, and what to call it.

The cookie of a known browser opens nothing. It only has its owner counted apart from the network they are in, so that who
guesses at their account there does not slow them (OWASP: device cookies).
"""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from helpdesk import current_request

COOKIE = SALT = "known_device"
AGE = timedelta(days=365)
MOST_ACCOUNTS = 5
BROWSERS = {
    "Edge": r"Edg",
    "Opera": r"OPR",
    "Firefox": r"Firefox|FxiOS",
    "Chrome": r"Chrome|CriOS",
    "Safari": r"Safari",
}
SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "macOS": r"Mac OS",
    "Linux": r"Linux",
}


def account_key(email: str) -> str:
    """Return the digest under which attempts at the account of ``email`` are counted."""
    return salted_hmac("helpdesk.attempts", email.strip().lower(), algorithm="sha256").hexdigest()


def source_of(request: HttpRequest | None, account: str) -> str:
    """Return where an attempt at ``account`` comes from: a browser known for it, else a network."""
    number, accounts = _known(request)
    return f"device:{number}" if account in accounts else current_request.network(request)


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Have this browser be known for ``account``."""
    number, accounts = _known(request)
    kept = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    value = signing.dumps([number or secrets.token_hex(8), kept], salt=SALT)
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, value, max_age=AGE, secure=secure, httponly=True, samesite="Lax")


def _known(request: HttpRequest | None) -> tuple[str, list[str]]:
    """Return the number of this browser and the accounts it is known for; nothing where the cookie is not ours."""
    try:
        number, accounts = signing.loads(request.COOKIES.get(COOKIE, "") if request else "", salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError):
        return "", []
    return number, accounts


def name_of(user_agent: str) -> str:
    """Return the browser and the system that a ``User-Agent`` tells of, such as “Firefox, Linux”."""
    named = [
        next((name for name, sign in signs.items() if re.search(sign, user_agent)), "") for signs in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, named)) or _("Unknown browser")
