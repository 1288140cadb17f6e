"""Keeping the words of a ticket where the search finds them."""

from django.db import connection

from tickets.models import Ticket

# One statement, so that two writers of one ticket never leave half of each other's words behind.
INDEX = """
INSERT INTO tickets_searchdocument (ticket_id, public, internal)
SELECT t.id, p.words, p.words || i.words
FROM tickets_ticket t
CROSS JOIN LATERAL (
    SELECT setweight(to_tsvector('desk', t.reference || ' ' || t.subject), 'A')
        || setweight(to_tsvector('desk', concat_ws(' ', t.requester_name, t.requester_email, c.name, k.name)), 'B')
        || setweight(to_tsvector('desk', left(regexp_replace(t.description, '<[^>]*>', ' ', 'g'), 200000)), 'C')
        || setweight(to_tsvector('desk', left(coalesce(string_agg(m.text, ' ' ORDER BY m.at), ''), 200000)), 'C')
        || setweight(to_tsvector('desk', left(coalesce(string_agg(m.attached_text, ' ' ORDER BY m.at), ''), 200000)), 'D')
        AS words
    FROM (SELECT 1) one
    LEFT JOIN crm_company c ON c.id = t.company_id
    LEFT JOIN crm_contact k ON k.id = coalesce(t.requester_id, t.crm_contact_id)
    LEFT JOIN tickets_message m ON m.ticket_id = t.id AND NOT m.is_unconfirmed AND m.taken_back_at IS NULL
    GROUP BY c.name, k.name
) p
CROSS JOIN LATERAL (
    SELECT to_tsvector('desk', left(coalesce(string_agg(n.text, ' '), ''), 100000)) AS words
    FROM tickets_note n
    WHERE n.ticket_id = t.id AND n.visibility = 'internal' AND n.deleted_at IS NULL
) i
WHERE t.id = %s
ON CONFLICT (ticket_id) DO UPDATE SET public = excluded.public, internal = excluded.internal
"""


def index(ticket: Ticket) -> None:
    """Write the words of ``ticket`` anew; confidential notes are never among them."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [ticket.pk])
