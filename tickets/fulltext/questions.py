"""What a question asks for: words, "exact words", -without, this or that, and wor* for a beginning."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from helpdesk.enums import Language
from tickets.fulltext.lexemes import NUMBER, others, without_noughts
from tickets.fulltext.stems import Unstemmed, all_stems
from tickets.fulltext.stopwords import EVERY_STOP_WORD
from tickets.fulltext.tokens import Token, tokens

MOST_TERMS = 12
SHORTEST_BEGINNING = 3
PIECE = re.compile(
    r"""(?<!\S)(?P<minus>-?)"(?P<phrase>[^"]+)"|(?<!\S)-(?P<without>[^\W_]\S*)|(?<!\S)(?P<or>or)(?!\S)"""
    r"""|(?P<beginning>[^\s*"]+)\*(?!\S)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: a word, an address, a number or a phrase."""

    token: Token
    is_phrase: bool = False
    is_excluded: bool = False
    is_beginning: bool = False

    @property
    def exact(self) -> str:
        """Return a ``tsquery`` for what is written like this, in one word or apart."""
        phrase = " <-> ".join(map(_quoted, self.token.parts))
        joined = [] if self.is_phrase else map(_quoted, self.token.joined)
        return " | ".join([f"({phrase})", *joined])

    def broad(self, stems: Mapping[Unstemmed, str]) -> str:
        """Return a ``tsquery`` for that and for every form of it."""
        if self.is_phrase:
            return self.exact
        found = [self.exact, *map(_quoted, others(self.token))]
        if len(self.token.parts) == 1:
            return " | ".join([*found, *map(_quoted, without_noughts(self.token)), *_forms(self.token.parts, stems)])
        found += _forms(self.token.joined, stems)
        if not EVERY_STOP_WORD.intersection(self.token.parts):
            apart = (f"({' | '.join((_quoted(part), *_forms([part], stems)))})" for part in self.token.parts)
            found.append(f"({' & '.join(apart)})")
        return " | ".join(found)

    @property
    def beginning(self) -> str:
        """Return a ``tsquery`` for what begins like this."""
        phrase = " <-> ".join(map(_quoted, self.token.parts)) + ":*"
        return " | ".join([f"({phrase})", *(f"{_quoted(joined)}:*" for joined in self.token.joined)])

    @property
    def may_begin(self) -> bool:
        """Say whether something is looked for that begins like this."""
        return self.is_beginning and len("".join(self.token.parts)) >= SHORTEST_BEGINNING

    @property
    def number(self) -> str:
        """Return a ``tsquery`` for the ticket that has this number itself."""
        return _quoted(NUMBER + "".join(self.token.parts))

    @property
    def unstemmed(self) -> list[Unstemmed]:
        """Return what PostgreSQL's stemmers are to be asked for."""
        return all_stems(self._words, list(Language))[1]

    @property
    def _words(self) -> list[str]:
        return [*self.token.parts, *self.token.joined]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: every term of one of the alternatives."""

    alternatives: list[list[Term]] = field(default_factory=list)

    @property
    def terms(self) -> Iterator[Term]:
        """Yield every term."""
        return (term for terms in self.alternatives for term in terms)

    @property
    def only_term(self) -> Term | None:
        """Return the term, where there is but one, that may be a ticket's number."""
        terms = list(self.terms)
        return terms[0] if len(terms) == 1 and not terms[0].is_excluded else None


def asked(text: str, *, is_typing: bool = False) -> Question:
    """Return what ``text`` asks for; while somebody is typing the last word may still be going on."""
    alternatives: list[list[Term]] = [[]]
    for term in _terms(text, is_typing=is_typing):
        if term is None:
            alternatives.append([])
        elif sum(map(len, alternatives)) < MOST_TERMS:
            alternatives[-1].append(term)
    return Question([_telling(terms) for terms in alternatives if terms])


def _telling(terms: list[Term]) -> list[Term]:
    """Leave stop words and single letters out, unless nothing else is asked for."""
    return [term for term in terms if _tells(term)] or terms


def _tells(term: Term) -> bool:
    parts = term.token.parts
    return term.is_phrase or len(parts) > 1 or parts[0].isdecimal() or not _is_idle(parts[0])


def _is_idle(word: str) -> bool:
    return len(word) == 1 or word in EVERY_STOP_WORD


def _terms(text: str, *, is_typing: bool) -> Iterator[Term | None]:
    """Yield the terms in order, and nothing for each "or"."""
    end = 0
    for match in PIECE.finditer(text):
        yield from map(Term, tokens(text[end : match.start()]))
        yield from _piece(match)
        end = match.end()
    rest = list(tokens(text[end:]))
    for token in rest:
        is_last = token is rest[-1] and not text[-1].isspace()
        yield Term(token, is_beginning=is_typing and is_last)


def _piece(match: re.Match[str]) -> Iterable[Term | None]:
    found = match.groupdict()
    if found["or"]:
        return [None]
    if found["phrase"]:
        parts = tuple(part for token in tokens(found["phrase"]) for part in token.parts)
        return [Term(Token(parts), is_phrase=True, is_excluded=bool(found["minus"]))] if parts else []
    if found["without"]:
        return [Term(token, is_excluded=True) for token in tokens(found["without"])]
    return [Term(token, is_beginning=True) for token in tokens(found["beginning"])]


def _forms(words: Iterable[str], stems: Mapping[Unstemmed, str]) -> list[str]:
    known, unknown = all_stems(words, list(Language))
    return [_quoted(lexeme) for lexeme in {*known, *(stems[one] for one in unknown if one in stems)}]


def _quoted(lexeme: str) -> str:
    return f"'{lexeme}'"
