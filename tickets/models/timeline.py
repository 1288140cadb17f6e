"""The timeline: events, and the messages, notes and files that they tell of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time, dangerous_files
from helpdesk.models import StoredFile
from mail import parser_warnings
from mail.models import InboundMail, OutboundMail
from mail.parser import Doubt
from tickets.enums import Direction, MessageWarning, Source, Visibility
from tickets.models.ticket import Ticket
from tickets.querysets import AttachmentQuerySet, EventQuerySet, MessageQuerySet, NoteQuerySet

SPECK = 200  # bytes; an image so small shows nothing
REMARKS = (
    *(Doubt.ENCRYPTED, Doubt.SIGNED, Doubt.LONG_TEXT, Doubt.LONG_HTML, Doubt.NO_PARTS, Doubt.DAMAGED),
    Doubt.CLOCK_OFF,
)
UNTOLD = (*REMARKS, Doubt.LEFT_OUT)  # said elsewhere


def _warning_texts(warnings: list[str]) -> list[str]:
    known, told = MessageWarning.values, [code for code in warnings if code not in UNTOLD]
    return list(
        filter(None, (str(MessageWarning(c).label) if c in known else parser_warnings.label_of(c) for c in told))
    )


class Message(models.Model):
    """Something said in public: by the customer, or to them."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction)
    source = models.CharField(max_length=10, choices=Source, default=Source.MAIL)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    sender_name = models.CharField(max_length=200, blank=True)
    sender_email = models.EmailField(blank=True)
    recipients = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    html = models.TextField(help_text=_("Sanitised; the part that is new."))
    quoted_html = models.TextField(blank=True, help_text=_("Sanitised; what was quoted, folded when shown."))
    text = models.TextField(help_text=_("Plain text of the new part."))
    remote_images = models.JSONField(
        default=list, blank=True, help_text=_("Addresses of images on other servers, by the numbers in the words.")
    )
    sanitiser = models.PositiveSmallIntegerField(default=1, help_text=_("Version of the sanitiser."))
    is_automatic = models.BooleanField(default=False)
    is_unconfirmed = models.BooleanField(
        default=False, help_text=_("From somebody who takes no part in the ticket; hidden from customers.")
    )
    warnings = models.JSONField(default=list, blank=True, help_text=_("Warnings about the mail; codes."))
    attached_text = models.TextField(blank=True, help_text=_("Text of attached mails, for the search alone."))
    left_out = models.JSONField(
        default=list, blank=True, help_text=_("Files that stayed in the raw mail: name, size, code of the reason.")
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    inbound = models.OneToOneField(InboundMail, models.PROTECT, null=True, blank=True, related_name="+")
    outbound = models.OneToOneField(OutboundMail, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_index=True)
    key = models.UUIDField(unique=True, null=True, blank=True, editable=False, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.text[:60]}"

    @property
    def can_be_undone(self) -> bool:
        """Say whether its mail is still held back for its writer to think again."""
        held = self.outbound.not_before if self.outbound and not self.undone_at else None
        return held is not None and held > current_time.now()

    @property
    def warning_texts(self) -> list[str]:
        """Say what agents should know before they believe the mail."""
        return _warning_texts(self.warnings)

    @property
    def remarks(self) -> list[str]:
        """Say what everybody should know about how the mail was read."""
        return [parser_warnings.label_of(code) for code in REMARKS if code in self.warnings]

    @property
    def files_left_out(self) -> list[tuple[str, int, str]]:
        """Return name, size and reason of each file that stayed in the raw mail."""
        return [(name, size, parser_warnings.why_left_out(reason)) for name, size, reason in self.left_out]

    @property
    def safe_html(self) -> SafeString:
        """Return the new words; they were cleaned when they were written down."""
        return mark_safe(self.html)  # noqa: S308 -- only tickets.actions.messages writes it, cleaned


class Note(models.Model):
    """Something said among agents, or, confidential, only to oneself."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("operator"))
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.INTERNAL)
    inbound = models.ForeignKey(
        InboundMail, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("came by mail")
    )
    warnings = models.JSONField(default=list, blank=True, help_text=_("Warnings about the mail; codes."))
    html = models.TextField()
    text = models.TextField()
    at = models.DateTimeField(_("inserted"))
    deleted_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, null=True, blank=True, editable=False, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "pk"]
        permissions = [("delete_any_note", "Can delete notes of others")]
        constraints = [
            models.CheckConstraint(
                name="note_never_public", condition=Q(visibility__in=[Visibility.INTERNAL, Visibility.CONFIDENTIAL])
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_visibility_display()}"

    @property
    def is_claimed(self) -> bool:
        """Say whether it came by a mail that is not proven to be from its author."""
        return MessageWarning.CLAIMED in self.warnings

    @property
    def is_confidential(self) -> bool:
        """Say whether it is for its author alone."""
        return self.visibility == Visibility.CONFIDENTIAL

    @property
    def warning_texts(self) -> list[str]:
        """Say what agents should know before they believe the mail that it came by."""
        return _warning_texts(self.warnings)

    @property
    def safe_html(self) -> SafeString:
        """Return the words; they were cleaned when they were written down."""
        return mark_safe(self.html)  # noqa: S308 -- only tickets.actions.notes writes it, cleaned


class Event(models.Model):
    """One line of the timeline; never changed, never deleted."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.INTERNAL)
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="event")
    note = models.OneToOneField(Note, models.PROTECT, null=True, blank=True, related_name="event")
    data = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["ticket", "at", "id"], name="event_by_ticket")]
        constraints = [
            models.CheckConstraint(
                name="event_kind_is_app_and_participle", condition=Q(kind__regex=r"^[a-z]+\.[a-z_]+$")
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.kind}"

    @property
    def template_name(self) -> str:
        """Return the template that tells this event: ``tickets/timeline/moved.html``."""
        app, _dot, name = self.kind.partition(".")
        return f"{app}/timeline/{name}.html"


class Attachment(models.Model):
    """A file under the name it came with, at a message or a note."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="attachments")
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=255)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_message_or_note",
                condition=Q(message__isnull=False, note=None) | Q(message=None, note__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where the file is answered."""
        return reverse("tickets:attachment_download", args=[self.public_id])

    @property
    def ticket(self) -> Ticket:
        """Return the ticket that the file belongs to."""
        return (self.message or self.note).ticket  # type: ignore[union-attr]  # a constraint sees to it

    @property
    def is_dangerous(self) -> bool:
        """Say whether opening the file may do harm."""
        return dangerous_files.is_dangerous(self.name, self.file.content_type)

    @property
    def is_listed(self) -> bool:
        """Say whether people want to see the file: not what the words show already, nor a speck that counts readers."""
        is_speck = self.file.size <= SPECK and self.file.content_type.startswith("image/")
        return not self.is_inline and not is_speck
