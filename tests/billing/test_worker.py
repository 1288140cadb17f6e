"""A real worker, killed in the middle of a batch: nothing doubled, nothing lost."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from billing import actions, periodic
from billing.drafts import Options
from billing.models import InvoiceProposal, ProposalBatch, ProposalLineWork, ProposalTicket
from tests.billing.factories import PayingTicketFactory, log
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TypeFactory

TICKETS = 40
PATIENCE = 90.0


def wait_until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_doubles_and_loses_nothing(celery_worker_process):
    kind, ana = TypeFactory(), UserFactory(agent=True)
    tickets = [PayingTicketFactory(type=kind) for _ in range(TICKETS)]
    for ticket in tickets:
        log(ticket, by=ana)
    celery_worker_process.start()

    batch = actions.generate(tickets, Options(group_works=True), by=UserFactory(biller=True), key=uuid4())
    wait_until(lambda: InvoiceProposal.objects.count() >= 5)
    celery_worker_process.kill()
    made_before = InvoiceProposal.objects.count()
    assert made_before < TICKETS

    ProposalBatch.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    celery_worker_process.start()
    periodic.resume_batches()
    wait_until(lambda: ProposalBatch.objects.get(pk=batch.pk).is_done)

    assert InvoiceProposal.objects.count() == TICKETS
    assert sorted(InvoiceProposal.objects.values_list("number", flat=True)) == list(range(1, TICKETS + 1))
    assert ProposalTicket.objects.live().values("ticket").distinct().count() == TICKETS
    assert ProposalLineWork.objects.filter(released_at=None).count() == TICKETS
    assert {row.outcome for row in batch.tickets.all()} == {"proposed"}
