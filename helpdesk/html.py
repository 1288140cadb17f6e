"""HTML from strangers: made safe, and turned into text and back."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

import nh3
from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html
from lxml.etree import ParserError, _Element

SANITISER_VERSION = 3  # raised with every change of what may stay; older words are cleaned again by clean_messages

TAGS = set(
    "a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub "
    "summary sup table tbody td tfoot th thead tr tt u ul var wbr".split()
)
DROPPED_WITH_CONTENT = set(
    "script style title head svg math iframe frame frameset object embed applet noscript template form input button "
    "select textarea option audio video canvas xml".split()
)
ATTRIBUTES = {
    "*": {"align", "valign", "dir", "lang", "title", "style"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "data-remote"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "bgcolor", "nowrap"},
    "th": {"colspan", "rowspan", "width", "bgcolor", "scope"},
    "tr": {"bgcolor"},
    "col": {"span", "width"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "blockquote": {"cite"},
}
STYLES = set(
    "color background background-color font font-family font-size font-style font-weight text-align text-decoration text-indent "
    "line-height letter-spacing white-space vertical-align margin margin-top margin-right margin-bottom margin-left "
    "padding padding-top padding-right padding-bottom padding-left border border-top border-right border-bottom "
    "border-left border-color border-style border-width border-collapse border-spacing width height max-width "
    "list-style-type".split()
)
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
OWN_FILE = re.compile(r"/files/[0-9a-f-]{36}/")
REMOTE = re.compile(r"https?://[^\s\"'<>\\]{1,2000}", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,4}%?")
MAX_REMOTE = 200
# As the cleaner writes it: every value in double quotes, none of which holds one.
IMAGE = re.compile(r'<img(?:\s[\w-]{1,40}(?:="[^"]*")?)*\s?/?>')
IMAGE_ADDRESS = re.compile(r' src="(https?:[^"]*)"', re.IGNORECASE)
IMAGE_NUMBER = re.compile(r' data-remote="(\d{1,4})"')
SPECK = re.compile(r' (?:width|height)="[01]"')
NUMERIC = {"width", "height", "data-remote"}
BAD_STYLE = re.compile(
    r"(?:url|image|image-set|src|cross-fade|element|paint)\s*\(|expression|@import|\\|/\*|javascript:", re.IGNORECASE
)
BLOCKS = set("p div br li tr h1 h2 h3 h4 h5 h6 blockquote pre table ul ol hr dd dt".split())


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep a link only with a harmless scheme, an image only from our own files, a style only without fetches."""
    lowered = "".join(value.split()).lower()
    if name in {"href", "cite"}:
        return value if lowered.startswith(LINK_SCHEMES) else None
    if name == "src":
        return value if OWN_FILE.fullmatch(value) else None
    if name in NUMERIC:
        return value if NUMBER.fullmatch(value) else None
    if name == "style":
        return None if BAD_STYLE.search(value) else value
    return value


def _with_remote_images(tag: str, name: str, value: str) -> str | None:
    """Keep the addresses of images as well, for they are taken out next; numbers are ours to give."""
    if name == "data-remote":
        return None
    if name == "src" and REMOTE.fullmatch(value):
        return value
    return _attribute(tag, name, value)


def clean(html: str) -> SafeString:
    """Return ``html`` reduced to what may be shown; images stay only when they are files of ours."""
    return mark_safe(_cleaned(html, _attribute))  # noqa: S308 -- nh3 has just cleaned it


def clean_blocking(html: str, remote: list[str]) -> SafeString:
    """Clean ``html`` and leave a number where an image of another server stood; its address is added to ``remote``.

    Specks of one pixel, which only tell the sender that somebody read him, are left out for good.
    """

    def blocked(match: re.Match[str]) -> str:
        address = IMAGE_ADDRESS.search(match.group())
        if address is None:
            return match.group()
        if SPECK.search(match.group()):
            return ""
        return IMAGE_ADDRESS.sub(_number(unescape(address.group(1)), remote), match.group())

    cleaned = IMAGE.sub(blocked, _cleaned(html, _with_remote_images))
    return clean(cleaned)


def _number(address: str, remote: list[str]) -> str:
    if address not in remote:
        if len(remote) >= MAX_REMOTE:
            return ""
        remote.append(address)
    return f' data-remote="{remote.index(address)}"'


def with_remote_images(html: str, address: Callable[[int], str]) -> str:
    """Return cleaned ``html`` with its blocked images where ``address`` says that they are."""

    def shown(match: re.Match[str]) -> str:
        return IMAGE_NUMBER.sub(lambda m: f' src="{escape(address(int(m[1])))}"', match.group())

    return IMAGE.sub(shown, html)


def _cleaned(html: str, attribute: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow ugc",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def to_text(html: str) -> str:
    """Return the words of ``html``, one line per block."""
    if not html.strip():
        return ""
    try:
        tree = lxml_html.fromstring(f"<div>{html}</div>")
    except ParserError:
        return ""
    for element in tree.iter():
        if element.tag in BLOCKS:
            _break_lines(element)
    lines = [" ".join(line.split()) for line in "".join(str(piece) for piece in tree.itertext()).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _break_lines(element: _Element) -> None:
    """Put ``element`` on lines of its own."""
    element.tail = "\n" + (element.tail or "")
    previous = element.getprevious()
    if element.tag != "br" and previous is not None:
        previous.tail = (previous.tail or "").rstrip("\n") + "\n"


def from_text(text: str) -> SafeString:
    """Return plain ``text`` as safe HTML with its line breaks and links."""
    linked = re.sub(
        r"\bhttps?://[^\s<>\"']{1,2000}",
        lambda m: f'<a href="{m.group(0)}">{m.group(0)}</a>',
        escape(text, quote=False),
    )
    paragraphs = [p.replace("\n", "<br>") for p in re.split(r"\n\s*\n", linked.strip()) if p.strip()]
    return clean("".join(f"<p>{p}</p>" for p in paragraphs))


def replace_cids(html: str, addresses: dict[str, str]) -> str:
    """Point each ``cid:`` image at the address of its file; ``addresses`` has lower-case content ids."""

    def address(match: re.Match[str]) -> str:
        return addresses.get(unquote(match.group(1)).lower(), "")

    return re.sub(r"cid:([^\s\"'>)]{1,255})", address, html) if addresses else html


def without_images(html: str) -> SafeString:
    """Return ``html``, cleaned, with no images: those of a quoted mail lie behind our login."""
    return clean(re.sub(r"<img\b[^>]*>", "", html))
