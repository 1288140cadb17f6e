"""HTML from strangers: made safe, and turned into text and back."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html
from lxml.etree import ParserError, _Element

from helpdesk import limited_sanitiser, sanitiser

SANITISER_VERSION = 3  # raised with every change of what may stay; older words are cleaned again by clean_messages

MAX_REMOTE = 200
# As the cleaner writes it: every value in double quotes, none of which holds one.
IMAGE = re.compile(r'<img(?:\s[\w-]{1,40}(?:="[^"]*")?)*\s?/?>')
IMAGE_ADDRESS = re.compile(r' src="(https?:[^"]*)"', re.IGNORECASE)
HAS_REMOTE = re.compile(r"src=\"https?:", re.IGNORECASE)
IMAGE_NUMBER = re.compile(r' data-remote="(\d{1,4})"')
SPECK = re.compile(r' (?:width|height)="[01]"')
BLOCKS = set("p div br li tr h1 h2 h3 h4 h5 h6 blockquote pre table ul ol hr dd dt".split())


class SafeHtml(SafeString):
    """HTML that has been cleaned, the images of other servers blocked; only this module makes it, and none cleans it again."""


NOTHING = SafeHtml()


def clean(html: str) -> SafeString:
    """Return ``html`` reduced to what may be shown; images stay only when they are files of ours."""
    if isinstance(html, SafeHtml):
        return html
    return mark_safe(_cleaned(html))  # noqa: S308 -- nh3 has just cleaned it


def clean_blocking(html: str, remote: list[str]) -> SafeHtml:
    """Clean ``html`` and leave a number where an image of another server stood; its address is added to ``remote``.

    Specks of one pixel, which only tell the sender that somebody read them, are left out for good.
    """
    if isinstance(html, SafeHtml):
        return html
    cleaned = _cleaned(html, keep_remote=True)
    has_remote = HAS_REMOTE.search(cleaned) is not None
    return SafeHtml(_cleaned(_blocked(cleaned, remote)) if has_remote else cleaned)


def joined(*pieces: SafeHtml) -> SafeHtml:
    """Return one piece of cleaned HTML behind the other."""
    return SafeHtml("".join(pieces))


def own_file(public_id: UUID) -> str:
    """Return the address of a file of ours, as it may stand in an image."""
    return f"/files/{public_id}/"


def _blocked(cleaned: str, remote: list[str]) -> str:
    """Put numbers in the place of the addresses of images; the outcome must be cleaned, for words may look like tags."""

    def blocked(match: re.Match[str]) -> str:
        address = IMAGE_ADDRESS.search(match.group())
        if address is None:
            return match.group()
        if SPECK.search(match.group()):
            return ""
        return IMAGE_ADDRESS.sub(_number(unescape(address.group(1)), remote), match.group())

    return IMAGE.sub(blocked, cleaned)


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


def _cleaned(html: str, *, keep_remote: bool = False) -> str:
    """Clean here what is surely light work, the rest where it can do no harm."""
    clean_it = limited_sanitiser.sanitised if limited_sanitiser.is_heavy(html) else sanitiser.sanitised
    cleaned = clean_it(html, keep_remote=keep_remote)
    return limited_sanitiser.words(html) if limited_sanitiser.has_swollen(html, cleaned) else cleaned


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


def from_text(text: str) -> SafeHtml:
    """Return plain ``text`` as safe HTML with its line breaks and links."""
    linked = re.sub(
        r"\bhttps?://[^\s<>\"']{1,2000}",
        lambda m: f'<a href="{m.group(0)}">{m.group(0)}</a>',
        escape(text, quote=False),
    )
    paragraphs = [p.replace("\n", "<br>") for p in re.split(r"\n\s*\n", linked.strip()) if p.strip()]
    return SafeHtml(_cleaned("".join(f"<p>{p}</p>" for p in paragraphs)))


def replace_cids(html: str, addresses: Mapping[str, str]) -> str:
    """Point each ``cid:`` image at the address of its file; ``addresses`` has lower-case content ids.

    Cleaned HTML holds none any more.
    """
    if not addresses or isinstance(html, SafeHtml):
        return html

    def address(match: re.Match[str]) -> str:
        return addresses.get(unquote(match.group(1)).lower(), "")

    return re.sub(r"cid:([^\s\"'>)]{1,255})", address, html)


def without_images(html: str) -> SafeString:
    """Return ``html``, cleaned, with no images: those of a quoted mail lie behind our login."""
    return clean(re.sub(r"<img\b[^>]*>", "", html))
