import time

import pytest

from helpdesk import html


@pytest.mark.guards(23)
@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<script>alert(1)</script>x", "x"),
        ('<img src=x onerror="alert(1)">', "<img>"),
        ('<img src="https://spy.example/p.gif">', "<img>"),
        ('<img src="data:text/html,x">', "<img>"),
        ('<a href="javascript:alert(1)">x</a>', '<a target="_blank" rel="noopener noreferrer nofollow ugc">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a target="_blank" rel="noopener noreferrer nofollow ugc">x</a>'),
        ('<p style="background:url(//spy.example)">x</p>', "<p>x</p>"),
        ('<p style="position:fixed;color:red">x</p>', '<p style="color:red">x</p>'),
        ("<p style=\"background:image-set('https://spy.example/p' 1x)\">x</p>", "<p>x</p>"),
        ("<p style=\"background:-webkit-Image-Set ('https://spy.example/p' 1x)\">x</p>", "<p>x</p>"),
        ("<svg><script>x</script></svg>y", "y"),
        ("<form><input name=q>z</form>y", "y"),
        ("<iframe src=x></iframe>y", "y"),
        ("<style>p{}</style>y", "y"),
        ("<!-- x -->y", "y"),
        ('<p class="a" id="b">y</p>', "<p>y</p>"),
        ("<math><mtext>x</mtext></math>y", "y"),
    ],
)
def test_hostile_html_is_reduced_to_what_may_be_shown(hostile, harmless):
    assert html.clean(hostile) == harmless


def test_white_words_keep_the_dark_ground_they_stand_on():
    letterhead = '<p style="background:#0a3d62;color:#fff">x</p>'

    assert html.clean(letterhead) == letterhead


def test_images_that_are_files_of_ours_stay():
    own = '<img src="/files/2f1b0c1e-0000-4000-8000-000000000001/" alt="a">'

    assert html.clean(own) == own


@pytest.mark.parametrize("address", ["/files/../messages/1/images/0/", "/files/", "//files/x", "/files/2f1b/?x"])
def test_other_addresses_of_ours_are_no_files(address):
    assert html.clean(f'<img src="{address}">') == "<img>"


def test_images_of_others_leave_their_number_and_are_listed():
    remote: list[str] = []

    first = html.clean_blocking('<img src="https://a.example/1.png?a=1&amp;b=2" alt="x > y">', remote)
    second = html.clean_blocking("<img src='https://b.example/2'><img src='https://a.example/1.png?a=1&b=2'>", remote)

    assert first == '<img data-remote="0" alt="x &gt; y">'
    assert second == '<img data-remote="1"><img data-remote="0">'
    assert remote == ["https://a.example/1.png?a=1&b=2", "https://b.example/2"]


def test_cleaning_again_keeps_numbers():
    blocked = html.clean_blocking('<img src="https://a.example/1.png">', [])

    assert html.clean(blocked) == blocked


@pytest.mark.parametrize(
    "hostile",
    [
        '<img data-remote="0">',
        '<img src="https://spy.example/p" width="1" height="1">',
        "<p title='<img src=\"https://spy.example/p\">'>x</p>",
        '<p>&lt;img src="https://spy.example/p"&gt;</p>',
        '<img src="//spy.example/p">',
        '<img src="ftp://spy.example/p">',
        '<img srcset="https://spy.example/p 1x" lowsrc="https://spy.example/p">',
        '<table background="https://spy.example/p"></table>',
    ],
)
def test_nothing_else_becomes_a_blocked_image(hostile):
    remote: list[str] = []

    cleaned = html.clean_blocking(hostile, remote)

    assert (remote, "data-remote" in cleaned) == ([], False)


def test_blocked_images_are_shown_where_they_were():
    blocked = html.clean_blocking('<p>data-remote="0"</p><img src="https://a.example/1" alt="a">', [])

    shown = html.with_remote_images(blocked, lambda number: f"/images/{number}?a&b")

    assert shown == '<p>data-remote="0"</p><img src="/images/0?a&amp;b" alt="a">'


def test_thousands_of_nested_elements_are_cleaned():
    assert html.clean("<div>" * 20_000 + "x").count("x") == 1


def test_links_open_outside_and_tell_nobody_where_from():
    cleaned = html.clean('<a href="https://x.example">x</a>')

    assert cleaned == '<a href="https://x.example" target="_blank" rel="noopener noreferrer nofollow ugc">x</a>'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<!-- -->", ""),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("a<br>b", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("x <b>y</b>\n z", "x y\nz"),
    ],
)
def test_html_becomes_words_with_a_line_per_block(markup, text):
    assert html.to_text(markup) == text


def test_text_becomes_paragraphs_with_links():
    made = html.from_text("Hi <you>\nsee https://x.example/a?b=1&c=2\n\nBye")

    assert made == (
        "<p>Hi &lt;you&gt;<br>see "
        '<a href="https://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow ugc">'
        "https://x.example/a?b=1&amp;c=2</a></p><p>Bye</p>"
    )


def test_content_ids_are_found_whatever_their_case_and_coding():
    made = html.replace_cids('<img src="cid:A%40b"><img src="cid:none">', {"a@b": "/files/1/"})

    assert made == '<img src="/files/1/"><img src="">'


@pytest.mark.parametrize("filler", ["<", "https://", "<p", "&", "<img src="])
def test_cleaning_is_quick_on_hostile_input(filler):
    began = time.monotonic()

    html.clean(filler * 20_000)
    html.from_text(filler * 20_000)

    assert time.monotonic() - began < 10


def test_what_was_cleaned_is_handed_through_untouched():
    once = html.clean_blocking('<p>x<img src="https://a.example/1.png"></p>', remote := [])

    assert html.clean(once) is once
    assert (html.clean_blocking(once, []) is once, html.replace_cids(once, {"a": "/b/"}) is once) == (True, True)
    assert remote == ["https://a.example/1.png"]


def test_numbers_of_a_stranger_go_even_where_no_image_is_blocked():
    assert html.clean_blocking('<img data-remote="0" alt="x">', []) == '<img alt="x">'


def test_pieces_that_were_cleaned_stay_so_together():
    whole = html.joined(html.from_text("a"), html.from_text("b"))

    assert (whole, html.clean(whole) is whole) == ("<p>a</p><p>b</p>", True)


def test_words_that_look_like_an_image_let_nothing_through():
    hostile = '<p title="<img alt=">x</p><img width="1" src="https://a.example/1"><a title=" onclick=alert(1) ">y</a>'

    cleaned = html.clean_blocking(hostile, [])

    assert html.clean(str(cleaned)[:]) == cleaned
    assert "https://a.example" not in cleaned
