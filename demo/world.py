"""What everybody in the demo needs at hand."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo import office
from demo.agenda import Agenda
from demo.catalogue import Catalogue
from demo.customers import Register
from demo.desk import Desk
from helpdesk import current_time
from helpdesk.models import User
from tickets.models import Severity


@dataclass(slots=True)
class World:
    """The firm, its desk, its customers, and what is still to happen."""

    end: datetime
    rng: random.Random
    agenda: Agenda
    staff: dict[str, User]
    desk: Desk
    catalogue: Catalogue
    register: Register
    severities: dict[str, Severity]
    busy: dict[str, datetime] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return the moment that is being written."""
        return current_time.now()

    def take_time(self, login: str, moment: datetime, minutes: int) -> datetime:
        """Return when ``login`` began what took ``minutes`` until about ``moment``, busy with one thing at a time."""
        wanted = moment - timedelta(minutes=minutes)
        begun = max(_on_five(wanted), self.busy.get(login, wanted))
        if begun.astimezone(office.ROME).date() != moment.astimezone(office.ROME).date():
            begun = _on_five(moment)
        self.busy[login] = begun + timedelta(minutes=minutes)
        return begun


def _on_five(moment: datetime) -> datetime:
    """Return ``moment`` on the last five minutes, as people write their hours down."""
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
