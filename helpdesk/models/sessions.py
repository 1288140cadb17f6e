"""Where people are signed in."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk import devices
from helpdesk.querysets import UserSessionQuerySet


class UserSession(models.Model):
    """Whose a session is, in which browser, and from where it was last seen; it goes with its session."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    signed_in_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects = UserSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.browser

    @property
    def browser(self) -> str:
        """Return what to call the browser."""
        return devices.name_of(self.user_agent)
