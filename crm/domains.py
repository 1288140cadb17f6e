"""Mail domains: which of them can tell a company. Knows neither the database nor the web."""

import re

FREE_MAIL = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.it",
        "icloud.com",
        "laposte.net",
        "libero.it",
        "live.com",
        "mail.com",
        "me.com",
        "orange.fr",
        "outlook.com",
        "pec.it",
        "proton.me",
        "protonmail.com",
        "tiscali.it",
        "virgilio.it",
        "wanadoo.fr",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.it",
        "yahoo.ro",
    }
)
SHAPE = re.compile(r"(?!-)[^@\s.]+(\.[^@\s.]+)+")


def of(email: str) -> str:
    """Return the mail domain of ``email``."""
    return email.rpartition("@")[2].strip().lower()


def split(text: str) -> list[str]:
    """Return the domains written in ``text``, in small letters, each once."""
    words = re.split(r"[\s,;]+", text.lower())
    return list(dict.fromkeys(word.lstrip("@") for word in words if word.strip("@")))


def is_well_formed(domain: str) -> bool:
    """Tell whether ``domain`` looks like one."""
    return SHAPE.fullmatch(domain) is not None


def is_free_mail(domain: str) -> bool:
    """Tell whether anybody can have an address of ``domain``, so that it tells nothing of the company."""
    return domain in FREE_MAIL
