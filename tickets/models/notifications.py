"""What somebody at the desk is told of, in the app; and what each wants to be told of, and how."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.enums import NotificationKind
from tickets.models.ticket import Ticket
from tickets.querysets import NotificationQuerySet, NotificationSettingQuerySet


class Notification(models.Model):
    """One piece of news for one person about one ticket: new until they looked at their news, unread until they opened it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("who")
    )
    ticket = models.ForeignKey(
        Ticket,
        models.CASCADE,
        related_name="notifications",
        related_query_name="notification",
        verbose_name=_("ticket"),
    )
    kind = models.CharField(_("what"), max_length=20, choices=NotificationKind)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("when"))
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notification_of_user"),
            models.Index(fields=["user", "ticket", "-id"], name="notification_of_ticket"),
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["user"], name="notification_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"{NotificationKind(self.kind).label}: {self.ticket}"

    @property
    def due(self) -> datetime | None:
        """Return the deadline that it is about, if it is about one."""
        due = self.data.get("due")
        return datetime.fromisoformat(due) if due else None

    @property
    def template_name(self) -> str:
        """Return the template that says it in one line: ``tickets/notifications/breached.txt``."""
        return f"tickets/notifications/{self.kind}.txt"


class NotificationSetting(models.Model):
    """How one person wants to be told of one kind of news; without it, in the app and by mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_settings", verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=20, choices=NotificationKind)
    in_app = models.BooleanField(_("in the app"), default=True)
    by_mail = models.BooleanField(_("by mail"), default=True)

    objects = NotificationSettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification setting")
        verbose_name_plural = _("notification settings")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_setting_once")]

    def __str__(self) -> str:
        return f"{self.user}: {NotificationKind(self.kind).label}"
