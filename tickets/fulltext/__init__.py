"""Text search in four languages: what a text is found by, and what a question asks for.

A text is kept as lexemes: its words as they are written, and marked with the language in capitals (``IT:fattur``) what
its words come from. A question is asked in every language; a text answers in its own.
"""

from tickets.fulltext.lexemes import VERSION, Lexemes, lexemes
from tickets.fulltext.questions import Question, Term, asked

__all__ = ["VERSION", "Lexemes", "Question", "Term", "asked", "lexemes"]
