"""Replies as mail programs of many countries write them: what is new in each."""

import pytest

from mail.parser import parse
from mail.parser.quotes import split
from mail.parser.render import to_text
from tests.mail.mails import mail, multipart, part
from tests.timing import is_done_within

DESK = "Desk <support@desk.example>"
ATTRIBUTIONS = {
    "English, American date": f"On 02/03/2025 10:00 AM, {DESK} wrote:",
    "English, sent": f"On 3-Feb-2025, at 10:00 AM, {DESK} sent:",
    "English, indented and wrapped": f' On Feb 3, 2025 10:00 AM, "Desk" <\nsupport+{"a" * 32}@desk.example> wrote:',
    "English, Zimbra": "----- On Feb 3, 2025, at 10:00 AM, Desk support@desk.example wrote -----",
    "English, telephone": "Sent from Samsung Galaxy <support@desk.example> wrote:",
    "Gmail of old, wrapped": "2025-02-03 10:00 GMT+02:00 Desk <\nsupport@desk.example>:",
    "Date and address alone": "2025/2/3 Desk Ση <support@desk.example>",
    "German": f"Am 03.02.25 um 10:00 schrieb {DESK}:",
    "German, name first": f"{DESK} schrieb am Mo., 3. Feb. 2025, 10:00:",
    "French": f"Le lun. 3 févr. 2025 à 10:00, {DESK} a écrit :",
    "Italian": f"Il giorno lun 3 feb 2025 alle ore 10:00 {DESK} ha scritto:",
    "Spanish": "El lun, 3 feb 2025 a las 10:00, Desk (<support@desk.example>) escribió:",
    "Portuguese": f"Em seg., 3 de fev. de 2025 às 10:00, {DESK} escreveu:",
    "Romanian": f"În lun., 3 feb. 2025 la 10:00, {DESK} a scris:",
    "Romanian, telephone": f"Pe lun., 3 feb. 2025 la 10:00, {DESK} a scris:",
    "Dutch": "Op 3-feb.-2025, om 10:00 heeft Desk <support@desk.example> het volgende geschreven:",
    "Dutch, verb first": "Op 03-02-2025 10:00 schreef Desk <support@desk.example>:",
    "Swedish": "Den 3 februari, 2025 10:00:18, Desk (support@desk.example) skrev:",
    "Norwegian": f"man. 3. feb. 2025 kl. 10:00 skrev {DESK}:",
    "Finnish": "ma 3. helmik. 2025 klo 10.00 Desk (support@desk.example) kirjoitti:",
    "Polish, wrapped": f"W dniu 3 lutego 2025 10:00 użytkownik {DESK}\nnapisał:",
    "Czech": f"po 3. 2. 2025 v 10:00 odesílatel {DESK} napsal:",
    "Slovak": f"po 3. 2. 2025 o 10:00 {DESK} napísal(a):",
    "Croatian": f"pon, 3. velj 2025. u 10:00 {DESK} napisao je:",
    "Hungarian": f"{DESK} ezt írta (időpont: 2025. febr. 3., H, 10:00):",
    "Greek": f"Στις Δευ 3 Φεβ 2025 στις 10:00 π.μ., ο χρήστης {DESK} έγραψε:",
    "Turkish": f"{DESK}, 3 Şub 2025 Pzt, 10:00 tarihinde şunu yazdı:",
    "Russian": f"пн, 3 февр. 2025 г. в 10:00, {DESK}:",
    "Ukrainian": f"пн, 3 лют. 2025 р. о 10:00 {DESK} пише:",
    "Bulgarian": f"На пн, 3.02.2025 г. в 10:00 {DESK} написа:",
    "Vietnamese": f"Vào Th 2, 3 thg 2, 2025 vào lúc 10:00 {DESK} đã viết:",
    "Chinese": "在 2025年2月3日，上午10:00，客服 <support@desk.example> 写道：",
    "Japanese": "2025年2月3日(月) 10:00 窓口 <support@desk.example>:",
    "Korean": f"2025년 2월 3일 (월) 오전 10:00, {DESK}님이 작성:",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_what_stands_above_the_attribution_is_new(attribution):
    text = f"Well, yes.\n\n{attribution}\n\n> Is it on?\n>\n> The desk\n"

    assert split(text)[0] == "Well, yes."


HEADERS = {
    "English": "From: D\nSent: Monday\nTo: Ana\nSubject: Printer",
    "English, bold": "*From:* Desk [mailto:\nsupport@desk.example]\n*Sent:* Monday\n*To:* Ana\n*Subject:* Printer",
    "English, date first": "Date: Mon=2C 3 Feb 2025\nFrom: support@desk.example\nTo: Ana\nSubject: Printer",
    "German": "Von: D\nGesendet: Montag\nAn: Ana\nBetreff: Drucker",
    "French": "De : D\nEnvoyé : lundi\nÀ : Ana\nObjet : Imprimante",
    "Italian": "Da: D\nInviato: lunedì\nA: Ana\nOggetto: Stampante",
    "Romanian": "De la: D\nTrimis: luni\nCătre: Ana\nSubiect: Imprimantă",
    "Danish": "Fra: D\nSendt: 3. februar\nTil: Ana\nEmne: Printer",
    "Swedish": "Från: D\nSkickat: den 3 februari\nTill: Ana\nÄmne: Skrivare",
}


@pytest.mark.parametrize("above", ["", "_" * 32 + "\n", "-" * 20 + "\n"], ids=["bare", "underscores", "dashes"])
@pytest.mark.parametrize("block", HEADERS.values(), ids=HEADERS.keys())
def test_what_stands_above_a_quoted_header_is_new(block, above):
    assert split(f"Done.\n\n{above}{block}\n\nIs it on?\n")[0] == "Done."


@pytest.mark.parametrize(
    "text",
    [
        "Look at this\n>>> >>>  http://client.example <<<\nand tell me",
        "As I said.\n\nSent from my desk, where it is much easier than on the telephone.",
        "On Monday we open at nine.\nOn Tuesday at ten.",
        "On 3 Feb 2025, Desk <a@desk.example> wrote:\n\n> Is it on?\nYes.\n> Is it red?\nNo.",
    ],
)
def test_a_text_that_only_looks_quoted_stays_whole(text):
    assert split(text) == (text, "")


@pytest.mark.parametrize(
    "quotation",
    [
        "> See\n>\n (https://desk.example/c/YzOT) >\n> there",
        "> See (https://desk.example/action\n_nonce=3dd518)\n>",
        "> This line was longer than the program of the customer liked to send\nit\n> and went on",
        "> Is it on?\n\n\n" + "_" * 40 + "\nusers mailing list\nhttps://lists.client.example/users",
    ],
    ids=["link", "broken link", "wrapped", "list"],
)
def test_what_programs_add_to_a_quotation_is_no_answer(quotation):
    assert split(f"Yes.\n\nOn 3 Feb 2025, Desk <a@desk.example> wrote:\n\n{quotation}\n")[0] == "Yes."


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("well, no On Wed, Apr 4, 2025 at 3:59 PM, a@desk.example wrote:", "well, no"),
        ("well -- no--- On Wed, Apr 4, 2025 at 3:59 PM, a@desk.example wrote:", "well -- no"),
    ],
)
def test_an_attribution_glued_to_the_answer_is_parted_from_it(line, new):
    assert split(f"{line}\n> Hi")[0] == new


