"""What every test stands on: services, settings for tests, a browser, and a real Celery worker for those that ask.

PostgreSQL and Redis are the embedded ones (or those of ``DATABASE_URL`` and ``REDIS_URL``), started once by the process
that leads the session. Every xdist worker has its own test database, a copy of one that was migrated, and its own Redis
database.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command

from helpdesk.project import embedded
from helpdesk.project.demo.steps import stale_catalogues

pytest_plugins = ["tests.browser", "tests.databases", "tests.disks", "tests.redis", "tests.workers"]


def pytest_configure(config: pytest.Config) -> None:
    """Settle the settings before the first connection is made."""
    os.environ.setdefault("HELPDESK_FAST", "1")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread of the test
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    redis_url = os.environ.get("TEST_REDIS_URL") or embedded.redis_url(db=number)
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-test-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.DATABASES["default"]["OPTIONS"] = (
        settings.PREPARED
    )  # no pool: a test's database must let go of its connections
    settings.CACHES["figures"]["LOCATION"] = settings.REDIS_URL = redis_url
    settings.CELERY_BROKER_URL = embedded.broker_url(redis_url)
    settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_EAGER_PROPAGATES = True
    settings.MAIL_UNDO_SECONDS = 0
    settings.MEDIA_ROOT = folder / "media"
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the translations and start the services, unless this is a worker of a session that has them."""
    leads = not hasattr(session.config, "workerinput") and not session.config.option.collectonly
    if leads and stale_catalogues(settings.BASE_DIR / "locale"):
        call_command("compile_translations")
    session.config.started_services = embedded.start() if leads else []


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this session started."""
    if getattr(config, "started_services", []):
        embedded.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser to the end: once it has started, Playwright's event loop runs in the thread of the tests."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end, the modules and thousands of tests, and come seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Forget the figures of the test before."""
    caches["figures"].clear()


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """Pages are opened by full addresses; this stands in for the fixture of pytest-base-url, of a form pytest drops."""
    return None
