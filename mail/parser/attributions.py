"""The line above a quotation by which a program says whose words follow."""

from lxml.html import HtmlElement

from mail.parser import phrases, quotes

LINES = {"blockquote", "div", "p", "br", "td", "li", "hr", "pre"}
INLINE = {"a", "b", "bdi", "cite", "em", "font", "i", "small", "span", "strong", "u"}
MOST_INLINE = 12
LONGEST = 300


def drop_above(core: HtmlElement) -> bool:
    """Drop the line just above ``core`` where it is an attribution as programs write them, and nothing else."""
    at = _with_wrappers(core)
    above = at.getprevious()
    while _is_without_words_after(above, {"br"}):
        at, above = above, above.getprevious()
    if _is_without_words_after(above, {"p", "div"}):
        is_alone = above.find(".//img") is None and _is_announcement("".join(above.itertext()))
        if is_alone:
            above.drop_tree()
        return is_alone
    return _drop_line_before(at)


def _is_without_words_after(element: HtmlElement | None, tags: set[str]) -> bool:
    """Tell whether there is such an element, and nothing but blanks right after it."""
    return element is not None and element.tag in tags and not (element.tail or "").strip()


def _with_wrappers(core: HtmlElement) -> HtmlElement:
    """Return ``core``, or the outermost of the elements that begin with it."""
    at = core
    while (outer := at.getparent()).tag == "div" and at.getprevious() is None and not (outer.text or "").strip():
        at = outer
    return at


def _drop_line_before(at: HtmlElement) -> bool:
    """Drop the words and the inline elements that make the line just before ``at``, where it is an attribution."""
    inline: list[HtmlElement] = []
    start, words = at.getprevious(), ""
    while start is not None and start.tag in INLINE and len(inline) < MOST_INLINE:
        inline.append(start)
        words = f"{''.join(start.itertext())}{start.tail or ''}{words}"
        start = start.getprevious()
    holder, part = (at.getparent(), "text") if start is None else (start, "tail")
    words = f"{getattr(holder, part) or ''}{words}"
    if holder.tag not in {*LINES, "body"} or not _is_announcement(words):
        return False
    setattr(holder, part, None)
    for element in inline:
        element.getparent().remove(element)
    return True


def _is_announcement(text: str) -> bool:
    """Tell whether ``text`` is an attribution beyond doubt: one sentence, the verb or an address in brackets at its end."""
    words = " ".join(text.split())
    if len(words) > LONGEST or not quotes.is_announced(words) or phrases.SENTENCE_ENDS.search(words):
        return False
    return any(sign.search(words) for sign in (phrases.SAYS, phrases.CJK, phrases.TELLTALES[-1]))
