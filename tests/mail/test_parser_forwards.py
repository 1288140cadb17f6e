"""Whose mail somebody passes on, in the forms of mail programs and in their languages."""

import pytest

from mail.parser import Address, parse
from tests.mail.mails import mail, multipart, part

PIERO = (Address("Piero Sala", "piero@client.example"),)
SALA = "Piero Sala <piero@client.example>"
LUCA = "Luca Ferri <luca@desk.example>"
# For each language: From, Sent of Outlook, Date, To, Subject; then dates as Outlook, Apple, Gmail write them.
WORDS = {
    "English": (
        *("From", "Sent", "Date", "To", "Subject"),
        *("Friday, November 27, 2026 9:15 AM", "27 November 2026 at 09:15:00 CET", "Fri, Nov 27, 2026 at 9:15 AM"),
    ),
    "Italian": (
        *("Da", "Inviato", "Data", "A", "Oggetto"),
        *("venerdì 27 novembre 2026 09:15", "27 novembre 2026 09:15", "ven 27 nov 2026 alle ore 09:15"),
    ),
    "French": (
        *("De ", "Envoyé ", "Date ", "À ", "Objet "),
        *("vendredi 27 novembre 2026 09:15", "27 novembre 2026 à 09:15:00 UTC+1", "ven. 27 nov. 2026 à 09:15"),
    ),
    "Romanian": (
        *("De la", "Trimis", "Data", "Către", "Subiect"),
        *("vineri, 27 noiembrie 2026 09:15", "27 noiembrie 2026, 09:15:00 EET", "vin., 27 nov. 2026 la 09:15"),
    ),
    "German": (
        *("Von", "Gesendet", "Datum", "An", "Betreff"),
        *("Freitag, 27. November 2026 09:15", "27. November 2026 um 09:15:00 MEZ", "Fr., 27. Nov. 2026 um 09:15 Uhr"),
    ),
    "Spanish": (
        *("De", "Enviado el", "Fecha", "Para", "Asunto"),
        *(
            "viernes, 27 de noviembre de 2026 9:15",
            "27 de noviembre de 2026, 9:15:00 CET",
            "vie, 27 nov 2026 a las 9:15",
        ),
    ),
}
THUNDERBIRD = {
    "English": ("Forwarded Message", "Subject", "Date", "From", "To"),
    "Italian": ("Messaggio inoltrato", "Oggetto", "Data", "Mittente", "A"),
    "French": ("Message transféré", "Sujet ", "Date ", "De ", "Pour "),
    "Romanian": ("Mesaj redirecționat", "Subiect", "Dată", "De la", "Către"),
    "German": ("Weitergeleitete Nachricht", "Betreff", "Datum", "Von", "An"),
    "Spanish": ("Mensaje reenviado", "Asunto", "Fecha", "De", "Para"),
}
APPLE = {
    "English": "Begin forwarded message:",
    "Italian": "Inizio messaggio inoltrato:",
    "French": "Début du message transféré :",
    "Romanian": "Început mesaj redirecționat:",
    "German": "Anfang der weitergeleiteten Nachricht:",
    "Spanish": "Inicio del mensaje reenviado:",
}
RULE = "_" * 32


def outlook(language):
    sender, sent, _date, to, subject, at, *_others = WORDS[language]
    return f"{sender}: {SALA}\n{sent}: {at}\n{to}: {LUCA}\n{subject}: Gate"


def outlook_of_the_mac(language):
    sender, _sent, date, to, subject, at, *_others = WORDS[language]
    return f"{sender}: {SALA}\n{date}: {at}\n{to}: {LUCA}\n{subject}: Gate"


def apple(language):
    sender, _sent, date, to, subject, _outlook, at, _gmail = WORDS[language]
    return f"{APPLE[language]}\n\n{sender}: {SALA}\n{subject}: Gate\n{date}: {at}\n{to}: luca@desk.example"


def gmail(language):
    sender, *_names, at = WORDS[language]
    mark = "---------- Forwarded message ---------"
    return f"{mark}\n{sender}: {SALA}\nDate: {at}\nSubject: Gate\nTo: <luca@desk.example>"


