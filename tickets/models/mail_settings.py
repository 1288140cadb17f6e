"""Words of the desk's own mails, and how long each agent may undo what was sent."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.enums import Language
from tickets import placeholders
from tickets.enums import MailEvent
from tickets.querysets import MailPreferenceQuerySet, MailTemplateQuerySet


class MailTemplate(models.Model):
    """Words of our own for one event in one language; without them the built-in ones are sent."""

    event = models.CharField(_("event"), max_length=20, choices=MailEvent)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    subject = models.CharField(
        _("subject"),
        max_length=200,
        blank=True,
        help_text=_("Behind the ticket's number. Blank: the ticket's subject."),
    )
    text = models.TextField(
        _("text"),
        help_text=_("Plain text. Placeholders: %(names)s.") % {"names": ", ".join(sorted(placeholders.NAMES))},
    )

    objects = MailTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        ordering = ["event", "language"]
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="template_once_per_language")]

    def __str__(self) -> str:
        return f"{self.get_event_display()} ({self.language})"

    def clean(self) -> None:
        """Refuse words that name something that does not exist."""
        unknown = placeholders.unknown_names(f"{self.subject} {self.text}")
        if unknown:
            raise ValidationError(_("There is no placeholder %(names)s.") % {"names": ", ".join(sorted(unknown))})


class MailPreference(models.Model):
    """How long one agent's answers wait before they leave."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference")
    undo_seconds = models.PositiveSmallIntegerField(
        _("sending can be undone for"),
        default=0,
        choices=[(0, _("not at all"))] + [(n, _("%(n)s seconds") % {"n": n}) for n in (5, 10, 20, 30, 60)],
    )

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return str(self.user)
