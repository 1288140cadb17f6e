"""What every template may ask."""

from django.conf import settings
from django.http import HttpRequest

from helpdesk import redis_circuit


def desk(_request: HttpRequest) -> dict[str, object]:
    """Say whether this is the demo, and since when the queue is away."""
    return {"is_demo": settings.DEMO, "queue_away_since": redis_circuit.queue.since}
