"""Jobs of the clock: what is kept of sign-ins and forms no longer than it is needed, and the worker's sign of life."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from helpdesk import actions, disk
from helpdesk.enums import Process


@shared_task
def forget_old() -> None:
    """Delete counts of attempts that slow nobody any more, sessions that have run out, and keys of old forms."""
    actions.sign_in_attempts.forget_old()
    actions.sessions.forget_old()
    actions.sent_forms.forget_old()


@shared_task
def show_life() -> None:
    """Note that a worker takes jobs, and how late: this one has waited behind all others."""
    actions.heartbeats.beat(Process.WORKER)


@shared_task
def forget_parts() -> None:
    """Delete what is left of files whose writing was cut off."""
    disk.forget_parts(Path(settings.MEDIA_ROOT))
