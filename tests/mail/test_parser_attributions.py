"""The line by which a program says whose words it quotes goes with them, in text and in HTML, however it is laid out."""

import pytest

from mail.parser.html_quotes import reply
from mail.parser.quotes import split
from mail.parser.render import to_text

DESK = "Desk <support@desk.example>"
LINES = [
    f"2013/7/20 {DESK}",
    f"2013-07-20 10:15 GMT+02:00 {DESK}:",
    f"2013. 7. 20. {DESK}",
    f"20/07/2013 {DESK}",
    f"Em seg., 3 de fev. de 2025 às 10:00, {DESK} escreveu:",
    "Em 20-07-2013 10:15, Desk escreveu:",
    f"Il giorno lun 3 feb 2025 alle ore 10:00 {DESK} ha scritto:",
    "Il giorno 20/lug/2013, alle ore 10:15, Desk ha scritto:",
    f"Il sabato 20 luglio 2013 10:15:00 CEST, {DESK} ha scritto:",
    "In data sabato 20 luglio 2013 10:15:00 CEST, Desk ha scritto:",
    f"{DESK} ha scritto il giorno sab 20 lug 2013 alle ore 10:15:",
    f"Le sam. 20 juil. 2013 à 10:15, {DESK} a écrit :",
    "Le 20/07/2013 à 10:15, Desk a écrit :",
    f"Pe lun., 3 feb. 2025 la 10:00, {DESK} a scris:",
    f"Pe data de sâm., 20 iul. 2013 la 10:15, {DESK} a scris:",
    f"În data de lun., 3 feb. 2025 la 10:00, {DESK} a scris:",
    "La 20.07.2013 10:15, Desk a scris:",
    f"Am Sa., 20. Juli 2013 um 10:15 Uhr schrieb {DESK}:",
    "El sáb., 20 jul. 2013 a las 10:15, Desk (<support@desk.example>) escribió:",
]
LINK = "&lt;<a href='mailto:support@desk.example'>support@desk.example</a>&gt;"
CITED = "<blockquote type='cite'>Is it on?</blockquote>"
GMAIL = "<blockquote class='gmail_quote' style='border-left:1px #ccc solid'>Is it on?</blockquote>"
FORMS = {
    "paragraph": "<p>Yes.</p><p>{}</p><blockquote>Is it on?</blockquote>",
    "above the answer": "<p>{}</p><blockquote>Is it on?</blockquote><p>Yes.</p>",
    "line of a division": f"<div>Yes.<br><br>{{}}<br>{CITED}</div>",
    "wrapped quotation": f"<div>Yes.</div><div>{{}}</div><div><div>{CITED}</div></div>",
    "gmail": f"<div>Yes.</div><div class='gmail_extra'><br><div class='gmail_quote'>{{}}<br>{GMAIL}</div><br></div>",
    "gmail, above the answer": f"<div class='gmail_quote'>{{}}<br>{GMAIL}</div><div>Yes.</div>",
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
def test_an_attribution_is_folded_with_what_it_announces(line, gap):
    assert split(f"Yes.\n\n{line}{gap}> Is it on?\n> Hello\n")[0] == "Yes."


@pytest.mark.parametrize("line", LINES)
def test_an_attribution_above_an_answer_is_folded_too(line):
    assert split(f"{line}\n\n> Is it on?\n> Hello\n\nYes.")[0] == "Yes."


@pytest.mark.parametrize("line", [line for line in LINES if " <" in line and not line.startswith(DESK)])
def test_an_attribution_broken_before_its_address_is_one(line):
    assert split(f"Yes.\n\n{line.replace(' <', chr(10) + '<')}\n> Is it on?\n> Hello\n")[0] == "Yes."


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("line", LINES)
def test_an_attribution_with_a_link_in_it_is_folded_in_html(line, form):
    html = form.format(line.replace("<support@desk.example>", LINK))

    assert to_text(reply(html)).strip() == "Yes."


@pytest.mark.parametrize(
    "typed",
    [
        "Send it to Desk <b>today</b>, we wrote:",
        f"<img src='cid:a'> On 3 Feb 2025 {LINK} wrote:",
        f"20/07/2013 it broke, ask Desk {LINK} about it",
        f"The 20/07/2013 list: Desk {LINK}",
    ],
)
def test_words_with_links_above_a_quotation_stay(typed):
    assert to_text(reply(f"<div>Yes.<br>{typed}<br>{CITED}</div>")).strip() == f"Yes.\n{to_text(typed)}"