def thunderbird(language):
    mark, subject, date, sender, to = THUNDERBIRD[language]
    return f"-------- {mark} --------\n{subject}: \tGate\n{date}: \tFri, 27 Nov 2026 09:15:00 +0100\n{sender}: \t{SALA}\n{to}: \t{LUCA}"


FORMS = {
    "outlook": outlook,
    "outlook, bold": lambda language: "\n".join(
        f"*{line.replace(':', ':*', 1)}" for line in outlook(language).split("\n")
    ),
    "outlook of the mac": outlook_of_the_mac,
    "outlook on the web": lambda language: f"{RULE}\n{outlook(language)}",
    "apple": apple,
    "apple, quoted": lambda language: "\n".join(f"> {line}" for line in apple(language).split("\n")),
    "gmail": gmail,
    "thunderbird": thunderbird,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("language", WORDS)
def test_writer_of_a_mail_passed_on_is_read_in_the_text_of_every_program(language, form):
    text = f"To do:\n\nLuca\n\n{form(language)}\n\nIt does not open.\n"

    assert parse(mail(text, Subject="I: Gate")).forwarded_from == PIERO


def as_html(block):
    return block.replace("<", "&lt;").replace(">", "&gt;")


def in_paragraphs(block):
    """Write a header as Word does: names in bold, one paragraph."""
    rows = [line.partition(":") for line in as_html(block).split("\n")]
    return "<p class=MsoNormal>" + "<br>".join(f"<b>{name}:</b>{value}" for name, _colon, value in rows) + "</p>"


HTML_FORMS = {
    "outlook": lambda language: (
        f'<div style="border:none;border-top:solid #E1E1E1 1.0pt">{in_paragraphs(outlook(language))}</div>'
    ),
    "outlook, bare": lambda language: in_paragraphs(outlook(language)),
    "outlook on the web": lambda language: f'<hr><div id="divRplyFwdMsg">{in_paragraphs(outlook(language))}</div>',
    "outlook of the mac": lambda language: in_paragraphs(outlook_of_the_mac(language)),
    "apple": lambda language: (
        "<blockquote type='cite'>"
        + "".join(f"<div>{line or '<br>'}</div>" for line in as_html(apple(language)).split("\n"))
        + "</blockquote>"
    ),
    "gmail": lambda language: (
        "<div class='gmail_quote'><div class='gmail_attr'>"
        + as_html(gmail(language)).replace("\n", "<br>")
        + "</div></div>"
    ),
    "thunderbird": lambda language: (
        f"<div class='moz-forward-container'>{as_html(thunderbird(language)).partition(chr(10))[0]}<table>"
        + "".join(
            f"<tr><th>{line.replace(':', ': </th><td>', 1)}</td></tr>"
            for line in as_html(thunderbird(language)).split("\n")[1:]
        )
        + "</table></div>"
    ),
}


@pytest.mark.parametrize("form", HTML_FORMS.values(), ids=HTML_FORMS)
@pytest.mark.parametrize("language", WORDS)
def test_writer_of_a_mail_passed_on_is_read_in_the_html_of_every_program(language, form):
    html = f"<html><body><p>To do.</p><p>Luca</p>{form(language)}<p>It does not open.</p></body></html>"

    assert parse(mail(html, Content_Type="text/html; charset=utf-8", Subject="I: Gate")).forwarded_from == PIERO


@pytest.mark.parametrize(
    ("mark", "sender"),
    [
        ("---------- Forwarded message ---------", "From:"),
        ("Begin forwarded message:", "From:"),
        ("-------- Original Message --------", "From:"),
        ("Original Message", "From:"),
        ("----- Forwarded by Luca Ferri on 27/11/2026 09:15 -----", "From:"),
        (RULE, "From:"),
        ("-------- Weitergeleitete Nachricht --------", "Von:"),
        ("-----Ursprüngliche Nachricht-----", "Von:"),
        ("---------- Message transféré ----------", "De :"),
        ("----- Mail transféré -----", "De:"),
        ("-------- Messaggio inoltrato --------", "Da:"),
        ("----Messaggio originale----", "Da:"),
        ("---------- Mensaje reenviado ---------", "De:"),
        ("---------- Mensagem encaminhada ---------", "De:"),
        ("-------- Doorgestuurd bericht --------", "Van:"),
        ("---------- Mesaj redirecționat ---------", "De la:"),
        ("---------- Přeposlaná zpráva ---------", "Od:"),
        ("---------- Wiadomość przekazana ---------", "Od:"),
        ("-------- Vidarebefordrat meddelande --------", "Från:"),
        ("-------- Videresendt melding --------", "Fra:"),
        ("-------- Välitetty viesti --------", "Lähettäjä:"),
        ("-------- Továbbított üzenet --------", "Feladó:"),
        ("-------- Пересылаемое сообщение --------", "От:"),
        ("---------- 转发的邮件 ---------", "发件人:"),
    ],
)
def test_behind_a_line_that_parts_the_mails_the_sender_is_enough(mark, sender):
    text = f"Please help.\n\n{mark}\n{sender} {SALA}\nSubject: Gate\n\nIt does not open.\n"

    assert parse(mail(text)).forwarded_from == PIERO


BLOCK = "Da: {sender}\nInviato: venerdì 27 novembre 2026 09:15\nA: Luca\nOggetto: Cancello\n\nNon si apre.\n"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Piero Sala [mailto:piero@client.example]", "Piero Sala"),
        ("Piero Sala <piero@client.example<mailto:piero@client.example>>", "Piero Sala"),
        ("'Piero Sala' <PIERO@client.example>", "Piero Sala"),
        ('"Sala, Piero" <piero@client.example>', "Sala, Piero"),
        ("Sala, Piero\n<piero@client.example>", "Sala, Piero"),
        ("piero@client.example <piero@client.example>", ""),
        ("piero@client.example", ""),
    ],
)
def test_sender_of_a_mail_passed_on_is_read_in_any_spelling(sender, name):
    assert parse(mail(BLOCK.format(sender=sender))).forwarded_from == (Address(name, "piero@client.example"),)


