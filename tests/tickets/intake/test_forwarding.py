"""Whose mail somebody passed on."""

import pytest

from tickets.intake.forwarding import original_sender

HEAD = "Please help.\n\n{mark}\n{sender} Neri <neri@beta.example>\nSubject: Scanner\n\nIt does not scan.\n"


@pytest.mark.parametrize(
    ("mark", "sender"),
    [
        ("---------- Forwarded message ---------", "From:"),
        ("Begin forwarded message:", "From:"),
        ("-------- Original Message --------", "From:"),
        ("_" * 32, "From:"),
        ("-------- Weitergeleitete Nachricht --------", "Von:"),
        ("-----Ursprüngliche Nachricht-----", "Von:"),
        ("---------- Message transféré ----------", "De :"),
        ("-------- Messaggio inoltrato --------", "Da:"),
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
def test_writer_of_a_forwarded_mail_is_read_in_many_languages(mark, sender):
    assert original_sender(HEAD.format(mark=mark, sender=sender)) == ("Neri", "neri@beta.example")


@pytest.mark.parametrize(
    "text",
    [
        "From: Neri <neri@beta.example>\n\nNo mark of a forwarded mail.",
        "---------- Forwarded message ---------\nFrom: Neri <neri@beta.example> or <other@beta.example>\n",
        "---------- Forwarded message ---------\nFrom: Neri\nTo: ana@desk.example\n",
        "---------- Forwarded message ---------\n" + "\n" * 20 + "From: Neri <neri@beta.example>\n",
        "",
    ],
    ids=["no mark", "two addresses", "no address", "far away", "nothing"],
)
def test_without_exactly_one_address_nobody_is_taken_for_the_writer(text):
    assert original_sender(text) == ("", "")
