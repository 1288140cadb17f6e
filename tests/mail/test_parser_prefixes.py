"""Subjects without what mail programs put before them."""

import pytest

from mail.parser.prefixes import says_answer, without


@pytest.mark.parametrize(
    "prefix",
    [
        *(
            "Re:",
            "RE :",
            "Re[2]:",
            "Re(3):",
            "Re^2:",
            "AW:",
            "Antw:",
            "Antwort:",
            "SV:",
            "Sv:",
            "VS:",
            "Odp:",
            "YNT:",
            "VB:",
        ),
        *("Rif:", "RÉ :", "Rép. :", "Ats:", "Odg:", "Vá:", "Отв:", "ΑΠ:", "Re：", "回复：", "答复: ", "回覆："),
        *(
            "Fwd:",
            "FW:",
            "Fw[2]:",
            "WG:",
            "TR:",
            "TR :",
            "RV:",
            "Doorst:",
            "İLT:",
            "Prosl:",
            "Пересл:",
            "转发：",
            "轉寄:",
        ),
        *("Re: SV: AW:", "SV:VS:", "Fwd: Re: Antw:", "  re:  "),
    ],
)
def test_prefix_of_any_program_is_left_out(prefix):
    assert without(f"{prefix} Printer: out of ink", is_certain=False) == "Printer: out of ink"


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "R: drive is full",
            "I: drive is full",
            "FS: no space left",
            "PD: which one?",
            "Réf : 4711",
            "ENC: a key is lost",
        ),
        *("Reply: not possible", "Area: north", "Respond", "Reset: how?", "VS Code: no licence", "SVN: locked", "Fwdr"),
        *("Printer: Re: ink", "[Re] Printer", "re printer", ":", ""),
    ],
)
def test_words_that_resemble_a_prefix_stay(subject):
    assert without(subject, is_certain=False) == subject


@pytest.mark.parametrize(
    "prefix", ["R:", "I:", "I: R:", "R: R: I:", "R[2]:", "PD:", "RES:", "Re: R:", "ENC:", "Réf. :"]
)
def test_short_prefixes_are_left_out_where_something_is_answered_or_passed_on(prefix):
    assert without(f"{prefix} Printer", is_certain=True) == "Printer"


def test_a_long_row_of_prefixes_is_read_at_once():
    assert without("Re: " * 5_000 + "Printer", is_certain=True) == "Printer"


@pytest.mark.parametrize(
    ("subject", "is_answer"), [("SV: x", True), ("Re：x", True), ("Fwd: Re: x", False), ("R: x", False)]
)
def test_only_a_first_prefix_beyond_doubt_says_that_a_mail_answers(subject, is_answer):
    assert says_answer(subject) is is_answer
