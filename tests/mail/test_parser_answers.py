"""Answers below and between what they quote, and the rarer ways in which programs announce a quotation."""

import pytest

from mail.parser import parse
from mail.parser.html_quotes import reply
from mail.parser.quotes import split
from mail.parser.render import to_text
from tests.mail.mails import mail

SAID = "On Mon, Feb 3, 2025 at 10:00 AM Desk <support@desk.example> wrote:"
QUOTED = "> Is it on?\n>\n> The desk"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (f"{SAID}\n{QUOTED}\n\nYes, it is.", "Yes, it is."),
        (f"Hello,\n\n{SAID}\n{QUOTED}\n\nYes, it is.\n\n-- \nAna", "Hello,\n\nYes, it is."),
        (f"Look:\n\nBegin forwarded message:\n\n{QUOTED}\n\nNice, no?", "Look:\n\nNice, no?"),
        (f"> Begin forwarded message:\n>\n{QUOTED}\n\nNice, no?", "Nice, no?"),
    ],
    ids=["below", "around", "forwarded", "forwarded and quoted"],
)
def test_one_quotation_is_folded_and_the_answer_below_it_is_new(text, new):
    reply_text, rest = split(text)

    assert reply_text == new
    assert sorted(f"{reply_text} {rest}".split()) == sorted(text.split())


def test_answers_between_quotations_keep_what_they_answer():
    between = f"{SAID}\n> Is it on?\nYes.\n> Is it red?\nNo."

    new, rest = split(f"{between}\n\n> Thank you\n> The desk\n\n-- \nAna")

    assert new == between
    assert rest.split("\n")[-1] == "Ana"


@pytest.mark.parametrize(
    "announcement",
    [
        "---- Desk of the Client wrote ----",
        "On Mon, Feb 3, 2025 at 10:00 AM Desk\n\n<\nmailto:Desk <support@desk.example>\n> wrote:",
        "From: support@desk.example\nDate: Mon, 3 Feb 2025 10:00:00 +0100",
        "______________\nDate: Mon, 3 Feb 2025 10:00:00 +0100\nTo: ana@client.example",
        "Date: Mon, 3 Feb 2025 10:00:00 +0100 From: support@desk.example To: Ana Subject: Printer",
        "Forwarded message:\n\nFrom: Desk",
        "2025年2月3日 10:00 +0900、Desk <support@desk.example>のメール:",
        "Original Message processed by david®",
        "*----- Original Message -----*",
        "Desk of the Client (support@desk.example) wrote:",
        "——————————\nDesk <support@desk.example> 在 2025年2月3日 周一 10:00 写道：",
    ],
    ids=[
        "samsung",
        "polymail",
        "two fields",
        "two below a line",
        "one line",
        "sparrow",
        "spark",
        "david",
        "bold",
        "round brackets",
        "dashes",
    ],
)
def test_rare_announcements_begin_the_quotation(announcement):
    assert split(f"Yes.\n\n{announcement}\n\nIs it on?")[0] == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "Please call me:\n\nDate: Monday, 3 February 2025\nTime: 10:00\nTo: the front desk\n\nThanks",
        "It was the mail\n\nFrom: shop@client.example\nDate: 3 February at 10:00\n\nwhich I never got.",
        "From: Rome\nwe go on.\n\nThen we stop.",
        "To do:\n\n-Paper\n\n-Ink",
        "All is well.\n\nSent from a hill with a view of the office",
        "On 3 May we met.\n\nHe then wrote:\n\nall is well",
    ],
    ids=["appointment", "a mail by its date", "one field", "list", "hill", "tale"],
)
def test_a_text_with_fields_and_dashes_of_its_own_stays_whole(text):
    assert split(text) == (text, "")


@pytest.mark.parametrize(
    "end",
    [
        "Sent from my cell, please excuse any typos.",
        "Envoyé de mon iPhone\nSent from Mailbox\n\nGet Outlook for iOS",
        "<<sent by galaxy>>",
        "-Ana Pop",
    ],
)
def test_what_a_telephone_or_a_lone_name_adds_is_folded(end):
    assert split(f"It works now.\n\n{end}\n") == ("It works now.", f"\n{end}\n"[1:])


ATTR = f"<div class='gmail_attr'>{SAID.replace('<', '&lt;')}<br></div>"
OLD = "<blockquote class='gmail_quote'>Is it on?</blockquote>"


@pytest.mark.parametrize(
    "html",
    [
        f"<div>Hi<div class='gmail_quote'>{ATTR}{OLD}<div>Yes.</div></div></div>",
        f"<p>Hi</p><div class='moz-cite-prefix'>{SAID}</div><blockquote type='cite'>Is it on?</blockquote><p>Yes.</p>",
        f"<div>Hi</div><div>{ATTR}<br><blockquote type='cite'>Is it on?</blockquote></div>Yes.",
        f"Hi<br>{SAID.replace('<', '&lt;')}<br><blockquote>Is it on?</blockquote>Yes.",
    ],
    ids=["gmail", "thunderbird", "apple", "bare"],
)
def test_html_answers_below_one_quotation_are_new(html):
    parsed = parse(mail(f"<html><body>{html}</body></html>", Content_Type="text/html"))

    assert parsed.reply_text.split() == ["Hi", "Yes."]
    assert "Is it on?" not in parsed.reply_html


