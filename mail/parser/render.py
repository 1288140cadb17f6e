"""What a reader sees of an HTML body, as text."""

import re

from lxml import etree, html
from lxml.html import HtmlElement

UNSEEN = ("script", "style", "head", "title", "template", "noscript", "object", "svg", "math")
BLOCKS = set("p div tr h1 h2 h3 h4 h5 h6 pre table ul ol hr dd dt section blockquote".split())
MAX_HTML = 2 * 1024 * 1024
BODY = re.compile(r"<body\b([^>]{0,2000})>", re.IGNORECASE)
A_COLOUR = r"(#[0-9a-f]{3,8}|rgb\([\d., ]{5,20}\)|[a-z]{3,20})"
GROUND = re.compile(rf"(?:bgcolor\s*=\s*[\"']?|background(?:-color)?\s*:\s*){A_COLOUR}", re.IGNORECASE)
INK = re.compile(rf"(?:\btext\s*=\s*[\"']?|(?<![-\w])color\s*:\s*){A_COLOUR}", re.IGNORECASE)
BRIGHT = {
    "#fff",
    "#ffffff",
    "white",
    "transparent",
    "none",
    "inherit",
    "initial",
    "url",
    "rgb(255,255,255)",
    "rgb(255, 255, 255)",
}


def tree(source: str) -> HtmlElement | None:
    """Return the parsed tree of ``source``; nothing when there is nothing to parse."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(source[:MAX_HTML].encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def with_background(source: str) -> str:
    """Keep a dark page dark: its colours stand at the body, which is taken off, and light words would be left alone."""
    found = BODY.search(source[:MAX_HTML])
    ground = found and GROUND.search(found[1])
    if not found or not ground or ground[1].lower() in BRIGHT:
        return source
    ink = INK.search(found[1])
    style = f"background-color: {ground[1]}; padding: 8px" + (f"; color: {ink[1]}" if ink else "")
    inner = re.sub(r"(?i)</body\s*>", "</div></body>", source[found.end() :], count=1)
    return f'{source[: found.end()]}<div style="{style}">{inner}'


def to_text(source: str) -> str:
    """Return the visible words of ``source``, one line per block."""
    root = tree(source) if source.strip() else None
    if root is None:
        return ""
    return tidy("".join(_pieces(root)))


def _pieces(root: HtmlElement) -> list[str]:
    """Walk the tree without recursion, for hostile mail nests deep."""
    out: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in UNSEEN:
                walker.skip_subtree()
                continue
            out += [_opening(tag), _words(element.text, is_kept=tag == "pre")]
        else:
            out += ["\n" if tag in BLOCKS else "", _words(element.tail)]
    return out


def _words(text: str | None, *, is_kept: bool = False) -> str:
    """Return ``text`` with single blanks, or as it was typed."""
    return (text or "") if is_kept else re.sub(r"\s+", " ", text or "")


def _opening(tag: str) -> str:
    """Return what the start of an element looks like."""
    if tag in BLOCKS or tag == "br":
        return "\n"
    return {"li": "\n- ", "td": " ", "th": " "}.get(tag, "")


def tidy(text: str) -> str:
    """Return ``text`` without blanks at line ends and without more than one empty line in a row."""
    lines = [line.strip(" \t\xa0\u200b\u200c\u200d\u2060") for line in text.replace("\r\n", "\n").split("\n")]
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n")
