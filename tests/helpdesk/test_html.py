import time

import pytest

from helpdesk import html


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


def test_images_that_are_files_of_ours_stay():
    assert html.clean('<img src="/files/1/" alt="a">') == '<img src="/files/1/" alt="a">'


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
