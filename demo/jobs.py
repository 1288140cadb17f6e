"""What the desk does by itself while time passes: missed deadlines told, silent tickets closed, offers expired."""

from datetime import datetime, timedelta
from functools import partial

from demo.office import at_clock
from demo.world import World
from estimates import periodic as estimates_jobs
from helpdesk import current_time
from sla.models import Clock
from tickets import periodic as ticket_jobs

MOMENT = timedelta(seconds=1)


def enter(world: World, begin: datetime) -> None:
    """Enter the jobs of each day."""
    day = begin
    while day < world.end:
        night = at_clock(day, 5)
        world.agenda.enter(night, partial(_nightly, night))
        day += timedelta(days=1)


def _nightly(now: datetime) -> None:
    tell_breaches(now)
    ticket_jobs.close_silent()
    estimates_jobs.expire_offers()


def tell_breaches(until: datetime) -> None:
    """Tell of the deadlines missed until then, each at its moment."""
    while True:
        due = (
            Clock.objects.filter(sweep_at__lt=until - MOMENT)
            .order_by("sweep_at")
            .values_list("sweep_at", flat=True)
            .first()
        )
        if due is None:
            return
        with current_time.at(due + MOMENT):
            ticket_jobs.find_breaches()
