"""What both estimates of a ticket share: where they stand, and who ended them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from estimates.enums import EstimateState


def ended_iff_dated() -> Q:
    """Return the condition that an ended estimate has its date, and no other has one."""
    return Q(state=EstimateState.ENDED, ended_at__isnull=False) | (~Q(state=EstimateState.ENDED) & Q(ended_at=None))


def discount_in_range() -> Q:
    """Return the condition that a discount takes nothing, a part, or all."""
    return Q(discount_percent__gte=0, discount_percent__lte=100)


class Estimate(models.Model):
    """Where an estimate stands."""

    state = models.CharField(_("state"), max_length=11, choices=EstimateState, default=EstimateState.NOT_STARTED)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Say whether rows may be written."""
        return self.state == EstimateState.IN_PROGRESS

    @property
    def is_ended(self) -> bool:
        """Say whether it is locked."""
        return self.state == EstimateState.ENDED
