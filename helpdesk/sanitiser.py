"""What of a stranger's HTML may stay. Pure; also run by itself, in a process that may take little (``heavy``)."""

import re
import resource
import sys

import nh3

MEMORY = 1024**3
SECONDS = 2
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
    "color background background-color font font-family font-size font-style font-weight text-align text-decoration "
    "text-indent line-height letter-spacing white-space vertical-align margin margin-top margin-right margin-bottom margin-left "
    "padding padding-top padding-right padding-bottom padding-left border border-top border-right border-bottom "
    "border-left border-color border-style border-width border-collapse border-spacing width height max-width "
    "list-style-type".split()
)
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
OWN_FILE = re.compile(r"/files/[0-9a-f-]{36}/")
REMOTE = re.compile(r"https?://[^\s\"'<>\\]{1,2000}", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,4}%?")
NUMERIC = {"width", "height", "data-remote"}
BAD_STYLE = re.compile(
    r"(?:url|image|image-set|src|cross-fade|element|paint)\s*\(|expression|@import|\\|/\*|javascript:", re.IGNORECASE
)


def attribute(_tag: str, name: str, value: str) -> str | None:
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


def attribute_or_remote(tag: str, name: str, value: str) -> str | None:
    """Keep the addresses of images as well, for they are taken out next; numbers are ours to give."""
    if name == "data-remote":
        return None
    if name == "src" and REMOTE.fullmatch(value):
        return value
    return attribute(tag, name, value)


def sanitised(html: str, *, keep_remote: bool) -> str:
    """Return ``html`` reduced to what may be shown; with ``keep_remote`` with the addresses of images elsewhere."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=attribute_or_remote if keep_remote else attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow ugc",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def main() -> None:
    """Clean what comes in, with little memory and little time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(sanitised(html, keep_remote="keep" in sys.argv).encode())


if __name__ == "__main__":
    main()
