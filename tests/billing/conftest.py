"""The world of the acceptance scenarios: Alfa, Beta, Gamma, Rossi, and the tickets T1, T2 and T3."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from crm.models import Company
from tests.billing.factories import PayingTicketFactory, ServiceFactory, log
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.tickets.factories import TypeFactory
from tickets.models import Ticket


@pytest.fixture(autouse=True)
def _late_in_2026(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the works of the scenarios lie in the past; a real worker has a clock of its own."""
    if "celery_worker_process" in request.fixturenames or "live_server" in request.fixturenames:
        yield
        return
    with time_machine.travel("2026-11-30T09:00:00Z"):
        yield


@dataclass
class World:
    """What the scenarios stand on."""

    alfa: Company
    beta: Company
    t1: Ticket
    t2: Ticket
    t3: Ticket


@pytest.fixture
def world(db: None) -> World:
    """T1 of Alfa with 2 h and 1.5 h remote, T2 of Rossi of Alfa with 1 h on site, T3 of Beta with 0.75 h remote."""
    alfa = CompanyFactory(name="Alfa SpA", language="it", billable=True)
    beta = CompanyFactory(name="Beta Srl", language="it", billable=True)
    rossi = ContactFactory(name="Rossi", company=alfa)
    on_site = ServiceFactory(code="ONS", name="On-site", unit_price=90)
    kind = TypeFactory()
    t1 = PayingTicketFactory(type=kind, company=alfa, subject="Printer")
    t2 = PayingTicketFactory(type=kind, company=None, crm_contact=rossi, subject="Network")
    t3 = PayingTicketFactory(type=kind, company=beta, subject="Mail")
    log(t1, "02-03-2026", "09:00–11:00")
    log(t1, "05-03-2026", "14:30–16:00")
    log(t2, "06-03-2026", "10:00–11:00", service=on_site)
    log(t3, "07-03-2026", "15:00–15:45")
    return World(alfa, beta, t1, t2, t3)
