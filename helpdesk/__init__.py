"""The floor: settings, people, errors, files, money, and how pages are answered."""

from helpdesk.celery import app as celery_app

__all__ = ["celery_app"]
