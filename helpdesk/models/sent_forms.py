"""Forms that were saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.querysets import SentFormQuerySet


class SentForm(models.Model):
    """A form under whose key a row was made that keeps no key itself; kept as long as somebody may send it again."""

    key = models.UUIDField(primary_key=True)
    row = models.CharField(max_length=255)  # its primary key, as text
    at = models.DateTimeField(default=current_time.now, editable=False, db_index=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return str(self.key)
