"""Redis is stopped for real: pages go on, nothing waits, nothing is lost."""

import signal
import time

import pytest
import redis
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache, caches
from django.urls import reverse

from helpdesk import redis_circuit
from helpdesk.project.celery import app
from helpdesk.tasks import scan_file
from mail import actions as mail_actions
from mail import periodic
from mail.models import OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing

pytestmark = pytest.mark.django_db


def test_a_page_lives_without_redis_and_whoever_is_signed_in_stays_so(client, redis_server):
    client.force_login(UserFactory(agent=True))

    redis_server.stop()
    response = client.get(reverse("tickets:ticket_list"))

    assert (response.status_code, response.wsgi_request.user.is_authenticated) == (200, True)


def test_people_sign_in_without_redis(client, redis_server):
    ana = UserFactory(agent=True, email="ana@firm.example")
    ana.set_password("a long password")
    ana.save()
    redis_server.stop()

    response = client.post(reverse("account_login"), {"login": "ana@firm.example", "password": "a long password"})

    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(ana.pk))


def test_who_signed_out_while_redis_was_away_is_out_when_it_is_back(client, redis_server):
    client.force_login(UserFactory(agent=True))
    client.get(reverse("tickets:ticket_list"))
    stolen = client.cookies["sessionid"].value

    redis_server.stop()
    client.post(reverse("account_logout"))
    redis_server.start()
    redis_circuit.figures.answered()
    client.cookies["sessionid"] = stolen
    response = client.get(reverse("tickets:ticket_list"))

    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


def test_a_code_that_was_used_is_not_taken_again_without_redis(redis_server):
    ana = UserFactory(agent=True)
    secret = "JBSWY3DPEHPK3PXP"
    totp = TOTP.activate(ana, secret)
    redis_server.stop()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    assert (totp.validate_code(code), totp.validate_code(code)) == (True, False)


def test_what_must_be_known_for_sure_outlives_redis(redis_server):
    cache.add("used", "y", 60)

    redis_server.stop()

    assert (cache.get("used"), cache.add("used", "y", 60)) == ("y", False)


def test_figures_are_unknown_while_redis_is_away_and_known_when_it_is_back(redis_server):
    figures = caches["figures"]

    redis_server.stop()
    figures.set("count", 3)
    missing = [figures.get("count"), figures.add("count", 3), figures.delete("count")]
    redis_server.start()
    redis_circuit.figures.answered()
    figures.set("count", 4)

    assert (missing, figures.get("count"), redis_circuit.figures.since) == ([None, False, False], 4, None)


@pytest.mark.parametrize("job", [scan_file.si(0), app.signature("known.to.workers.only")], ids=["task", "name"])
def test_a_job_that_cannot_be_sent_neither_fails_nor_keeps_anybody_waiting(redis_server, job):
    scan_file.delay(0)
    redis_server.stop()

    begun = time.monotonic()
    sent = [job.delay() for _ in range(100)]

    assert (sent, time.monotonic() - begun < 1.5) == ([None] * 100, True)


def test_a_redis_that_hangs_is_waited_for_once(redis_server):
    figures = caches["figures"]
    figures.set("count", 3)
    redis_server.process.send_signal(signal.SIGSTOP)

    figures.get("count")
    begun = time.monotonic()
    answers = {figures.get("count") for _ in range(50)}
    redis_server.process.send_signal(signal.SIGCONT)

    assert (answers, time.monotonic() - begun < 0.5) == ({None}, True)


def test_a_job_for_a_redis_that_hangs_holds_nobody_for_long(redis_server):
    scan_file.delay(0)
    redis_server.process.send_signal(signal.SIGSTOP)

    begun = time.monotonic()
    sent = [scan_file.delay(0) for _ in range(10)]
    lasted = time.monotonic() - begun
    redis_server.process.send_signal(signal.SIGCONT)

    assert (sent, lasted < 5) == ([None] * 10, True)


def test_a_job_is_sent_again_once_redis_is_back(redis_server):
    redis_server.stop()
    lost = scan_file.delay(0)
    redis_server.start()

    skipped = scan_file.delay(0)
    redis_circuit.queue._asked_again_at = 0.0  # the pause is over
    sent = scan_file.delay(0)

    assert (lost, skipped, bool(sent), redis_circuit.queue.since) == (None, None, True, None)


def test_a_mail_waits_for_the_queue_and_agents_are_told(client, redis_server, django_capture_on_commit_callbacks):
    MailboxFactory()
    client.force_login(UserFactory(agent=True))
    redis_server.stop()
    with django_capture_on_commit_callbacks(execute=True):
        mail_actions.enqueue(outgoing("bo@client.example", thread=ThreadFactory()))

    page = client.get(reverse("tickets:ticket_list")).text

    assert (
        f"1 mail waits: the queue is away since {redis_circuit.queue.since.astimezone(UserFactory().zone):%H:%M}"
        in page
    )


def test_agents_are_told_that_the_queue_is_away_where_nothing_waits_yet(client, redis_server):
    client.force_login(UserFactory(agent=True))
    redis_server.stop()
    scan_file.delay(0)

    page = client.get(reverse("tickets:ticket_list")).text

    assert "What you send leaves when it is back." in page


def test_what_waited_is_found_by_the_sweep_when_redis_is_back(
    redis_server, django_capture_on_commit_callbacks, mailoutbox
):
    redis_server.stop()
    with django_capture_on_commit_callbacks(execute=True):
        mail = mail_actions.enqueue(outgoing("bo@client.example", thread=ThreadFactory()))
    redis_server.start()
    redis_circuit.queue._asked_again_at = 0.0

    periodic.send_due()

    assert (OutboundMail.objects.get(), waiting_in(redis_server)) == (mail, 1)


def waiting_in(server):
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        return client.llen("celery")


@pytest.mark.django_db(transaction=True)
def test_a_worker_goes_on_after_a_redis_that_hung_while_it_worked(redis_server, celery_worker_process):
    celery_worker_process.start()
    for _ in range(60):
        scan_file.delay(0)

    redis_server.process.send_signal(signal.SIGSTOP)
    time.sleep(3)
    redis_server.process.send_signal(signal.SIGCONT)

    deadline = time.monotonic() + 30
    while waiting_in(redis_server) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert waiting_in(redis_server) == 0


@pytest.mark.parametrize(("seconds", "is_known"), [(59, True), (61, False)])
def test_an_outage_that_nobody_met_for_a_minute_is_not_told_any_more(seconds, is_known):
    queue = redis_circuit.RedisCircuit("queue")
    queue.broke()

    queue._asked_again_at = time.monotonic() - seconds

    assert (queue.since is not None) is is_known


def test_customers_are_told_nothing_of_the_queue(client, redis_server):
    client.force_login(UserFactory())
    redis_server.stop()
    scan_file.delay(0)

    assert "queue is away" not in client.get("/nowhere/").text
