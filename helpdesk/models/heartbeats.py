"""Signs of life of the processes that no page would miss at once."""

from django.db import models

from helpdesk.querysets import HeartbeatQuerySet


class Heartbeat(models.Model):
    """When a process was last seen at work; ``helpdesk.enums`` names it (Process, Deed)."""

    process = models.CharField(max_length=10, primary_key=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.process
