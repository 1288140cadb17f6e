"""Words that look like the header of another mail, in mails that answer nothing and in those that answer."""

import pytest

from mail.parser import parse
from mail.parser.html_quotes import reply
from mail.parser.quotes import split
from tests.mail.mails import mail

LOG = "From: scanner@client.example\nTo: boss@client.example\nDate: Mon, 2 Nov 2026 10:00:00\nSubject: Scan"
QUESTION = "The scanner shows this in its log:\n\n{block}\n\nand then error 550. Can you fix it?\nClara"
BLOCKS = {
    "as it travels": LOG,
    "date second": "From: scanner@client.example\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nTo: boss\nSubject: Scan",
    "date first": "Date: 2 Nov 2026 10:00:00\nFrom: scanner@client.example\nTo: boss\nSubject: Scan",
    "two fields": "From: scanner@client.example\nDate: Mon, 2 Nov 2026 10:00:00 +0100",
    "one line": "Date: Mon, 2 Nov 2026 10:00:00 +0100 From: scanner@client.example To: boss Subject: Scan",
    "no address": "From: scanner\nSent: Monday, 2 November 2026 10:00\nTo: boss\nSubject: Scan",
    "no time": "From: scanner@client.example\nSent: yesterday\nTo: boss\nSubject: Scan",
    "copied from Outlook": "From: scanner@client.example\nSent: Monday, 2 November 2026 10:00\nTo: boss\nSubject: Scan",
    "Italian": "Da: scanner@client.example\nA: capo@client.example\nData: lun 2 nov 2026 10:00:00\nOggetto: Scan",
    "French": "De : scanner@client.example\nÀ : chef@client.example\nDate : lun. 2 nov. 2026 10:00\nObjet : Scan",
    "Romanian": "De la: scanner@client.example\nCătre: sef@client.example\nData: luni, 2 nov. 2026 10:00\nSubiect: Scan",
    "below a line": f"{'_' * 30}\nFrom: scanner\nTo: boss\nSubject: Scan",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_words_like_a_header_in_a_question_stay_where_nothing_is_answered(block):
    text = QUESTION.format(block=block)

    assert parse(mail(text, Subject="Scanner cannot send")).reply_text == text


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_words_like_a_header_stay_in_html_too(block):
    words = "".join(f"<p>{piece.replace(chr(10), '<br>')}</p>" for piece in QUESTION.format(block=block).split("\n\n"))
    html = f"<html><body>{words}</body></html>"

    assert parse(mail(html, Content_Type="text/html", Subject="Scanner cannot send")).reply_html == html


@pytest.mark.parametrize(
    "headers", [{"In_Reply_To": "<9@desk.example>"}, {"References": "<9@desk.example>"}, {"Subject": "SV: Scanner"}]
)
def test_a_header_in_an_answer_heads_what_it_quotes(headers):
    assert parse(mail(f"Yes.\n\n{LOG}\n\nIs it on?", **headers)).reply_text == "Yes."


PASSED_ON = [
    "Da: Piero Sala <piero@client.example>\nInviato: venerdì 27 novembre 2026 09:15\nA: Luca\nOggetto: Cancello",
    "De : Piero Sala <piero@client.example>\nEnvoyé : vendredi 27 novembre 2026 09:15\nÀ : Luca\nObjet : Portail",
    "De la: Piero Sala <piero@client.example>\nTrimis: vineri, 27 noiembrie 2026 09:15\nCătre: Luca\nSubiect: Poarta",
    "From: Piero Sala <piero@client.example>\nDate: Friday, 27 November 2026 at 09:15\nTo: Luca\nSubject: Gate",
    f"{'_' * 32}\nFrom: Piero Sala <piero@client.example>\nSent: Friday, November 27, 2026 9:15 AM\nTo: Luca\nSubject: Gate",
    "---------- Forwarded message ---------\nDa: Piero Sala <piero@client.example>\nDate: ven 27 nov 2026 alle ore 09:15",
    "Inizio messaggio inoltrato:\n\nDa: Piero Sala <piero@client.example>\nOggetto: Cancello\nData: 27 novembre 2026 09:15",
]


@pytest.mark.parametrize("block", PASSED_ON)
def test_a_forwarded_mail_is_folded_below_the_own_words_though_it_answers_nothing(block):
    assert parse(mail(f"Da gestire.\n\nLuca\n\n{block}\n\nNon si apre.", Subject="I: Cancello")).reply_text == (
        "Da gestire.\n\nLuca"
    )


def test_both_rules_read_a_text_of_which_nothing_else_is_known():
    text = QUESTION.format(block=LOG)

    assert split(text)[0] == "The scanner shows this in its log:"
    assert split(text, answers=False) == (text, "")
    assert reply(f"<p>{text}</p>", answers=False) == f"<p>{text}</p>"
