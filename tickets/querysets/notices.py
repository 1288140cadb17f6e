"""Reads of what people at the desk were told."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from helpdesk.models import User

if TYPE_CHECKING:
    from tickets.models import Notification


class NotificationQuerySet(QuerySet["Notification"]):
    """News for people at the desk."""

    def of(self, user: User) -> Self:
        """Keep what ``user`` was told, as long as he works at the desk."""
        return self.filter(user=user) if user.is_agent else self.none()

    def unread(self) -> Self:
        """Keep what was not looked at yet."""
        return self.filter(read_at=None)

    def for_list(self) -> Self:
        """Fetch along what a line shows, the newest first."""
        return self.select_related("ticket").order_by("-at", "-pk")
