"""Batches: one outcome per ticket, once, whatever happens; X01, X04, B27."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from billing import actions, periodic
from billing.actions import proposal_generation
from billing.drafts import Options
from billing.errors import NoSeries, NothingChosen
from billing.models import InvoiceProposal, ProposalBatch, ProposalTicket
from tests.billing.factories import PayingTicketFactory, generate, log, proposal, proposals_of, reasons_of
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tickets.models import NumberingSeries, Ticket

BOTH = Options(group_by_customer=True, group_works=True)


def outcomes(batch):
    return sorted((row.outcome, row.attempts) for row in batch.tickets.all())


@pytest.mark.django_db
def test_the_same_key_makes_proposals_once_x04(world):
    biller, key = UserFactory(biller=True), uuid4()

    first, second = (generate(world.t1, by=biller, key=key) for _ in range(2))

    assert (first, InvoiceProposal.objects.count()) == (second, 1)


@pytest.mark.django_db
def test_a_target_delivered_twice_is_made_once(world):
    batch, _new = actions.prepare_batch([world.t1, world.t2], BOTH, by=UserFactory(biller=True), key=uuid4())
    (key,) = batch.tickets.waiting_targets()

    for _ in range(2):
        periodic.generate_target(batch.pk, key)

    batch.refresh_from_db()
    assert (batch.state, [one.places.count() for one in proposals_of(batch)]) == ("done", [2])


@pytest.mark.django_db
def test_a_job_for_a_batch_that_is_gone_does_nothing():
    assert periodic.generate_target(0, "company-1") is None


@pytest.mark.django_db
def test_no_ticket_is_no_batch():
    with pytest.raises(NothingChosen):
        generate()


@pytest.mark.django_db
def test_only_ineligible_tickets_are_done_at_once(world):
    batch = generate(PayingTicketFactory(), PayingTicketFactory())

    assert (batch.state, outcomes(batch)) == ("done", [("skipped", 0), ("skipped", 0)])


@pytest.mark.django_db
def test_a_ticket_that_changed_meanwhile_is_looked_at_again_under_the_lock(world):
    batch, _new = actions.prepare_batch([world.t1, world.t2], BOTH, by=UserFactory(biller=True), key=uuid4())
    Ticket.objects.filter(pk=world.t2.pk).update(billing_status="not_billed")
    Ticket.objects.filter(pk=world.t1.pk).update(company=world.beta)

    actions.run_batch(batch)

    assert reasons_of(batch) == {world.t2.reference: "WRONG_BILLING_STATUS", world.t1.reference: "CUSTOMER_CHANGED"}


@pytest.mark.django_db
def test_who_lost_the_right_meanwhile_bills_nothing(world):
    biller = UserFactory(biller=True)
    batch, _new = actions.prepare_batch([world.t1], BOTH, by=biller, key=uuid4())
    biller.groups.clear()

    actions.run_batch(ProposalBatch.objects.get(pk=batch.pk))

    assert reasons_of(batch) == {world.t1.reference: "NO_PERMISSION"}


@pytest.mark.django_db
def test_one_customer_s_failure_leaves_the_others_and_is_in_the_log_alone(world, caplog):
    batch, _new = actions.prepare_batch([world.t1, world.t3], BOTH, by=UserFactory(biller=True), key=uuid4())
    Ticket.objects.filter(pk=world.t1.pk).update(rate="99999999.99")
    world.t1.works.update(billable_minutes=2_000_000_000)

    actions.run_batch(batch)

    assert reasons_of(batch) == {world.t1.reference: "FAULT"}
    assert [
        ("out of range" in row.sentence, "out of range" in caplog.text) for row in batch.tickets.exclude(reason="")
    ] == [(False, True)]
    assert [one.company for one in proposals_of(batch)] == [world.beta]
    assert Ticket.objects.get(pk=world.t1.pk).billing_status == "to_be_billed"


@pytest.mark.django_db
def test_without_a_series_every_ticket_says_so(world):
    NumberingSeries.objects.filter(code="PF").update(code="PROP")

    batch = generate(world.t1)

    assert (batch.state, [row.sentence for row in batch.tickets.all()]) == (
        "done",
        [f"The proposal of this customer could not be made: {NoSeries('PF').reason}"],
    )


@pytest.mark.django_db
def test_a_target_whose_workers_keep_dying_is_given_up(world):
    batch, _new = actions.prepare_batch([world.t1], BOTH, by=UserFactory(biller=True), key=uuid4())
    batch.tickets.update(attempts=proposal_generation.MOST_ATTEMPTS)

    actions.run_batch(batch)

    assert (batch.state, reasons_of(batch)) == ("done", {world.t1.reference: "INTERRUPTED"})


@pytest.mark.django_db
def test_many_tickets_go_to_the_workers_b27(world, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(proposal_generation, "AT_ONCE", 2)

    with django_capture_on_commit_callbacks(execute=True):
        batch = generate(world.t1, world.t2, world.t3)

    batch.refresh_from_db()
    assert (batch.state, outcomes(batch)) == ("done", [("proposed", 1)] * 3)


@pytest.mark.django_db
def test_a_batch_left_half_done_is_taken_up_again(world, django_capture_on_commit_callbacks):
    batch, _new = actions.prepare_batch([world.t1, world.t3], BOTH, by=UserFactory(biller=True), key=uuid4())
    actions.run_target(batch.pk, batch.tickets.waiting_targets()[0])
    periodic.resume_batches()
    assert InvoiceProposal.objects.count() == 1

    ProposalBatch.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        periodic.resume_batches()

    batch.refresh_from_db()
    assert (batch.state, outcomes(batch)) == ("done", [("proposed", 1)] * 2)


@pytest.mark.guards(40)
@pytest.mark.django_db
def test_the_database_alone_keeps_a_ticket_out_of_two_proposals_x01(world):
    first, second = proposal(world.t1), proposal(world.t3)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalTicket.objects.create(proposal=second, ticket=world.t1)

    assert first.places.get().ticket == world.t1


def together(*jobs):
    """Run each job in a thread of its own, all starting at the same moment."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        barrier.wait()
        job()
        connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.guards(40)
