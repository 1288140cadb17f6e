"""What happened to accounts, rights and data that left the desk."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.enums import AuditKind
from helpdesk.querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """One thing that somebody did: who, when, what, from which address, and about whom.

    The database refuses to change or delete a row, save its words where a person is forgotten; see the migrations. A
    person may be deleted all the same: their number stays, so the columns of people are no foreign keys there.
    """

    at = models.DateTimeField(_("when"), default=current_time.now, editable=False)
    kind = models.CharField(_("what happened"), max_length=20, choices=AuditKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("who"),
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("about whom"),
    )
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_newest"),
            models.Index(fields=["about", "-at"], name="audit_event_about"),
            models.Index(fields=["actor", "-at"], name="audit_event_actor"),
            models.Index(fields=["subject"], name="audit_event_subject", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["address"], name="audit_event_address"),
        ]
        constraints = [models.CheckConstraint(name="audit_event_kind_known", condition=Q(kind__in=AuditKind.values))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}".strip()
