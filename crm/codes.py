"""Codes of companies: short, readable, in capitals. Knows neither the database nor the web."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST_BASE = 12
FALLBACK = "COMPANY"
LEGAL_FORMS = frozenset({"SRL", "SPA", "SAS", "SNC", "SARL", "SA", "SL", "GMBH", "AG", "LTD", "INC", "SC", "SRLS"})


def base_of(name: str) -> str:
    """Return the code that ``name`` suggests: “Bianchi & Figli S.r.l.” is BIANCHI-FIGL."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper().replace(".", "")
    words = [word for word in re.findall(r"[A-Z0-9]+", plain) if word not in LEGAL_FORMS]
    return "-".join(words)[:LONGEST_BASE].strip("-") or FALLBACK


def next_free(base: str, taken: Container[str]) -> str:
    """Return ``base``, or ``base`` with the first number that nobody has."""
    if base not in taken:
        return base
    return next(code for number in count(2) if (code := f"{base}-{number}") not in taken)
