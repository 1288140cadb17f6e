"""Pages as tests compare them: without the blanks that only lay a template out."""

import re


def tight(html: str) -> str:
    """Return ``html`` on one line, with no blank beside a tag."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.split()))


def plain(text: str) -> str:
    """Return the text of a page with single blanks."""
    return " ".join(text.split())
