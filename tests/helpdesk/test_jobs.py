"""Background jobs as administrators meet them."""

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django_celery_results.models import TaskResult

from helpdesk import jobs
from helpdesk.project.celery import app
from tests.helpdesk.factories import UserFactory
from tests.journeys.conftest import until
from tickets.periodic import take_in_mail


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_seen_on_an_admin_page(celery_worker_process, client):
    celery_worker_process.start()

    take_in_mail.delay("no number")

    until(lambda: TaskResult.objects.filter(status="FAILURE").exists(), "the failure is kept")
    client.force_login(UserFactory(admin=True))
    assert (
        "tickets.periodic.take_in_mail"
        in client.get(reverse("admin:django_celery_results_taskresult_changelist")).content.decode()
    )


def run_jobs(worker, count):
    """Have ``count`` jobs done that find nothing to do, and return the database's ends of the worker's connections."""
    done = worker.log.read_text().count(" succeeded ")
    for _ in range(count):
        take_in_mail.delay(0)
    until(lambda: worker.log.read_text().count(" succeeded ") == done + count, "the jobs are done")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_its_connections_between_two_jobs(celery_worker_process):
    celery_worker_process.start()

    before, after = run_jobs(celery_worker_process, 20), run_jobs(celery_worker_process, 20)

    assert before == after


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connections_were_cut_goes_on_with_the_next_job(celery_worker_process):
    celery_worker_process.start()
    before = run_jobs(celery_worker_process, 6)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [list(before)])
    after = run_jobs(celery_worker_process, 6)

    assert (before & after, " retry" in celery_worker_process.log.read_text()) == (set(), False)


@pytest.mark.django_db  # Celery has Django's checks run, which ask for the server's version
def test_every_job_of_the_schedule_is_a_task():
    app.loader.import_default_modules()

    wanted = {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted - set(app.tasks) == set()


@pytest.mark.django_db  # Celery has Django's checks run, which ask for the server's version
def test_every_job_of_ours_is_tried_again_when_a_service_was_away():
    app.loader.import_default_modules()

    ours = [task for name, task in app.tasks.items() if not name.startswith(("celery.", "django_celery"))]
    assert [task.name for task in ours if not hasattr(task, "_orig_run")] == []


def kept_jobs(redis_server):
    """Return what Redis holds of jobs, whether they wait or were taken by a worker and not finished."""
    with redis.Redis(unix_socket_path=str(redis_server.socket), decode_responses=True) as server:
        return {name for name in server.keys("*") if name.startswith(("unacked", "celery"))}


@pytest.mark.django_db
def test_all_jobs_are_forgotten_those_too_that_a_worker_has_taken(redis_server):
    for _ in range(2):
        take_in_mail.delay(0)

    with app.connection_for_read() as worker:
        worker.SimpleQueue(app.conf.task_default_queue).get(timeout=5)
        before = kept_jobs(redis_server)
        jobs.forget_all()
        after = kept_jobs(redis_server)

    assert (before, after) == ({"celery", "unacked", "unacked_index"}, set())
    assert kept_jobs(redis_server) == set()
