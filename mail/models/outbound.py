"""The outbox: mail that we decided to send, kept with the bytes it was first built to."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.enums import Language
from helpdesk.models import StoredFile
from mail.enums import AutoSubmitted, OutboundKind
from mail.models.mailbox import Mailbox
from mail.models.thread import Thread
from mail.querysets import OutboundMailQuerySet


class OutboundMail(models.Model):
    """One outgoing mail; each recipient's copy is a ``Delivery``."""

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="outbound", verbose_name=_("mailbox"))
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, blank=True, related_name="outbound")
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OutboundKind)
    subject = models.CharField(_("subject"), max_length=200)
    from_name = models.CharField(_("name of sender"), max_length=255, blank=True)
    reply_to = models.CharField(
        _("answers go to"), max_length=320, blank=True, help_text=_("Blank: the reply address of the thread.")
    )
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.JSONField(default=list, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    auto_submitted = models.CharField(max_length=14, choices=AutoSubmitted, blank=True, default=AutoSubmitted.NO)
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True)
    link = models.URLField(_("where what does not fit is found"), max_length=500, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True)
    bulk = models.BooleanField(_("for our own people"), default=False)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    mime_sha256 = models.CharField(max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)

    objects = OutboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outbound_automatic_iff_marked",
                condition=Q(kind="reply", auto_submitted="") | (~Q(kind="reply") & ~Q(auto_submitted="")),
            ),
            models.CheckConstraint(name="outbound_bulk_is_automatic", condition=Q(bulk=False) | ~Q(kind="reply")),
        ]

        indexes = [
            models.Index(fields=["created_at"], name="outbound_automatic_by_age", condition=~Q(kind="reply")),
            HashIndex(fields=["mime_sha256"], name="outbound_mime_sha256", condition=~Q(mime_sha256="")),
        ]

    def __str__(self) -> str:
        return self.subject


class OutboundAttachment(models.Model):
    """A file that goes with an outgoing mail, or an image shown in it."""

    outbound = models.ForeignKey(OutboundMail, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    content_id = models.CharField(max_length=255, blank=True)
    inline = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="outbound_inline_has_cid", condition=Q(inline=False) | ~Q(content_id="")),
        ]

    def __str__(self) -> str:
        return self.name
