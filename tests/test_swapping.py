"""Swapping does what htmx does, and comparing sees what a person would."""

import pytest
from django.http import HttpResponse
from lxml import html

from tests.swapping import Page, at

PAGE = """<body><ul id="list"><li>one</li></ul><p id="word">old</p>
<form id="a" hx-post="/x/" hx-swap="none"><input name="key" value="1"></form></body>"""


def opened(source=PAGE):
    """Return a page that nobody has to be asked for."""
    page = Page.__new__(Page)
    page.root = html.document_fromstring(source)
    return page


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("none", ["<p id='word'>", "old"]),
        ("innerHTML", ["<p id='word'>", "<b>", "new"]),
        ("beforeend", ["<p id='word'>", "old", "<b>", "new"]),
    ],
)
def test_answer_is_put_as_the_form_wants(how, shown):
    page = opened()

    page.swap("<b>new</b>", at(page.root, "#word"), how)

    assert page.shown("#word") == shown


def test_answer_takes_the_place_of_its_target_and_leaves_what_follows():
    page = opened("<body><div><p id='word'>old</p> after</div></body>")

    page.swap("<p id='word'>new</p>", at(page.root, "#word"), "outerHTML")

    assert page.shown("div") == ["<div>", "<p id='word'>", "new", "after"]


def test_pieces_for_other_places_go_there_and_not_into_the_target():
    page = opened()
    pieces = '<p id="word" hx-swap-oob="true">new</p><ul id="list" hx-swap-oob="beforeend"><li>two</li></ul>'

    page.swap(f"{pieces}<li>main</li>", at(page.root, "#list"), "beforeend")

    assert page.shown("#word") == ["<p id='word'>", "new"]
    assert page.shown("#list") == ["<ul id='list'>", "<li>", "one", "<li>", "two", "<li>", "main"]


def test_piece_is_deleted_or_put_where_its_selector_says():
    page = opened()

    page.swap('<b hx-swap-oob="outerHTML:#word">new</b><i id="a" hx-swap-oob="delete"></i>', [], "none")

    assert (page.shown("b"), at(page.root, "#word, #a")) == (["<b>", "new"], [])


def test_way_to_swap_that_is_not_known_is_no_success():
    page = opened()

    with pytest.raises(NotImplementedError):
        page.swap("<b>new</b>", at(page.root, "#word"), "morph")


def test_other_words_attributes_and_places_are_seen_and_blanks_and_keys_are_not():
    shown = opened().shown("body")

    assert opened(PAGE.replace("old", "other")).shown("body") != shown
    assert opened(PAGE.replace("<li>", "<li class='x'>")).shown("body") != shown
    assert opened(PAGE.replace("<li>one</li>", "")).shown("body") != shown
    assert opened(PAGE.replace('value="1"', 'value="2"').replace("old", " old\n ")).shown("body") == shown


def test_what_is_left_out_by_name_is_not_compared():
    assert opened().shown("body", leaving_out=["ul", "form"]) == ["<body>", "<p id='word'>", "old"]


class Answering:
    """A desk that answers each form with the same words, and remembers what was sent."""

    def __init__(self, headers):
        self.headers, self.sent = headers, []

    def post(self, address, data, **_how):
        self.sent.append((address, data))
        return HttpResponse("<b>new</b>", headers=self.headers)


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({}, ["<p id='word'>", "old"]),
        ({"HX-Retarget": "#word", "HX-Reswap": "innerHTML"}, ["<p id='word'>", "<b>", "new"]),
    ],
)
def test_form_is_sent_with_what_it_holds_and_the_answer_may_choose_another_place(headers, shown):
    page = opened()
    page.client = Answering(headers)

    page.submit("#a", more="typed")

    assert page.client.sent == [("/x/", {"key": "1", "more": "typed"})]
    assert page.shown("#word") == shown
