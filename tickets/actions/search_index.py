"""Keeping the words of a ticket where the search finds them: those of its own, and once those of each message and note."""

import re
from collections.abc import Iterable
from html import unescape

from django.db import connection, transaction

from helpdesk.enums import Language
from tickets import fulltext
from tickets.actions.locking import locked
from tickets.enums import Visibility
from tickets.fulltext import Lexemes
from tickets.models import Message, Note, SearchDocument, Ticket

TAG = re.compile(r"<[^>]*>")
WRITE = """
INSERT INTO tickets_searchdocument (ticket_id, message_id, note_id, is_public, version, words)
VALUES (%s, %s, %s, %s, %s, %s::tsvector || array_to_tsvector(ARRAY(
    SELECT DISTINCT mark || stem
    FROM (
        SELECT mark, (ts_lexize(dictionary::regdictionary, word))[1] AS stem
        FROM unnest(string_to_array(%s, ' '), string_to_array(%s, ' '), string_to_array(%s, ' '))
            AS unstemmed (mark, dictionary, word)
    ) stemmed
    WHERE stem <> ''
)))
ON CONFLICT (ticket_id, message_id, note_id)
DO UPDATE SET is_public = excluded.is_public, words = excluded.words
"""


def index_ticket(ticket: Ticket, *, is_new: bool = False) -> None:
    """Write down what ``ticket`` is found by besides what is said in it: its numbers, subject, description and people."""
    aliases: Iterable[str] = [] if is_new else ticket.aliases.values_list("reference", flat=True)
    prose = f"{ticket.subject}\n{_plain(ticket.description)}"
    references = [ticket.reference, *aliases]
    names = "\n".join([*references, ticket.slug, *_people(ticket)])
    usual = Language(ticket.language)
    _write(SearchDocument(ticket=ticket), fulltext.lexemes(prose, usual, names=names, references=references))


def _people(ticket: Ticket) -> Iterable[str]:
    yield from (ticket.requester_name, ticket.requester_email)
    if ticket.company:
        yield from (ticket.company.name, ticket.company.phone)
    person = ticket.requester or ticket.crm_contact
    if person:
        yield from (person.name, person.phone)


def index_message(message: Message, files: Iterable[str] | None = None) -> None:
    """Write down what is said in ``message``; nobody finds what is unconfirmed or was taken back.

    What opens a ticket is its description already. Whoever knows the names of its ``files`` spares a query.
    """
    if message.is_unconfirmed or message.undone_at:
        SearchDocument.objects.of_message(message).delete()
        return
    ticket = message.ticket
    is_told = _plain(message.html).split() == _plain(ticket.description).split()
    prose = f"{'' if is_told else message.text}\n{message.attached_text}"
    names_of_files: Iterable[str] = message.attachments.values_list("name", flat=True) if files is None else files
    names = "\n".join([message.sender_name, message.sender_email, *message.cc, *names_of_files])
    document = SearchDocument(ticket=ticket, message=message)
    _write(document, fulltext.lexemes(prose, Language(ticket.language), names=names))


def index_note(note: Note) -> None:
    """Write down what is said in ``note``, for agents alone; confidential words and deleted ones are nowhere."""
    if note.visibility != Visibility.INTERNAL or note.deleted_at:
        SearchDocument.objects.of_note(note).delete()
        return
    names = "\n".join(note.attachments.values_list("name", flat=True))
    document = SearchDocument(ticket=note.ticket, note=note, is_public=False)
    _write(document, fulltext.lexemes(note.text, Language(note.ticket.language), names=names))


@transaction.atomic
def index_again(ticket: Ticket) -> None:
    """Write down everything that ``ticket`` is found by, as this version does."""
    ticket = locked(ticket)
    for message in ticket.messages.all():
        index_message(message)
    for note in ticket.notes.all():
        index_note(note)
    index_ticket(ticket)
    SearchDocument.objects.filter(ticket=ticket).update(version=fulltext.VERSION)


def _plain(html: str) -> str:
    return unescape(TAG.sub(" ", html))


def _write(document: SearchDocument, found: Lexemes) -> None:
    # One text each: psycopg takes longer to write an array of words than PostgreSQL to split it.
    unstemmed = (" ".join(getattr(one, name) for one in found.unstemmed) for name in ("mark", "dictionary", "word"))
    of = (document.ticket_id, document.message_id, document.note_id, document.is_public)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*of, fulltext.VERSION, found.vector, *unstemmed])
