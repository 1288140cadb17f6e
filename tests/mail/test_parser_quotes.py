"""What is new in a reply."""

import pytest

from mail.parser import parse
from mail.parser.html_quotes import reply
from mail.parser.quotes import split
from tests.mail.mails import mail, multipart, part
from tests.timing import is_done_within

QUOTE = "> Hello\n> there"
ATTRIBUTIONS = [
    "On Mon, Feb 3, 2025 at 10:00 AM Desk <support@desk.example> wrote:",
    "On Mon, Feb 3, 2025 at 10:00 AM Desk <support@desk.example>\nwrote:",
    "On Mon, Feb 3, 2025 at 10:00 AM Desk\n<support@desk.example>\nwrote:",
    "Am 03.02.2025 um 10:00 schrieb Desk:",
    "Desk schrieb am 03.02.2025 um 10:00:",
    "Le lun. 3 févr. 2025 à 10:00, Desk <support@desk.example> a écrit :",
    "Il giorno lun 3 feb 2025 alle ore 10:00 Desk <support@desk.example> ha scritto:",
    "Il 03/02/2025 10:00, Desk ha scritto:",
    "El lun, 3 feb 2025 a las 10:00, Desk (<support@desk.example>) escribió:",
    "Em seg., 3 de fev. de 2025 às 10:00, Desk <support@desk.example> escreveu:",
    "Op ma 3 feb 2025 om 10:00 schreef Desk <support@desk.example>:",
    "În lun., 3 feb. 2025 la 10:00, Desk <support@desk.example> a scris:",
    "Den mån 3 feb. 2025 kl 10:00 skrev Desk <support@desk.example>:",
    "W dniu 03.02.2025 o 10:00, Desk pisze:",
    "Dne 3. 2. 2025 v 10:00 Desk napsal(a):",
    "2025-02-03 10:00 GMT+01:00 Desk <support@desk.example>:",
    "---- On Mon, 03 Feb 2025 10:00:00 +0100 Desk wrote ----",
    "在 2025年2月3日，Desk 写道：",
]
DELIMITERS = [
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Messaggio originale-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "From: Desk\nSent: Monday\nTo: Ana\nSubject: Printer",
    "*From:* Desk\n*Sent:* Monday\n*Subject:* Printer",
    "Von: Desk\nGesendet: Montag\nAn: Ana\nBetreff: Drucker",
    "Da: Desk\nInviato: lunedì\nA: Ana\nOggetto: Stampante",
    "________________________________\nDe : Desk\nEnvoyé : lundi\nÀ : Ana\nObjet : Imprimante",
    "##- Please reply above this line -##",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("quote", [QUOTE, "Hello\nthere"])
def test_attribution_begins_the_quotation(attribution, quote):
    text = f"It works now: thanks.\n\n{attribution}\n{quote}"

    assert split(text)[0] == "It works now: thanks."


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_delimiter_begins_the_quotation(delimiter):
    assert split(f"It works now.\n\n{delimiter}\n\nHello")[0] == "It works now."


def test_marker_takes_the_attribution_above_it_along():
    text = f"Thanks\n\n{ATTRIBUTIONS[0]}\n\n> ##- Reply above this line -##\n> Hello"

    assert split(text)[0] == "Thanks"


@pytest.mark.parametrize(
    "text",
    [
        f"{ATTRIBUTIONS[0]}\n> One?\nYes.\n> Two?\nNo.",
        f"{DELIMITERS[0]}\nFrom: a\n\nHello",
        f"{QUOTE}",
        "Please read:\n- one\n- two",
        "From: Rome\nwe fly to Paris.",
        "On Monday he wrote:\nnothing",
    ],
)
def test_text_that_cannot_be_told_apart_is_kept_whole(text):
    assert split(text) == (text, "")


def test_quoted_lines_at_the_end_are_folded_without_an_attribution():
    assert split(f"Yes.\n\n{QUOTE}\n")[0] == "Yes."


@pytest.mark.parametrize(
    "signature", ["-- \nAna Pop\nClient Ltd", "Sent from my iPhone", "Inviato da iPhone", "Von meinem iPhone gesendet"]
)
def test_signature_is_folded(signature):
    assert split(f"Yes.\n\n{signature}") == ("Yes.", signature)


def test_nothing_is_lost_between_the_halves():
    text = f"Yes.\n\n{ATTRIBUTIONS[0]}\n{QUOTE}"

    new, rest = split(text)

    assert f"{new}\n\n{rest}" == text


@pytest.mark.parametrize("line", ["On ", "On \n", "On 1 x:\n", "> ", "From: x\n", "<", "-- \n", "_" * 50 + "\n"])
def test_time_grows_with_the_length_only(line):
    text = line * (150_000 // len(line))

    assert is_done_within(1.0, lambda: split(text))


@pytest.mark.parametrize(
    "quoted",
    [
        '<div class="gmail_quote"><div>On … wrote:</div><blockquote>Old</blockquote></div>',
        '<blockquote type="cite">Old</blockquote>',
        '<div class="moz-cite-prefix">On …</div><blockquote type="cite">Old</blockquote>',
        '<hr><div id="divRplyFwdMsg"><b>From:</b> Desk</div><div>Old</div>',
        '<div id="x_divRplyFwdMsg"><b>From:</b> Desk</div><div>Old</div>',
        '<div id="appendonsend"></div><div>Old</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Desk</p></div><p>Old</p>',
        '<div class="yahoo_quoted">Old</div>',
        '<div class="protonmail_quote">Old</div>',
    ],
)
def test_html_is_cut_where_the_mail_program_wraps_its_quotation(quoted):
    assert reply(f"<html><body><p>New</p>{quoted}</body></html>") == "<p>New</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<blockquote type="cite">Old</blockquote><p>New, below</p>',
        '<blockquote type="cite">One?</blockquote><p>Yes</p><blockquote type="cite">Two?</blockquote><p>No</p>',
        '<div class="gmail_quote">Forwarded only</div>',
        "<p>No quotation</p>",
    ],
)
def test_html_with_words_below_its_quotation_is_kept_whole(html):
    assert reply(html) == html


def test_reply_text_comes_from_the_html_when_the_text_cannot_be_split():
    raw = multipart(
        "alternative",
        part("text/plain", "New\nOld"),
        part("text/html", '<p>New</p><blockquote type="cite">Old</blockquote>'),
    )

    parsed = parse(raw)

    assert (parsed.reply_text, parsed.reply_html, parsed.text) == ("New", "<p>New</p>", "New\nOld")


def test_reply_of_a_plain_mail_is_its_new_part():
    assert parse(mail(f"Yes.\n\n{ATTRIBUTIONS[0]}\n{QUOTE}")).reply_text == "Yes."