@pytest.mark.parametrize(
    "text",
    [
        f"From: {SALA}\n\nNo mark of a forwarded mail.",
        f"From: {SALA}\nTo: Luca\nSubject: Gate\n\nNo date.",
        "---------- Forwarded message ---------\nFrom: Piero\nTo: luca@desk.example\n",
        f"---------- Forwarded message ---------\n{chr(10) * 20}From: {SALA}\n",
        BLOCK.format(sender="Piero Sala"),
        "",
    ],
    ids=["no mark", "no date", "no address", "far away", "a name alone", "nothing"],
)
def test_who_is_not_told_by_address_wrote_nothing(text):
    assert parse(mail(text)).forwarded_from == ()


@pytest.mark.parametrize("text", [BLOCK, f"---------- Forwarded message ---------\n{BLOCK}"], ids=["bare", "marked"])
def test_of_two_addresses_in_the_sender_both_are_told(text):
    found = parse(mail(text.format(sender="Piero <piero@client.example> per conto di <info@client.example>")))

    assert [one.address for one in found.forwarded_from] == ["piero@client.example", "info@client.example"]


def test_an_answer_that_quotes_as_outlook_does_passes_nothing_on():
    assert parse(mail(BLOCK.format(sender=SALA), Subject="RE: Cancello")).forwarded_from == ()


def attached(count=1, **headers):
    inner = mail("It does not open.", From=SALA, Subject="Gate")
    files = [part("message/rfc822", inner)] * count
    return parse(multipart("mixed", part("text/plain", "To do."), *files, **headers))


def test_a_mail_passed_on_as_a_file_tells_its_writer():
    parsed = attached(Subject="Fwd: Gate")

    assert (parsed.forwarded_from, parsed.text) == (PIERO, "To do.")


def test_several_attached_mails_or_one_of_an_answer_tell_nobody():
    assert [attached(2).forwarded_from, attached(Subject="Re: Gate").forwarded_from] == [(), ()]
