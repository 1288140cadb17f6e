"""A page as a browser with htmx has it: the answer to a form is swapped into it, and a reload should show the same."""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from cssselect2 import ElementWrapper
from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

HTMX = {"HX-Request": "true"}
ONCE = ("csrfmiddlewaretoken", "key")  # a page has new ones each time


def at(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements inside ``root`` at a CSS selector."""
    return [found.etree_element for found in ElementWrapper.from_html_root(root).query_all(selector)]


class Page:
    """An open page of ``client``."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.root = html.document_fromstring(client.get(address).content.decode())

    def submit(self, form: str, **typed: object) -> HttpResponse:
        """Send the form at a CSS selector with what it holds and what is ``typed``, and swap the answer in."""
        element = self.one(form)
        answer = self.client.post(element.get("hx-post"), {**self._sent(element), **typed}, headers=HTMX)
        target, how = _inherited(element, "hx-target"), _inherited(element, "hx-swap") or "innerHTML"
        target, how = answer.headers.get("HX-Retarget", target), answer.headers.get("HX-Reswap", how)
        self.swap(answer.content.decode(), [element] if target in {"", "this"} else at(self.root, target), how)
        return answer

    def swap(self, answer: str, targets: Iterable[HtmlElement], how: str) -> None:
        """Swap ``answer`` into ``targets``, and what of it is marked for another place into that."""
        holder = html.fragment_fromstring(answer, create_parent="div")
        for piece in at(holder, "[hx-swap-oob]"):
            self._swap_piece(piece)
        for target in targets:
            _put(holder, target, how)

    def one(self, selector: str) -> HtmlElement:
        """Return the only element at ``selector``."""
        found = at(self.root, selector)
        assert len(found) == 1, f"{len(found)} elements are at {selector}"
        return found[0]

    def shown(self, region: str, *, leaving_out: Iterable[str] = ()) -> list[str]:
        """Return what ``region`` shows, a line for each tag and each piece of text, without what is at ``leaving_out``."""
        element = _copy(self.one(region))
        for selector in leaving_out:
            for piece in at(element, selector):
                piece.drop_tree()
        return [line for node in element.iter() for line in _lines(node)]

    def _sent(self, form: HtmlElement) -> dict[str, object]:
        fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
        also = [field for part in (form.get("hx-include") or "").split(",") for field in self._fields_at(part.strip())]
        return fields | dict(also)

    def _fields_at(self, selector: str) -> list[tuple[str, str]]:
        found = at(self.root, selector) if selector else []
        return [(field.get("name"), field.value or "") for field in found]

    def _swap_piece(self, piece: HtmlElement) -> None:
        how, _, selector = piece.attrib.pop("hx-swap-oob").partition(":")
        for target in at(self.root, selector or f"#{piece.get('id')}"):
            if how in {"true", "outerHTML"}:
                _replace(target, [_copy(piece)])
            else:
                _put(piece, target, how)
        piece.drop_tree()


def _inherited(element: HtmlElement, attribute: str) -> str:
    """Return an attribute of ``element``, or of the nearest around it that has one."""
    return next((one.get(attribute) for one in [element, *element.iterancestors()] if one.get(attribute)), "")


def _copy(element: HtmlElement) -> HtmlElement:
    copied = deepcopy(element)
    copied.tail = None
    return copied


def _put(holder: HtmlElement, target: HtmlElement, how: str) -> None:
    """Put what stands in ``holder`` at ``target``."""
    pieces = [_copy(child) for child in holder]
    match how.partition(" ")[0]:
        case "none":
            return
        case "delete":
            target.drop_tree()
        case "outerHTML":
            _replace(target, pieces)
        case "innerHTML":
            target[:], target.text = pieces, holder.text
        case "beforeend":
            target.extend(pieces)
        case unknown:
            raise NotImplementedError(unknown)


def _replace(target: HtmlElement, pieces: list[HtmlElement]) -> None:
    for piece in pieces:
        target.addprevious(piece)
    target.drop_tree()


def _lines(node: HtmlElement) -> Iterable[str]:
    """Yield a tag and its text in one spelling, and what follows it."""
    if isinstance(node.tag, str):
        yield f"<{node.tag}{''.join(f' {name}={value!r}' for name, value in sorted(_attributes(node).items()))}>"
        yield from _words(node.text)
    yield from _words(node.tail)


def _attributes(node: HtmlElement) -> Mapping[str, str]:
    """Return the attributes without those that differ from page to page."""
    is_once = node.tag == "input" and node.get("name") in ONCE
    return {name: value for name, value in node.attrib.items() if not (is_once and name == "value")}


def _words(text: str | None) -> Iterable[str]:
    if words := " ".join((text or "").split()):
        yield words