def test_a_telephone_and_a_list_at_the_end_are_folded():
    footer = "_" * 40 + "\nusers mailing list\nusers@lists.client.example"

    assert split(f"Yes.\n\nSent from my iPhone\n\n{footer}")[0] == "Yes."


ABOVE = "<div>On Mon, 3 Feb 2025 Desk &lt;a@desk.example&gt; wrote:</div>"


@pytest.mark.parametrize(
    "quotation",
    [
        f"{ABOVE}<blockquote style='border-left:1px solid #0857a6'>Is it on?</blockquote>",
        "<div name='quote' style='border-left:2px solid #c3d9e5'>Is it on?</div>",
        "<div class='ydp1f2yahoo_quoted' id='ydp9yahoo_quoted_1'>Is it on?</div>",
        "<div data-marker='__QUOTED_TEXT__'>Is it on?</div>",
        "<hr id='stopSpelling'>From: Desk<br>Is it on?",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Desk</p></div><p>Is it on?</p>",
        "<div style='border-top: 1pt solid rgb(225, 225, 225)'><p><b>From:</b> Desk</p></div><p>Is it on?</p>",
        "<div class='x_gmail_quote'>Is it on?</div>",
        "<hr id='zwchr'><div data-marker='__HEADERS__'>From: Desk</div><div data-marker='__QUOTED_TEXT__'>Is it on?</div>",
        "<div style='border-top-color: rgb(229, 229, 229); border-top-style: solid'><b>From:</b> Desk</div>Is it on?",
        "<div id='_originalContent'>Is it on?</div>",
        "<div class='gmail_quote'>Is it on?</div><div><br></div>-- <br><div class='gmail_signature'>Ana</div>",
        "<div class='tutanota_quote'>Is it on?</div>",
        "<span id='OLK_SRC_BODY_SECTION'><b>From:</b> Desk<br>Is it on?</span>",
        "<div class='zmail_extra'>Is it on?</div>",
        "<p id='reply-intro'>On 2025-02-03, Desk wrote:</p><blockquote type='cite'>Is it on?</blockquote>",
        "<p><b>From:</b> Desk<br><b>Sent:</b> Monday<br><b>Subject:</b> Printer</p><p>Is it on?</p>",
    ],
    ids=[
        *("attribution", "gmx", "yahoo", "zimbra", "hotmail", "outlook", "new outlook", "outlook of gmail"),
        *("new zimbra", "windows", "blackberry", "signature below", "tutanota", "mac", "zoho", "roundcube", "bare"),
    ],
)
def test_html_is_cut_where_its_program_began_to_quote(quotation):
    html = f"<html><body><p>Yes.</p>{quotation}</body></html>"

    parsed = parse(mail(html, Content_Type="text/html", In_Reply_To="<9@desk.example>"))

    assert (parsed.reply_text, to_text(parsed.reply_html).strip()) == ("Yes.", "Yes.")


def test_clear_text_of_a_signed_mail_is_new_and_its_armour_is_kept():
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nYes.\n- -- \nAna\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )

    parsed = parse(mail(text))

    assert parsed.reply_text == "Yes."
    assert "iQEz" in parsed.text


def test_text_typed_by_hand_counts_before_html():
    html = part("text/html", "<p>Yes!</p><div class='gmail_quote'>Old</div>")

    parsed = parse(multipart("alternative", part("text/plain", "Yes.\n\n> Old\n"), html))

    assert parsed.reply_text == "Yes."


@pytest.mark.parametrize(
    "piece",
    [
        "On ",
        "On \n",
        "On 1 x wrote:\n",
        "<",
        " ",
        "> \n",
        "From: a\n",
        ">a\nb\n",
        "(http",
        "____________\n",
        "2025-01-01 <a@b",
    ],
)
def test_replies_made_to_cost_time_are_read_in_less_than_a_second(piece):
    text = piece * (150_000 // len(piece))

    assert is_done_within(1.0, lambda: split(text))
