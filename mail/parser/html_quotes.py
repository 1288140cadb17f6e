"""What is new in an HTML reply, by the elements in which mail programs wrap what they quote."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree, html
from lxml.html import HtmlElement

from mail.parser import attributions, quoted_headers, quotes, render
from mail.parser.attributions import LINES, LONGEST

CLASSES = {
    "gmail_quote",
    "gmail_quote_container",
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "tutanota_quote",
    "moz-cite-prefix",
    "moz-signature",
    "applemailsignature",
    "mail-quote-collapse",
    "gmx-quote",
    "sparrow_quote",
    "front-blockquote",
    "missive_quote",
    "sh-quoted-content",
    "hs_reply",
    "ms-outlook-mobile-reference-message",
}
SIGNATURES = {"gmail_signature", "moz-signature", "applemailsignature", "protonmail_signature_block"}
CONTAINER_IDS = {"olk_src_body_section", "_originalcontent", "mail-editor-reference-message-container"}
OPEN_ENDED_IDS = {
    "divrplyfwdmsg",
    "appendonsend",
    "stopspelling",
    "isforwardcontent",
    "orimsghtmlseperator",
    "reply-intro",
    "zwchr",
}
OPEN_ENDED_CLASSES = {"outlookmessageheader"}
OUTLOOK_BORDER = re.compile(
    r"border-top:[^;]{0,20}\bsolid\s*(#(e1e1e1|e5e5e5|b5c4df)|rgb\((225, ?225, ?225|229, ?229, ?229|181, ?196, ?223)\))"
    r"|border-top-color:\s*(#(e1e1e1|e5e5e5|b5c4df)|rgb\((225, ?225, ?225|229, ?229, ?229|181, ?196, ?223)\))"
    r"|border-top:[^;]{0,20}#(e1e1e1|b5c4df)\s*[^;]{0,10}solid",
    re.IGNORECASE,
)
YAHOO = re.compile(r"^(ydp\w{1,20}|)yahoo_quoted")
HEAD = "data-head"  # ours, on what begins with a mail's header
ZIMBRA, ZIMBRA_ABOVE = "__QUOTED_TEXT__", "__HEADERS__"
GMAIL = {"gmail_quote", "gmail_quote_container"}
APPENDED = re.compile(r"[\s\xa0\u200b]*(--\s|_{10,})")
BORDER = re.compile(r"border-left:[^;]{0,40}\bsolid", re.IGNORECASE)
MARKER = re.compile(r"##-.{1,200}-##")


def reply(source: str, *, answers: bool = True) -> str:
    """Return what is new in ``source``; all of it when nothing can be told apart."""
    return read(source, answers=answers)[0]


def read(source: str, *, answers: bool = True) -> tuple[str, bool]:
    """Return what is new in ``source``, and whether it is all of it because the answers stand between the quotations."""
    root = render.tree(source)
    body = root.find("body") if root is not None else None
    if body is None:
        return source, False
    _mark_citing(body)
    _mark_last(body)
    _mark_head(body, answers=answers)
    cut = next(_candidates(body), None)
    if cut is None:
        return source, False
    if not _take_out(cut, body):
        return source, True
    left = "".join([body.text or "", *(html.tostring(child, encoding="unicode") for child in body)])
    return (left if render.to_text(left) else source), False


def _take_out(cut: HtmlElement, body: HtmlElement) -> bool:
    """Take the quotation out of ``body``; say whether that could be done, for answers may stand between several."""
    core = _core(cut)
    if not _is_open_ended(cut) and _words_after(core):
        return _drop_only(cut, core, body)
    if cut.tag == "blockquote":  # other quotations bring the line that announces them along
        attributions.drop_above(cut)
    _remove_from(cut, body)
    return True


def _core(cut: HtmlElement) -> HtmlElement:
    """Return the quotation proper, for Gmail leaves an answer below it in the same wrapper."""
    if _names(cut, "class") & GMAIL:
        return next((child for child in cut if child.tag == "blockquote" and _is_cited(child)), cut)
    below = cut.getnext()
    is_announced = "moz-cite-prefix" in _names(cut, "class") and below is not None and below.tag == "blockquote"
    return below if is_announced else cut


def _is_cited(element: HtmlElement) -> bool:
    return _is_called_citation(element) or bool(_names(element, "class") & GMAIL)


def _is_called_citation(element: HtmlElement) -> bool:
    return (element.get("type") or "").lower() == "cite"


def _drop_only(cut: HtmlElement, core: HtmlElement, body: HtmlElement) -> bool:
    """Drop a single quotation and the line above it that says whose it is; say whether there was just this one."""
    near = {cut, *core.iter(), *core.iterancestors()} | ({*cut.iter()} if cut.getnext() is core else set())
    if any(other not in near for other in chain(_candidates(body), body.iter("blockquote"))):
        return False
    if cut.getnext() is core:
        cut.drop_tree()
    elif not attributions.drop_above(core):
        return False
    core.drop_tree()
    return True


def _candidates(body: HtmlElement) -> Iterator[HtmlElement]:
    for element in body.iter():
        if isinstance(element.tag, str) and element is not body and (_is_open_ended(element) or _is_container(element)):
            yield element


def _names(element: HtmlElement, attribute: str) -> set[str]:
    """Return an attribute's words in lower case; Outlook puts ``x_`` before those of the mail it answers."""
    return {word.lower().removeprefix("x_") for word in (element.get(attribute) or "")[:500].split()}


