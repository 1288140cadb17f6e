"""Whose images are fetched without asking."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from tickets.querysets import ImageTrustQuerySet


class ImageTrust(models.Model):
    """A person's decision to always see the images that a sender's mails name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.EmailField(_("sender"))
    at = models.DateTimeField(default=current_time.now, editable=False)

    objects = ImageTrustQuerySet.as_manager()

    class Meta:
        verbose_name = _("sender whose images are shown")
        verbose_name_plural = _("senders whose images are shown")
        constraints = [models.UniqueConstraint("user", "address", name="image_trust_once")]

    def __str__(self) -> str:
        return self.address
