"""Tickets and notes, to look at; what happens to them goes through actions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helpdesk.admin_bases import ReadOnly
from helpdesk.models import User
from tickets.models import Note, Ticket
from tickets.querysets import Scope


class OfVisibleTickets:
    """Rows of tickets, named by ``ticket_path``: those of tickets that a person may not see are not here for them.

    Whoever may see all needs no seat at the desk for it.
    """

    ticket_path = "ticket"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep what this person may see."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # mixed into a ModelAdmin
        if not isinstance(request.user, User):
            return rows.none()
        if request.user.has_perm(Scope.ALL.value):
            return rows
        return rows.exclude(**{f"{self.ticket_path}__in": Ticket.objects.hidden_from(request.user)})


@admin.register(Ticket)
class TicketAdmin(OfVisibleTickets, ReadOnly, admin.ModelAdmin[Ticket]):
    """A ticket's facts; its status moves only through actions."""

    list_display = ("reference", "subject", "type", "status", "assignee", "created_at")
    list_select_related = ("type", "status", "assignee")
    list_filter = ("type", "status_category", "billing_status")
    search_fields = ("reference", "subject", "requester_email")
    show_full_result_count = False
    exclude = ("thread", "agreement", "assets")
    ticket_path = "pk"


@admin.register(Note)
class NoteAdmin(ReadOnly, admin.ModelAdmin[Note]):
    """Internal notes; a confidential one is shown to its author alone, whoever else may enter here (E15)."""

    list_display = ("ticket", "written_by", "visibility", "at")
    list_select_related = ("ticket", "author")
    fields = ("ticket", "written_by", "inbound", "doubts", "visibility", "text", "at")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """Keep what this person may read."""
        if not isinstance(request.user, User):
            return Note.objects.none()
        return Note.objects.visible_to(request.user)

    @admin.display(description=_("operator"))
    def written_by(self, note: Note) -> str:
        """Name the author; a mail that is not proven to be from them is not theirs."""
        if note.is_claimed:
            return f"{_('A mail in the name of %(who)s') % {'who': note.author.email}} · {_('Not proven')}"
        return f"{note.author} · {_('by mail')}" if note.inbound_id else str(note.author)

    @admin.display(description=_("doubtful"))
    def doubts(self, note: Note) -> str:
        """Say in words what is doubtful about the mail that it came by."""
        return " ".join(note.warning_texts)
