"""Reads of what people at the desk were told."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from helpdesk.models import User

if TYPE_CHECKING:
    from tickets.models import Notification, NotificationSetting


class NotificationQuerySet(QuerySet["Notification"]):
    """News for people at the desk."""

    def of(self, user: User) -> Self:
        """Keep what ``user`` was told, as long as he works at the desk."""
        return self.filter(user=user) if user.is_agent else self.none()

    def unread_count(self, most: int) -> int:
        """Count what was not looked at yet, but never farther than ``most``: a page shows no more."""
        return len(self.unread().order_by().values_list("pk")[:most])

    def unread(self) -> Self:
        """Keep what was not looked at yet."""
        return self.filter(read_at=None)

    def about_copy(self, delivery: int) -> Self:
        """Keep what was told of one copy of a mail."""
        return self.filter(data__delivery=delivery)

    def for_list(self) -> Self:
        """Fetch along what a line shows, the newest first."""
        return self.select_related("ticket").order_by("-at", "-pk")


class NotificationSettingQuerySet(QuerySet["NotificationSetting"]):
    """How people want to be told."""

    def of(self, user: User) -> Self:
        """Keep the wishes of ``user``."""
        return self.filter(user=user)
