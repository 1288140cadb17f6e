"""Cleaning HTML that may be made to take gigabytes: in a process of its own, with little memory and little time.

By the browsers' rules for broken HTML an element such as ``<b>`` that nobody closes is opened again in every paragraph
that follows: of seventy kilobytes they make eight million elements.
"""

import re
import subprocess
import sys
from pathlib import Path

from helpdesk import sanitiser

MOST_TAGS = 8_000
MOST_TOGETHER = 500_000  # tags, times tags that are opened again
MOST_IN_A_TAG = 5_000  # what may part one attribute from the next
TAG = re.compile(r"<[a-z]", re.IGNORECASE)
OPENED_AGAIN = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
BETWEEN = re.compile(r"[\s/\"']")
ANY_TAG = re.compile(r"<[^<>]*>?")


def is_heavy(html: str) -> bool:
    """Tell whether cleaning ``html`` could take much, by counts that no trick can lower."""
    tags = len(TAG.findall(html))
    if tags > MOST_TAGS or tags * len(OPENED_AGAIN.findall(html)) > MOST_TOGETHER:
        return True
    return any(len(BETWEEN.findall(piece)) > MOST_IN_A_TAG for piece in html.split(">"))


def has_swollen(html: str, cleaned: str) -> bool:
    """Tell whether more was made of ``html`` than links and quotes explain."""
    return len(cleaned) > 12 * len(html) + 10_000


def words(html: str) -> str:
    """Return what ``html`` says, without any tag."""
    return ANY_TAG.sub(" ", html).replace("<", "&lt;")


def sanitised(html: str, *, keep_remote: bool) -> str:
    """Return ``html`` as the cleaner leaves it; of one that takes too much, the words."""
    script = str(Path(sanitiser.__file__))
    command = [sys.executable, "-P", script, *["keep"] * keep_remote]
    try:
        done = subprocess.run(
            command,
            input=html.encode("utf-8", "replace"),
            capture_output=True,
            timeout=4 * sanitiser.SECONDS,
            env={},
            check=True,
        )
    except subprocess.SubprocessError:
        return words(html)
    return done.stdout.decode()
