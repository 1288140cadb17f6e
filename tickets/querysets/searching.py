"""Searching tickets: from a question to the rows that answer it, each part of it by an index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from crm.models import Company, Contact
from crm.querysets import resembling
from helpdesk.models import User
from tickets.fulltext import VERSION, Question, Term
from tickets.fulltext.stems import Unstemmed

if TYPE_CHECKING:
    from tickets.models import Message, Note, SearchDocument
    from tickets.querysets.tickets import TicketQuerySet

SHORTEST_NAME = 4  # letters; in a shorter one every slip makes another name
STEMS = """
SELECT mark, dictionary, word, mark || (ts_lexize(dictionary::regdictionary, word))[1]
FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (mark, dictionary, word)
"""
NUMBER, EXACT, FORM, BEGINNING = 3, 2, 1, 0


class LexemeQuery(SearchQuery):
    """A ``tsquery`` as it is written, its lexemes taken as they are."""

    template = "%(expressions)s::tsquery"


class SearchDocumentQuerySet(QuerySet["SearchDocument"]):
    """What tickets are found by."""

    def of_message(self, message: "Message") -> Self:
        """Keep the words of ``message``."""
        return self.filter(ticket=message.ticket_id, message=message)

    def of_note(self, note: "Note") -> Self:
        """Keep the words of ``note``."""
        return self.filter(ticket=note.ticket_id, note=note)

    def outdated(self) -> Self:
        """Keep the own rows of tickets that another version has indexed, or none, the newest tickets first."""
        own = self.filter(message=None, note=None)
        return own.filter(version__lt=VERSION).select_related("ticket").order_by("-ticket")

    def readable_by(self, user: User) -> Self:
        """Keep what ``user`` may find: agents everything that is here, customers what is public."""
        return self if user.is_agent else self.filter(is_public=True)

    def matching(self, query: str) -> Self:
        """Keep what matches a ``tsquery``."""
        return self.filter(words=LexemeQuery(query))

    def search(self, question: Question) -> "Search":
        """Ask ``question`` of these; what its words come from is asked of PostgreSQL."""
        return Search(question, stems_of(one for term in question.terms for one in term.unstemmed), self)


def stems_of(unstemmed: Iterable[Unstemmed]) -> dict[Unstemmed, str]:
    """Return the marked stems that PostgreSQL's dictionaries have for words; a stop word has none."""
    wanted = list(dict.fromkeys(unstemmed))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [[getattr(one, name) for one in wanted] for name in ("mark", "dictionary", "word")])
        return {Unstemmed(*of): stem for *of, stem in cursor.fetchall() if stem is not None}


@dataclass(frozen=True, slots=True)
class Search:
    """A question, the stems of its words, and what whoever asks may find."""

    question: Question
    stems: dict[Unstemmed, str]
    documents: SearchDocumentQuerySet

    def answering[Tickets: "TicketQuerySet"](self, tickets: Tickets) -> Tickets:
        """Keep the tickets that answer, with their ``closeness``."""
        if not self.question.alternatives:
            return tickets.none().annotate(closeness=Value(FORM))
        return tickets.filter(self._all(tickets, self._widest)).annotate(closeness=self._closeness(tickets))

    def resembling[Tickets: "TicketQuerySet"](self, tickets: Tickets) -> Tickets:
        """Keep the tickets that would answer if a word of the question were the name of their client or requester."""
        if not any(map(_may_be_a_name, self.question.terms)):
            return self.answering(tickets)
        return tickets.filter(self._all(tickets, self._or_a_name)).annotate(closeness=Value(FORM))

    def _closeness(self, tickets: "TicketQuerySet") -> Case:
        number = self.question.only_term
        levels = [When(self._matching(number.number), then=Value(NUMBER))] if number else []
        levels.append(When(self._all(tickets, self._exact), then=Value(EXACT)))
        is_begun = any(term.may_begin for term in self.question.terms)
        if is_begun:
            levels.append(When(self._all(tickets, self._broad), then=Value(FORM)))
        return Case(*levels, default=Value(BEGINNING if is_begun else FORM), output_field=IntegerField())

    def _all(self, tickets: "TicketQuerySet", condition: Callable[[Term], Q]) -> Q:
        """Ask for every term of an alternative. Of several each is searched for by itself: an OR would use no index."""
        every = [self._every(terms, condition) for terms in self.question.alternatives]
        if len(every) == 1:
            return every[0]
        first, *rest = (tickets.model.objects.filter(one).values("pk") for one in every)
        return Q(pk__in=first.union(*rest))

    def _every(self, terms: Iterable[Term], condition: Callable[[Term], Q]) -> Q:
        asked = Q()
        for term in terms:
            asked &= ~self._exact(term) if term.is_excluded else condition(term)
        return asked

    def _matching(self, query: str) -> Q:
        return Q(pk__in=self.documents.matching(query).values("ticket"))

    def _exact(self, term: Term) -> Q:
        return self._matching(term.exact)

    def _broad(self, term: Term) -> Q:
        return self._matching(term.broad(self.stems))

    def _widest(self, term: Term) -> Q:
        return self._matching(f"{term.broad(self.stems)} | {term.beginning}") if term.may_begin else self._broad(term)

    def _or_a_name(self, term: Term) -> Q:
        if not _may_be_a_name(term):
            return self._widest(term)
        from tickets.models import Ticket  # noqa: PLC0415 -- the models of this app import this module

        [like] = resembling(term.token.parts[0])
        companies, contacts = (model.objects.filter(like).order_by().values("pk") for model in (Company, Contact))
        by_words = self.documents.matching(term.broad(self.stems)).values("ticket")
        by_name = [{"company__in": companies}, {"requester__in": contacts}, {"crm_contact__in": contacts}]
        return Q(pk__in=by_words.union(*(Ticket.objects.filter(**one).values("pk") for one in by_name)))


def _may_be_a_name(term: Term) -> bool:
    parts = term.token.parts
    return not (term.is_excluded or term.is_phrase) and len(parts) == 1 and len(parts[0]) >= SHORTEST_NAME