@pytest.mark.django_db(transaction=True)
def test_two_billers_at_once_make_one_proposal_and_the_other_is_told_x01():
    ticket = PayingTicketFactory()
    log(ticket)
    prepared = [actions.prepare_batch([ticket], BOTH, by=UserFactory(biller=True), key=uuid4())[0] for _ in range(2)]

    together(*(lambda batch=batch: actions.run_batch(batch) for batch in prepared))

    (made,) = InvoiceProposal.objects.all()
    rows = sorted((row.outcome, row.reason, row.words) for batch in prepared for row in batch.tickets.all())
    assert rows == [("proposed", "", {}), ("skipped", "ALREADY_IN_PROPOSAL", {"proposal": made.reference})]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_batch_x04():
    ticket, biller, key = PayingTicketFactory(), UserFactory(biller=True), uuid4()
    log(ticket)

    together(*[lambda: actions.generate([ticket], BOTH, by=biller, key=key)] * 2)

    assert (ProposalBatch.objects.count(), InvoiceProposal.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_jobs_for_one_target_make_one_proposal():
    ticket = PayingTicketFactory()
    log(ticket)
    batch, _new = actions.prepare_batch([ticket], BOTH, by=UserFactory(biller=True), key=uuid4())
    (key,) = batch.tickets.waiting_targets()

    together(*[lambda: actions.run_target(batch.pk, key)] * 4)

    batch.refresh_from_db()
    assert (batch.state, InvoiceProposal.objects.count()) == ("done", 1)


@pytest.mark.guards(40)
@pytest.mark.django_db(transaction=True)
def test_parallel_targets_take_consecutive_numbers_and_finish_the_batch():
    tickets = [PayingTicketFactory(company=CompanyFactory(billable=True)) for _ in range(4)]
    for ticket in tickets:
        log(ticket)
    batch, _new = actions.prepare_batch(tickets, BOTH, by=UserFactory(biller=True), key=uuid4())

    together(*(lambda key=key: actions.run_target(batch.pk, key) for key in batch.tickets.waiting_targets()))

    batch.refresh_from_db()
    assert (batch.state, [one.number for one in proposals_of(batch)]) == ("done", [1, 2, 3, 4])
    assert NumberingSeries.objects.get(code="PF").counters.get().last_number == 4
