"""The journal: every incoming mail, kept raw before anybody looks into it."""

from django.contrib import admin
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from mail import decision as decisions
from mail import raw_store
from mail.decision import Decision
from mail.enums import Ignored, InboundStatus
from mail.errors import RawForgotten
from mail.models.mailbox import Mailbox
from mail.models.thread import Thread
from mail.parser import auto
from mail.querysets import InboundMailQuerySet


class InboundMail(models.Model):
    """One incoming mail. The raw bytes lie in a file named by ``raw_sha256``; the rest is what we made of it."""

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="inbound", verbose_name=_("mailbox"))
    folder = models.CharField(_("folder"), max_length=255, blank=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    moved_to = models.CharField(_("moved to"), max_length=255, blank=True)
    moved_uidvalidity = models.BigIntegerField(null=True, blank=True)
    moved_uid = models.BigIntegerField(null=True, blank=True)
    cleared_at = models.DateTimeField(_("deleted on the server"), null=True, blank=True)
    envelope_from = models.CharField(_("envelope sender"), max_length=320, blank=True)
    envelope_to = models.CharField(_("envelope recipient"), max_length=320, blank=True)
    received_at = models.DateTimeField(_("received"))
    journaled_at = models.DateTimeField(default=current_time.now, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    raw_sha256 = models.CharField(max_length=64)
    raw_fp = models.CharField(max_length=64)
    raw_deleted_at = models.DateTimeField(_("raw mail deleted"), null=True, blank=True)

    content_fp = models.CharField(max_length=64, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=998, blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    sender_name = models.CharField(_("name of sender"), max_length=255, blank=True)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    is_auto = models.BooleanField(_("automatic"), default=False)

    status = models.CharField(_("status"), max_length=11, choices=InboundStatus, default=InboundStatus.RECEIVED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    decision = models.JSONField(_("decision"), default=dict, blank=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, blank=True, related_name="inbound")
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="duplicates")

    objects = InboundMailQuerySet.as_manager()
    has_kin = True  # whether the journal may hold a copy of it, or an answer; who has looked and found none says so

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "mailbox",
                "folder",
                "uidvalidity",
                "uid",
                name="inbound_fetched_once",
                condition=Q(uid__isnull=False),
            ),
            models.CheckConstraint(
                name="inbound_uid_with_validity",
                condition=Q(uid__isnull=True, uidvalidity__isnull=True)
                | Q(uid__isnull=False, uidvalidity__isnull=False),
            ),
            models.CheckConstraint(
                name="inbound_settled_iff_dated",
                condition=Q(status__in=["processed", "ignored", "quarantined"], handled_at__isnull=False)
                | Q(status__in=["received", "failed"], handled_at__isnull=True),
            ),
        ]
        indexes = [
            HashIndex(fields=["message_id"], name="inbound_message_id_hash"),
            HashIndex(fields=["in_reply_to"], name="inbound_in_reply_to_hash", condition=~Q(in_reply_to="")),
            models.Index(
                fields=["mailbox", "moved_uidvalidity", "moved_uid"],
                name="inbound_moved",
                condition=Q(moved_uid__isnull=False),
            ),
            models.Index(fields=["raw_fp"], name="inbound_raw_fp"),
            HashIndex(fields=["raw_sha256"], name="inbound_raw_sha256", condition=Q(raw_deleted_at=None)),
            models.Index(fields=["content_fp"], name="inbound_content_fp"),
            models.Index(fields=["sender", "-id"], name="inbound_by_sender"),
            models.Index(fields=["-received_at", "-id"], name="inbound_newest"),
            models.Index(fields=["status", "-received_at"], name="inbound_by_status"),
            models.Index(fields=["handled_at"], name="inbound_with_raw", condition=Q(raw_deleted_at=None)),
            models.Index(
                fields=["next_attempt_at"], name="inbound_waiting", condition=Q(status__in=["received", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page of this mail in the administration."""
        return reverse("admin:mail_inboundmail_change", args=[self.pk])

    def raw(self) -> bytes:
        """Return the mail as it came, for somebody who asks; refuse where that was deleted, is gone or damaged."""
        if self.raw_deleted_at:
            raise RawForgotten
        return raw_store.demand(self.raw_sha256)

    def peek(self) -> bytes:
        """Return the mail as it came; nothing where that was deleted, is gone or damaged."""
        return b"" if self.raw_deleted_at else raw_store.peek(self.raw_sha256)

    @property
    def decided(self) -> Decision:
        """Return what was found out and decided about it."""
        return decisions.read_back(self.decision)

    @decided.setter
    def decided(self, decision: Decision) -> None:
        self.decision = decisions.stored(decision)

    @property
    @admin.display(description=_("What happened"))
    def why(self) -> str:
        """Say in plain words why the mail became nothing, or needs somebody."""
        decided = self.decided
        if decided.ignored in Ignored.values:
            reported = ", ".join(filter(None, [decided.recipient, decided.why]))
            return ": ".join(filter(None, [str(Ignored(decided.ignored).label), decided.reason or reported]))
        return gettext(self.last_error) if self.last_error else str(self.get_status_display())

    @property
    def sender_shown(self) -> str:
        """Return who wrote it, name and address, as far as is known."""
        address = self.sender or self.envelope_from
        return f"{self.sender_name} <{address}>" if self.sender_name else address

    @property
    def is_machine_made(self) -> bool:
        """Return whether nobody spoke; an automatic answer is withheld on weaker signs too (``is_auto``)."""
        return auto.is_machine(self.decided.auto_reasons)

    @property
    def is_own(self) -> bool:
        """Return whether it bears the address of a mailbox of ours as its sender."""
        return not {auto.OWN, auto.FORM}.isdisjoint(self.decided.auto_reasons)

    @property
    def is_from_list(self) -> bool:
        """Return whether it came through a mailing list, or to many at once."""
        return not auto.BY_LIST.isdisjoint(self.decided.auto_reasons)

    @property
    def is_waiting(self) -> bool:
        """Return whether somebody still has to take it in."""
        return self.status in (InboundStatus.RECEIVED, InboundStatus.FAILED)
