"""What tickets are found by."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket
from tickets.models.timeline import Message, Note
from tickets.querysets import SearchDocumentQuerySet


class SearchDocument(models.Model):
    """What a ticket is found by: a row of its own, and one for each message and note that may be found.

    ``tickets.actions.search_index`` alone writes it, and ``tickets.fulltext`` says what the lexemes mean.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="documents", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+", db_index=False)
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="+", db_index=False)
    is_public = models.BooleanField(default=True, help_text=_("Found by customers too, not only by agents."))
    version = models.PositiveSmallIntegerField()
    words = SearchVectorField()

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "message", "note"], name="search_document_once", nulls_distinct=False
            )
        ]
        indexes = [
            GinIndex(fields=["words"], name="search_words"),
            models.Index(fields=["version"], condition=Q(message=None, note=None), name="search_document_version"),
        ]

    def __str__(self) -> str:
        return str(self.ticket_id)
