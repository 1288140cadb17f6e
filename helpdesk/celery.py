"""The Celery application: every job is tried again when a service was away; the beat schedule is code, in settings."""

import os

from celery import Celery, Task
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import ConnectionError as RedisAway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")


class PatientTask(Task[..., object]):
    """A job that waits, longer each time, for a database, a queue or a disk that is away; then it is seen as failed."""

    autoretry_for = (OperationalError, InterfaceError, BrokerAway, RedisAway, OSError)
    retry_backoff = True
    max_retries = 5


app = Celery("helpdesk", task_cls=PatientTask, fixups=["helpdesk.fixup:fixup"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