def _is_container(element: HtmlElement) -> bool:
    is_block, classes, ids = element.tag == "blockquote", _names(element, "class"), _names(element, "id")
    if (is_block and _is_called_citation(element)) or _is_marked(element) or any(map(YAHOO.match, classes | ids)):
        return True
    if is_block and classes & GMAIL:  # without "cite": somebody pressed Gmail's button to quote
        return False
    return bool(classes & CLASSES or ids & CONTAINER_IDS)


def _is_marked(element: HtmlElement) -> bool:
    name = (element.get("name") or "").lower()
    return name in {"quote", "messagereplysection"} or element.get("data-marker") == ZIMBRA


def _mark_citing(body: HtmlElement) -> None:
    """Call each blockquote a citation whose last words above say that somebody wrote what follows; in one pass."""
    line = above = ""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start" and element.tag in LINES:
            line, above = "", line.strip() or above
            if element.tag == "blockquote" and quotes.is_announced(above):
                element.set("type", "cite")
        more = element.text if event == "start" else element.tail
        if more:
            line = " ".join(f"{line}{more}"[-LONGEST:].split()) + " " * more[-1:].isspace()


def _mark_last(body: HtmlElement) -> None:
    """Call a blockquote with which the mail ends a citation, unless it only indents what was typed."""
    last = next((element for element in body.iterchildren("blockquote", reversed=True)), None)
    if last is None or _names(last, "class") & GMAIL or _words_after(last):
        return
    style = (last.get("style") or "")[:500]
    if not style or BORDER.search(style):
        last.set("type", "cite")


def _mark_head(body: HtmlElement, *, answers: bool) -> None:
    """Mark the first element that begins with a mail's header, without anything around it that says so."""
    for element in body.iter("p", "div"):
        if quoted_headers.key(_first_words(element)) not in quoted_headers.KEYS:
            continue
        lines = [line for text in islice(element.itertext(), 24) if (line := text[:100].strip())]
        if quotes.heads_a_mail([_line_above(element), *lines], 1, answers=answers):
            element.set(HEAD, "1")
            return


def _first_words(element: HtmlElement) -> str:
    """Return the words that ``element`` begins with; deep inside it none are looked for."""
    texts = (text for node in islice(element.iter(), 12) for text in _words_of(node, element))
    return next((text.strip() for text in texts if text.strip()), "")


def _words_of(node: HtmlElement, inside: HtmlElement) -> tuple[str, str]:
    """Return what stands at the beginning of ``node``, and what follows a node without content."""
    return (node.text or "")[:500], (node.tail or "")[:500] if node is not inside and not len(node) else ""


def _line_above(element: HtmlElement) -> str:
    """Return the last words before ``element``, of what stands beside it."""
    for above in islice(element.itersiblings(preceding=True), 3):
        words = (above.tail or "").strip() or "".join(above.itertext()).strip()
        if words:
            return words[-LONGEST:]
    return ""


def _is_open_ended(element: HtmlElement) -> bool:
    """Tell whether everything after ``element`` is quoted as well."""
    if element.get("data-marker") == ZIMBRA_ABOVE:
        return True
    if _names(element, "id") & OPEN_ENDED_IDS or _names(element, "class") & OPEN_ENDED_CLASSES:
        return True
    if element.tag == "div" and OUTLOOK_BORDER.search((element.get("style") or "")[:500]):
        return _has_colon(element)
    return bool(element.get(HEAD) or MARKER.search((element.text or "")[:500]))


def _has_colon(element: HtmlElement) -> bool:
    return any(":" in text for node in islice(element.iter(), 40) for text in _words_of(node, element))


def _words_after(cut: HtmlElement) -> bool:
    """Tell whether own words follow the quotation: then the answer stands below or between."""
    words = "".join(text for node in _up_to_body(cut) for text in (node.tail or "", *_beside(node)))
    return bool(words.strip(" -\n\r\t\xa0\u200b")) and not APPENDED.match(words)


def _up_to_body(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield ``element`` and what it stands in, from the inside out."""
    node: HtmlElement | None = element
    while node is not None and node.tag != "body":
        yield node
        node = node.getparent()


def _beside(element: HtmlElement) -> Iterator[str]:
    """Yield the words of what follows ``element`` in its parent, those of other quotations left out."""
    for sibling in element.itersiblings():
        yield "" if _is_quotation(sibling) else "".join(sibling.itertext())
        yield sibling.tail or ""


def _is_quotation(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    if _names(element, "class") & SIGNATURES:
        return True
    return _is_container(element) or any(_is_container(inner) for inner in element.iter("blockquote", "div"))


def _remove_from(cut: HtmlElement, body: HtmlElement) -> None:
    """Remove ``cut`` and all that follows it in the document."""
    _remove_rule_before(cut)
    node: HtmlElement | None = cut
    while node is not None and node is not body:
        parent = node.getparent()
        for sibling in list(node.itersiblings()):
            parent.remove(sibling)
        node.tail = None
        node = parent
    cut.getparent().remove(cut)


def _remove_rule_before(cut: HtmlElement) -> None:
    previous = cut.getprevious()
    if previous is not None and previous.tag == "hr" and not (previous.tail or "").strip():
        cut.getparent().remove(previous)
