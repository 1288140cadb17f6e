"""The Celery application: every job is tried again when a service was away; the beat schedule is code, in settings."""

import os
from typing import Any

from celery import Celery, Task
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import ConnectionError as RedisAway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.project.settings")


class PatientTask(Task[..., object]):
    """A job that waits, longer each time, for a database, a queue or a disk that is away; then it is seen as failed."""

    autoretry_for = (OperationalError, InterfaceError, BrokerAway, RedisAway, OSError)
    retry_backoff = True
    max_retries = 5


class PatientCelery(Celery):
    """Sends jobs; while the queue is away, leaves them to the sweeps, for whoever asked must neither wait nor fail."""

    def send_task(self, *arguments: Any, **options: Any) -> Any:
        """Send a job, whether its task or only its name is known here.

        A job that asks to be tried again is not left to the sweeps: it stays with its worker.
        """
        from helpdesk import redis_circuit  # noqa: PLC0415 -- it asks the settings, and whoever only parses mail has none

        if options.get("retries"):
            return super().send_task(*arguments, **options)
        if redis_circuit.queue.is_broken:
            return None
        try:
            sent = super().send_task(*arguments, **options)
        except BrokerAway:
            redis_circuit.queue.broke()
            return None
        redis_circuit.queue.answered()
        return sent


app = PatientCelery("helpdesk", task_cls=PatientTask, fixups=["helpdesk.project.celery_fixup:fixup"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
