"""Whether the desk's jobs are done: the queue, the worker that empties it, and the beat that fills it."""

from datetime import timedelta

from celery import current_app as app
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from helpdesk import current_time, redis_circuit
from helpdesk.enums import Deed, Process
from helpdesk.models import Heartbeat

PATIENCE = 1  # whoever watches over us has little
SILENCE = timedelta(minutes=3)
OLD = timedelta(days=3)  # a backup that is made each night may fail once
MANY = 1000  # sending and indexing bring some hundreds at once


def waiting() -> int | None:
    """Return how many jobs wait for a worker; None while the queue does not answer."""
    if redis_circuit.queue.is_broken:
        return None
    try:
        count = _length()
    except (BrokerAway, RedisError):
        redis_circuit.queue.broke()
        return None
    redis_circuit.queue.answered()
    return count


def _length() -> int:
    with app.connection_for_write(transport_options={"socket_timeout": PATIENCE}) as queue:
        queue.ensure_connection(max_retries=0, timeout=PATIENCE)
        return int(queue.default_channel.client.llen(app.conf.task_default_queue))  # type: ignore[attr-defined]  # Redis


def count_piled_up() -> int:
    """Return how many jobs wait, where these are more than a busy minute brings."""
    count = waiting() or 0
    return count if count > MANY else 0


def forget_all() -> None:
    """Have no job wait or come back: not those in the queue, nor those that a worker had taken and not finished."""
    app.control.purge()
    with app.connection_for_write() as queue:
        channel = queue.default_channel
        channel.client.delete(channel.unacked_key, channel.unacked_index_key)  # type: ignore[attr-defined]  # Redis


def ages() -> dict[str, int | None]:
    """Return for each process how many seconds ago it was last at work; None where it never was."""
    seen, now = Heartbeat.objects.seen(), current_time.now()
    return {process: int((now - seen[process]).total_seconds()) if process in seen else None for process in Process}


def count_silent(process: Process) -> int:
    """Return 1 where ``process`` was not seen at work for some minutes, or never."""
    seen = Heartbeat.objects.seen().get(process)
    return int(seen is None or current_time.now() - seen > SILENCE)


def count_old_backup() -> int:
    """Return 1 where the last backup was made days ago; whoever never made one does it in another way."""
    made = Heartbeat.objects.seen().get(Deed.BACKUP)
    return int(made is not None and current_time.now() - made > OLD)
