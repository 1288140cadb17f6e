"""What Celery does about Django's connections between two jobs."""

from celery import Celery
from celery.fixups.django import DjangoFixup, DjangoWorkerFixup  # type: ignore[attr-defined]  # the stubs lack it
from django.db import close_old_connections


class WorkerFixup(DjangoWorkerFixup):  # type: ignore[misc]
    """A connection goes back to its pool; Celery would close the whole pool, before and after each job."""

    def close_database(self, **_kwargs: object) -> None:
        """Give back what this job has used; what broke is left out of the pool."""
        close_old_connections()


class Fixup(DjangoFixup):
    """Celery's own, but for the above."""

    def on_worker_init(self, **kwargs: object) -> None:
        """Choose what is done in a worker, now that Celery is configured.

        A worker waits for a Redis that hangs: it would not repeat that a job is done, count it as under way for ever, and
        ask for no other.
        """
        options = self.app.conf.broker_transport_options
        self.app.conf.broker_transport_options = {**options, "socket_timeout": None}
        self.worker_fixup = WorkerFixup(self.app)  # type: ignore[misc]
        super().on_worker_init(**kwargs)


def fixup(app: Celery) -> Fixup:
    """Install it; Celery finds this function by its name, and keeps what it returns."""
    made = Fixup(app)
    made.install()
    return made
