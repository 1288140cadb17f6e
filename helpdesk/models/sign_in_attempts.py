"""Attempts to get in, counted so that whoever guesses must wait."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.enums import AttemptPurpose
from helpdesk.querysets import AttemptCountQuerySet


class AttemptCount(models.Model):
    """How often somebody failed: at one account from one network or known browser, or in one network as a whole.

    ``account`` is a digest of what was typed, whether anybody has it or not; of a whole network it is empty.
    """

    purpose = models.CharField(max_length=13, choices=AttemptPurpose)
    account = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=current_time.now)
    wait_until = models.DateTimeField(default=current_time.now)

    objects = AttemptCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        indexes = [models.Index(fields=["since"], name="attempt_count_since")]
        constraints = [
            models.UniqueConstraint(fields=["account", "source", "purpose"], name="attempt_count_once"),
            models.CheckConstraint(name="attempt_count_purpose_known", condition=Q(purpose__in=AttemptPurpose.values)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.source}: {self.failures}"
