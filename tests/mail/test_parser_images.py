"""Images that the HTML of a mail shows by their name."""

import pytest

from mail.parser import parse
from tests.mail.mails import multipart, part


@pytest.mark.parametrize("told", ['"image001.png"', "image001.png", "'IMAGE001.png'", '"image001%2Epng"'])
@pytest.mark.parametrize("identified", [True, False])
def test_image_that_is_named_without_its_id_is_shown_where_it_stands(told, identified):
    headers = {"Content_ID": "<1@x>"} if identified else {}
    picture = part("image/png; name=image001.png", "x", **headers)

    parsed = parse(multipart("related", part("text/html", f"<p>See <img src={told}></p>"), picture))

    cid = "1@x" if identified else "image001.png"
    assert parsed.html == f'<p>See <img src="cid:{cid}"></p>'
    assert [(file.inline, file.content_id) for file in parsed.attachments] == [(True, cid)]


def test_image_whose_name_has_a_blank_is_shown():
    parsed = parse(
        multipart("related", part("text/html", '<img src="our pump.png">'), part('image/png; name="our pump.png"', "x"))
    )

    assert (parsed.html, parsed.attachments[0].inline) == ('<img src="cid:our%20pump.png">', True)


def test_image_of_another_server_and_file_that_is_no_image_stay_as_they_are():
    html = '<img src="https://x.example/a.png"><img src="a.pdf">'

    parsed = parse(multipart("related", part("text/html", html), part("application/pdf; name=a.pdf", "x")))

    assert (parsed.html, [file.inline for file in parsed.attachments]) == (html, [False])
