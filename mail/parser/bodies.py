"""The pieces of a message's text, and how they are put together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from mail.parser import flowed, render
from mail.parser.mime import Part

ENRICHED_PARAM = re.compile(r"(?is)<param>.{0,200}?</param>")
ENRICHED_TAG = re.compile(r"(?<!<)</?[A-Za-z-]{1,40}>")


@dataclass(frozen=True, slots=True)
class Body:
    """A piece of the message; ``html`` is empty where only text was written. A spare one counts where it is alone."""

    text: str
    html: str = ""
    is_spare: bool = False

    @property
    def has_text(self) -> bool:
        """Tell whether text was typed."""
        return bool(self.text.strip())

    @property
    def is_rich(self) -> bool:
        """Tell whether there is HTML that shows words."""
        return bool(self.html and render.to_text(self.html))


def plain(part: Part, text: str) -> Body:
    """Return a piece of plain text as it was typed: enriched text without its marks, flowed text in whole lines."""
    if part.type in {"text/enriched", "text/richtext"}:
        text = ENRICHED_TAG.sub("", ENRICHED_PARAM.sub("", text)).replace("<<", "<")
    if part.content.plain("format").lower() == "flowed":
        text = flowed.unflow(text, delete_space=part.content.plain("delsp").lower() == "yes")
    return Body(text.strip("\n"))


def joined(bodies: Iterable[Body]) -> Body:
    """Put pieces together; where HTML and text mix, the text is kept as it was typed."""
    pieces = _that_count(bodies)
    text = "\n\n".join(body.text for body in pieces if body.text)
    if not any(body.html for body in pieces):
        return Body(text)
    return Body(text, "\n".join(body.html or f"<pre>{escape(body.text)}</pre>" for body in pieces))


def _that_count(bodies: Iterable[Body]) -> list[Body]:
    """Drop the empty ones, and the spare ones where there are others."""
    found = [body for body in bodies if body.has_text or body.html.strip()]
    return [body for body in found if not body.is_spare] or found


def best_of(variants: list[Body]) -> Body | None:
    """Choose among forms of the same words: the last HTML that shows something, and the text beside it."""
    rich = next((body for body in reversed(variants) if body.is_rich), None)
    typed = next((body for body in variants if body.has_text and not body.html), None)
    if rich and typed:
        return Body(typed.text, rich.html)
    return rich or typed or _best_without_words(variants)


def _best_without_words(variants: list[Body]) -> Body | None:
    """Choose the last HTML, for it may show an image; without any, the first form."""
    return next((body for body in reversed(variants) if body.html), next(iter(variants), None))
