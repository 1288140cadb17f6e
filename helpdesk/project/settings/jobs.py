"""The jobs and their clock."""

from datetime import timedelta

from helpdesk.project import embedded
from helpdesk.project.settings.database import REDIS_URL
from helpdesk.project.settings.installation import VAR_DIR, env

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=embedded.broker_url(REDIS_URL))
QUEUE_IS_THE_CACHES_REDIS = embedded.broker_url(REDIS_URL) == CELERY_BROKER_URL
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = True
CELERY_RESULT_EXTENDED = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Who sends a job tries once, and again on a new connection; the sweeps of the schedule find what could not be sent.
# A Redis that hangs is met three times on that way, each for as long as the cache waits for it.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_TASK_TIME_LIMIT = 570
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "helpdesk.project.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "helpdesk: forget old attempts": {"task": "helpdesk.periodic.forget_old", "schedule": timedelta(hours=1)},
    "helpdesk: show life": {"task": "helpdesk.periodic.show_life", "schedule": timedelta(seconds=30)},
    "helpdesk: forget parts of files": {"task": "helpdesk.periodic.forget_parts", "schedule": timedelta(days=1)},
    "mail: fetch": {"task": "mail.periodic.fetch_all", "schedule": timedelta(minutes=1)},
    "mail: find silence": {"task": "mail.periodic.find_silence", "schedule": timedelta(minutes=5)},
    "mail: forget old mail": {"task": "mail.periodic.forget_old_mail", "schedule": timedelta(hours=1)},
    "mail: send what is due": {"task": "mail.periodic.send_due", "schedule": timedelta(seconds=30)},
    "tickets: take in mail": {"task": "tickets.periodic.take_in_waiting_mail", "schedule": timedelta(minutes=1)},
    "tickets: index": {"task": "tickets.periodic.index_tickets", "schedule": timedelta(minutes=1)},
    "tickets: find breaches": {"task": "tickets.periodic.find_breaches", "schedule": timedelta(minutes=1)},
    "tickets: scan files": {"task": "tickets.periodic.scan_waiting_files", "schedule": timedelta(minutes=1)},
    "tickets: escalate": {"task": "tickets.periodic.escalate", "schedule": timedelta(minutes=1)},
    "tickets: close silent tickets": {"task": "tickets.periodic.close_silent", "schedule": timedelta(hours=1)},
    "tickets: resume simulations": {"task": "tickets.periodic.resume_simulations", "schedule": timedelta(minutes=2)},
    "tickets: warn of closing": {"task": "tickets.periodic.warn_of_closing", "schedule": timedelta(hours=1)},
    "tickets: refresh counts": {"task": "tickets.periodic.refresh_counts", "schedule": timedelta(seconds=30)},
    "estimates: expire offers": {"task": "estimates.periodic.expire_offers", "schedule": timedelta(hours=1)},
    "billing: resume batches": {"task": "billing.periodic.resume_batches", "schedule": timedelta(minutes=2)},
    "privacy: purge": {"task": "privacy.periodic.purge_old", "schedule": timedelta(days=1)},
    "billing: draw missing documents": {"task": "billing.periodic.draw_missing", "schedule": timedelta(minutes=10)},
}
