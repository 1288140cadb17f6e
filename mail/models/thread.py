"""A conversation by mail, and the secret addresses that lead answers back to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from mail.models.mailbox import Mailbox
from mail.querysets import ReplyTokenQuerySet, ThreadQuerySet


class Thread(models.Model):
    """Mails that belong together; an upper app's conversation hangs on it by OneToOne."""

    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, blank=True, related_name="threads")
    root_message_id = models.CharField(max_length=998)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    created_at = models.DateTimeField(default=current_time.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail thread")
        verbose_name_plural = _("mail threads")
        constraints = [
            models.CheckConstraint(name="thread_has_root", condition=~Q(root_message_id="")),
            models.CheckConstraint(name="thread_not_merged_into_itself", condition=~Q(merged_into=models.F("pk"))),
        ]

    def __str__(self) -> str:
        return self.root_message_id


class ReplyToken(models.Model):
    """The right of one correspondent to append to one thread; only its hash is kept."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="tokens")
    address = models.CharField(max_length=254)
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=current_time.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply token")
        verbose_name_plural = _("reply tokens")
        constraints = [
            models.UniqueConstraint(
                "thread", "address", name="reply_token_one_valid", condition=Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} → {self.thread_id}"
