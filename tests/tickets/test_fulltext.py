"""How texts are cut into words, what their words come from, and what a question asks for. No database."""

import pytest

from helpdesk.enums import Language
from tickets.fulltext import asked, lexemes
from tickets.fulltext.romanian import root
from tickets.fulltext.stems import guess, stems
from tickets.fulltext.tokens import Token, fold, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ședință", "sedinta"),
        ("şţ ȘȚ", "st st"),
        ("Perché", "perche"),
        ("cœur, Œuvre", "coeur, oeuvre"),
        ("Straße", "strasse"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_accents_and_capitals_are_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wi-fi", [Token(("wi", "fi"), ("wifi",))]),
        ("scanner/printer", [Token(("scanner", "printer"), ("scannerprinter",))]),
        ("broken.Please", [Token(("broken", "please"), ("brokenplease",))]),
        ("well... Please", [Token(("well",)), Token(("please",))]),
        ("l'account", [Token(("l",)), Token(("account",))]),
        ("mouse-ul", [Token(("mouse",))]),
        ("a,b", [Token(("a",)), Token(("b",))]),
        ("00501", [Token(("00501",))]),
        ("501 502", [Token(("501",)), Token(("502",))]),
        ("it@alfa-nord.ro", [Token(("it", "alfa", "nord", "ro"), ("italfanordro", "alfanord"))]),
        ("+40 721 123 456", [Token(("40", "721", "123", "456"), ("40721123456",), tail="721123456")]),
        ("0721123456", [Token(("0721123456",), tail="721123456")]),
        ("(021) 123-4567", [Token(("021", "123", "4567"), ("0211234567", "1234567"), tail="211234567")]),
    ],
)
def test_a_text_is_cut_into_tokens(text, found):
    assert list(tokens(text)) == found


def test_a_token_of_many_parts_is_not_joined():
    assert [token.joined for token in tokens("a/b/c/d/e/f/g/h/i")] == [()]


@pytest.mark.parametrize(
    "forms",
    [
        "cont contul contului conturi conturile conturilor",
        "retea reteaua retelei retele retelele retelelor",
        "telefon telefonul telefoane telefoanelor",
        "raport rapoarte rapoartele raportului",
        "serviciu serviciul servicii serviciile serviciilor",
        "birou biroul birouri birourile",
        "site siteul siteuri siteurile",
    ],
)
def test_forms_of_a_romanian_word_have_one_root(forms):
    assert {root(form) for form in forms.split()} == {root(forms.split()[0])}


@pytest.mark.parametrize(("one", "other"), [("cont", "contur"), ("port", "portar"), ("carte", "cartier")])
def test_other_romanian_words_have_another_root(one, other):
    assert root(one) != root(other)


def test_irregular_forms_and_look_alikes_are_told_apart_by_a_list():
    assert stems("mice", Language.EN) == stems("mouse", Language.EN) == (("EN:mouse",), ())
    assert stems("university", Language.EN) == (("EN:university",), ())


def test_stop_words_numbers_and_short_words_have_no_stem():
    assert [stems(word, Language.IT) for word in ("perche", "2026", "pc")] == [((), ())] * 3


def test_the_language_of_a_text_is_guessed_and_the_usual_one_taken_where_none_leads():
    assert guess("the printer is not working".split(), Language.RO) == Language.EN
    assert guess("imprimanta nu merge de ieri".split(), Language.EN) == Language.RO
    assert guess("printer laptop".split(), Language.FR) == Language.FR


def test_a_reference_is_known_by_its_end_with_and_without_noughts():
    found = lexemes("", Language.EN, references=["INT/2026/00501"])

    assert found.vector == "'NO:int202600501' 'NO:202600501' 'NO:00501' 'NO:501'"


def test_a_text_as_long_as_a_book_is_cut():
    found = lexemes("word " * 100_000, Language.EN)

    assert (found.vector.count(","), [one.word for one in found.unstemmed]) == (249, ["word"])


def queries(text, **kwargs):
    return [[term.exact for term in terms] for terms in asked(text, **kwargs).alternatives]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("printer", [["('printer')"]]),
        ("the printer", [["('printer')"]]),
        ("the", [["('the')"]]),
        ("wi-fi", [["('wi' <-> 'fi') | 'wifi'"]]),
        ('"the printer"', [["('the' <-> 'printer')"]]),
        ("printer or scanner", [["('printer')"], ["('scanner')"]]),
        ("***", []),
        ('"', []),
    ],
)
def test_a_question_asks_for(text, wanted):
    assert queries(text) == wanted


def test_what_stands_behind_a_minus_is_left_out():
    [[wanted, unwanted]] = asked("printer -scanner").alternatives

    assert (wanted.is_excluded, unwanted.is_excluded, unwanted.exact) == (False, True, "('scanner')")


@pytest.mark.parametrize(
    ("text", "is_typing", "begun"),
    [
        ("imprim", True, ["('imprim':*)"]),
        ("imprim ", True, []),
        ("imprim", False, []),
        ("imprim*", False, ["('imprim':*)"]),
        ("im", True, []),
        ("2026/005", True, ["('2026' <-> '005':*) | '2026005':*"]),
    ],
)
def test_the_last_word_may_be_going_on_while_somebody_types(text, is_typing, begun):
    terms = asked(text, is_typing=is_typing).terms

    assert [term.beginning for term in terms if term.may_begin] == begun


def test_only_so_many_words_are_asked_for():
    [terms] = asked("a1 " * 100).alternatives

    assert len(terms) == 12
