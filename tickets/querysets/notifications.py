"""Reads of what people at the desk were told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, QuerySet

from helpdesk.models import User
from tickets.querysets.scopes import sees_all

if TYPE_CHECKING:
    from tickets.models import Note, Notification, NotificationSetting, Ticket


class NotificationQuerySet(QuerySet["Notification"]):
    """News for people at the desk."""

    def of(self, user: User) -> Self:
        """Keep what ``user`` was told, as long as they work at the desk."""
        return self.filter(user=user) if user.is_agent else self.none()

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` was told of tickets that they still may see."""
        from tickets.models import Ticket  # noqa: PLC0415 -- the models of this app import this module

        told = self.of(user)
        return told if sees_all(user) else told.filter(ticket__in=Ticket.objects.visible_to(user))

    def new_count(self, most: int) -> int:
        """Count the tickets with news that was not seen yet, up to ``most``, which is all that a page shows.

        Ten times as many lines are looked at: whoever never looks has thousands.
        """
        newest = self.unseen().order_by("-pk").values_list("ticket", flat=True)[: 10 * most]
        return min(len(set(newest)), most)

    def unseen(self) -> Self:
        """Keep what came since they last looked."""
        return self.filter(seen_at=None)

    def unread(self) -> Self:
        """Keep what was not opened yet."""
        return self.filter(read_at=None)

    def about(self, tickets: Iterable["Ticket"]) -> Self:
        """Keep what is about some ``tickets``."""
        return self.filter(ticket__in=tickets)

    def newest_of_each_ticket(self) -> Self:
        """Keep the last news of each ticket; what came before it belongs to the same row."""
        later = self.model.objects.filter(user=OuterRef("user"), ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def about_copy(self, delivery: int) -> Self:
        """Keep what was told of one copy of a mail."""
        return self.filter(data__delivery=delivery)

    def of_note(self, note: "Note") -> Self:
        """Keep what was told of one note."""
        return self.filter(ticket=note.ticket, data__note=note.pk)

    def for_list(self) -> Self:
        """Fetch along what a line shows, the newest first."""
        return self.select_related("ticket").order_by("-at", "-pk")


class NotificationSettingQuerySet(QuerySet["NotificationSetting"]):
    """How people want to be told."""

    def of(self, user: User) -> Self:
        """Keep the wishes of ``user``."""
        return self.filter(user=user)
