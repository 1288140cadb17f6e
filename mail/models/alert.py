"""Something about mail that an administrator must know, once however often it happens."""

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.deferred_text import rendered
from mail.models.mailbox import Mailbox
from mail.querysets import AlertQuerySet


class Alert(models.Model):
    """A trouble that lasts until it is settled; ``key`` says which one it is."""

    key = models.CharField(max_length=120)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, null=True, blank=True, related_name="alerts")
    said = models.JSONField()
    raised_at = models.DateTimeField(_("since"), default=current_time.now, editable=False)
    times = models.PositiveIntegerField(_("times"), default=1)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail alert")
        verbose_name_plural = _("mail alerts")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint("key", name="alert_open_once", condition=Q(settled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    @admin.display(description=_("what is wrong"))
    def text(self) -> str:
        """Say what is wrong, in the reader's language."""
        return rendered(self.said)
