"""Settings of a desk whose schedule comes round fifteen times as often: what takes minutes takes seconds."""

from helpdesk.project.settings import *  # noqa: F403
from helpdesk.project.settings import CELERY_BEAT_SCHEDULE, STORAGES

for entry in CELERY_BEAT_SCHEDULE.values():
    entry["schedule"] /= 15
MAIL_UNDO_SECONDS = 1
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