@pytest.mark.parametrize("wrap", ["<div class='gmail_quote'>{}</div>", "<div>{}</div>"])
def test_html_answers_between_quotations_are_kept_with_them(wrap):
    body = wrap.format(f"{ATTR}{OLD}<p>Yes.</p>{OLD}<p>No.</p>")

    parsed = parse(mail(f"<html><body><p>Hi</p>{body}</body></html>", Content_Type="text/html"))

    assert parsed.reply_text == parsed.text
    assert reply(parsed.html) == parsed.html


def test_html_a_list_adds_below_the_quotation_is_no_answer():
    html = f"<p>Yes.</p><div class='gmail_quote'>{ATTR}{OLD}</div><p></p>-- <br>You are subscribed to the list."

    assert reply(html) == "<p>Yes.</p>"


@pytest.mark.parametrize(
    ("html", "new"),
    [
        ("<p>Yes.</p><blockquote>Is it on?</blockquote>", "<p>Yes.</p>"),
        ("<p>Yes.</p><blockquote style='border-left:1px solid'>Is it on?</blockquote>", "<p>Yes.</p>"),
        ("<p>Yes.</p><blockquote style='margin-left:40px'>And red.</blockquote>", None),
        ("<p>It says</p><blockquote class='gmail_quote' style='border-left:1px solid'>E 4</blockquote>", None),
        ("<p>It says</p><blockquote>E 4</blockquote><p>What now?</p>", None),
    ],
    ids=["bare", "border", "indented", "button", "within"],
)
def test_blockquote_at_the_end_is_quoted_unless_it_was_typed(html, new):
    assert reply(html) == (new or html)


CITED = "<blockquote type='cite'>Is it on?</blockquote>"
OUTLOOK = "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Desk</p></div><p>Is it on?</p>"
TYPED = [
    "On 12 May I sent you the mail below and nobody has answered. Please come today:",
    "Il 12 maggio il tecnico ha scritto che era tutto a posto, mandate qualcuno oggi:",
    "Am 12. Mai schrieb mir Ihr Kollege nichts dazu, bitte erledigen:",
    "At 10:30 I sent you the wrong file, please delete it; the right numbers are these:",
    "Ok. On 2025-02-03 at 10:00, Desk &lt;a@desk.example&gt; wrote:",
    "At last it works. On 3 Feb 2025 Desk wrote:",
    f"On 3 Feb 2025 Anna wrote:{' ' * 700}PLEASE SHUT THE VALVE:",
    f"{'<b>On 3 Feb</b>' * 30} Anna wrote: PLEASE SHUT THE VALVE:",
    "On 3 Feb 2025 Anna wrote:<img src='cid:screen@x'>",
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("quotation", [CITED, OUTLOOK, f"<div class='gmail_quote'>{CITED}</div>"])
def test_what_was_typed_above_a_quotation_stays_new(typed, quotation):
    assert reply(f"<p>Hello,</p><p>{typed}</p>{quotation}").count("</p>") == 2


@pytest.mark.parametrize("below", ["<pre class='moz-signature'>-- Ana</pre>", "<div>##-Write above this line-##</div>"])
def test_an_announcement_of_no_quotation_stays_new(below):
    assert "Anna wrote" in reply(f"<p>Hello,</p><p>On 3 Feb 2025 Anna wrote:</p>{below}")


def test_half_a_sentence_is_never_cut_off():
    html = f"<div>Order 40 pieces of <b>A-12</b> in blue. On 3 Feb 2025 Anna wrote:{CITED}</div>"

    assert "in blue." in reply(html)


@pytest.mark.parametrize(
    "line",
    [
        "Il giorno 20/11/2026 Ana Ionescu ha scritto:",
        "On Mon, 3 Feb 2025 at 10:00, Desk &lt;a@desk.example&gt; wrote:",
        "Am 03.02.25 um 10:00 schrieb Desk &lt;a@desk.example&gt;:",
        "Le lun. 3 févr. 2025 à 10:00, Desk a écrit\xa0:",
        "În lun., 3 feb. 2025 la 10:00, Desk a scris:",
    ],
)
@pytest.mark.parametrize("form", ["<p>Yes.</p><p>{}</p>{}", "<div>Yes.<br>{}<br>{}</div>", "<p>Yes.</p>{}{}"])
def test_the_line_by_which_a_program_announces_a_quotation_is_folded_with_it(line, form):
    assert to_text(reply(form.format(line, CITED))).strip() == "Yes."
