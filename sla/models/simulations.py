"""A policy tried out on what is past, in parts that can be done one by one."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from sla.models.calendars import Calendar
from sla.models.policies import Policy
from sla.querysets import SimulationPartQuerySet, SimulationQuerySet
from sla.terms import Terms


class Simulation(models.Model):
    """What a policy, as drafted, would have meant for the conversations of a period; it moves no clock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(unique=True, help_text=_("Idempotency key: the same form sent twice is one simulation."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key
    policy = models.ForeignKey(Policy, models.CASCADE, related_name="simulations", verbose_name=_("policy"))
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    data = models.JSONField(_("terms"))
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    is_for_all = models.BooleanField(_("for all tickets"), default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("simulation")
        verbose_name_plural = _("simulations")
        constraints: ClassVar = [
            models.CheckConstraint(name="sla_simulation_ends_after_it_begins", condition=Q(first__lte=F("last"))),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.first} – {self.last}"

    def get_absolute_url(self) -> str:
        """Return the page of its progress and result."""
        return reverse("reports:simulation_detail", args=[self.public_id])

    @property
    def terms(self) -> Terms:
        """Return what is tried out."""
        return Terms.from_data(self.data)

    @property
    def is_done(self) -> bool:
        """Say whether every part has its result."""
        return self.finished_at is not None


class SimulationPart(models.Model):
    """Some of the agreements of a simulation; ``rows`` is what came of each promise, once it is done.

    A row is ``[agreement, kind, priority, group, late before, late after, due]``; nothing (null) is not promised.
    """

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="parts", verbose_name=_("simulation"))
    number = models.PositiveIntegerField(_("number"))
    agreements = ArrayField(models.BigIntegerField(), verbose_name=_("agreements"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    rows = models.JSONField(_("result"), default=list)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = SimulationPartQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["simulation", "number"]
        verbose_name = _("part of a simulation")
        verbose_name_plural = _("parts of simulations")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_simulation_part_once", fields=["simulation", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.simulation} · {self.number}"
