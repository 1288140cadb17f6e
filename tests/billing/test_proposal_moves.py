"""Scenarios P: what becomes of a proposal and of its tickets."""

import resource
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from billing import actions, periodic
from billing.errors import (
    BillingIsNotYours,
    NotADraft,
    NotInProposal,
    ProposalBlocked,
    StepNotAllowed,
)
from billing.models import BillingEvent, ProposalLine
from helpdesk import pdf
from helpdesk.errors import DocumentTooLarge, ReasonMissing
from tests.billing.factories import amounts, euros, generate, log, proposal, proposals_of
from tests.helpdesk.factories import UserFactory
from tickets import actions as ticket_actions
from tickets.enums import Move
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def biller():
    return UserFactory(biller=True)


@pytest.fixture
def alfa(world):
    return proposals_of(generate(world.t1, world.t2, world.t3, group_by_customer=True))[0]


def standing(ticket):
    fresh = Ticket.objects.get(pk=ticket.pk)
    return fresh.billing_status, fresh.cancellation_reason


def test_a_suspended_ticket_leaves_with_its_line_and_keeps_the_reason_p01(world, alfa, biller):
    after = actions.suspend_ticket(alfa, world.t2, "Warranty discussion", by=biller)

    assert standing(world.t2) == ("suspended", "Warranty discussion")
    assert amounts(after) == euros("210.00", "46.20", "256.20")
    assert {line.place.ticket for line in ProposalLine.objects.of_proposal(alfa)} == {world.t1}


@pytest.mark.parametrize("act", [actions.suspend_ticket, actions.not_bill_ticket])
def test_without_a_reason_nothing_is_suspended_or_dropped_p01_p03(world, alfa, biller, act):
    with pytest.raises(ReasonMissing):
        act(alfa, world.t2, "  ", by=biller)

    assert standing(world.t2) == ("in_proposal", "")


def test_a_removed_ticket_is_to_be_billed_and_may_be_chosen_again_p02(world, alfa, biller):
    actions.remove_ticket(alfa, world.t2, by=biller)

    assert standing(world.t2) == ("to_be_billed", "")
    assert [one.net for one in proposals_of(generate(world.t2))] == [Decimal("90.00")]


def test_a_dropped_ticket_is_not_billed_and_keeps_the_reason_p03(world, alfa, biller):
    actions.not_bill_ticket(alfa, world.t2, "Our mistake", by=biller)

    assert standing(world.t2) == ("not_billed", "Our mistake")


def test_without_its_last_ticket_a_draft_is_cancelled_p04(world, alfa, biller):
    actions.remove_ticket(alfa, world.t1, by=biller)
    after = actions.remove_ticket(alfa, world.t2, by=biller)

    assert (after.state, amounts(after)) == ("cancelled", euros("0", "0", "0"))
    with pytest.raises(StepNotAllowed):
        actions.confirm_proposal(alfa, by=biller)


def test_cancelling_lets_every_ticket_be_billed_again_and_keeps_the_number_p09(world, alfa, biller):
    actions.cancel_proposal(alfa, by=biller)

    assert [standing(ticket)[0] for ticket in (world.t1, world.t2)] == ["to_be_billed", "to_be_billed"]
    assert proposals_of(generate(world.t1))[0].number > alfa.number


def test_a_confirmed_proposal_lets_nobody_go_until_it_is_a_draft_again(world, alfa, biller):
    actions.confirm_proposal(alfa, by=biller)
    with pytest.raises(NotADraft):
        actions.remove_ticket(alfa, world.t2, by=biller)

    actions.unconfirm_proposal(alfa, by=biller)

    assert actions.remove_ticket(alfa, world.t2, by=biller).state == "draft"


def test_confirming_keeps_the_document_and_the_way_back_drops_it(alfa, biller, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_proposal(alfa, by=biller)

    alfa.refresh_from_db()
    assert alfa.pdf.content_type == "application/pdf"
    assert actions.unconfirm_proposal(alfa, by=biller).pdf is None


def test_a_reopened_ticket_blocks_confirming(world, alfa, biller):
    ticket_actions.move(world.t1, Move.REOPEN, by=None)

    with pytest.raises(ProposalBlocked, match=world.t1.reference):
        actions.confirm_proposal(alfa, by=biller)


def test_works_added_since_are_told_apart_from_a_reopened_ticket(world, alfa, biller):
    for ticket in (world.t1, world.t2):
        ticket_actions.move(ticket, Move.REOPEN, by=None)
    log(world.t1, "03-03-2026")

    with pytest.raises(ProposalBlocked) as refused:
        actions.confirm_proposal(alfa, by=biller)

    assert (refused.value.reason, refused.value.code) == (
        (
            f"Works were added since to {world.t1}. Take these tickets out, and generate again. "
            f"These tickets were reopened: {world.t2}. Close them, or take them out of the proposal."
        ),
        "WORKS_ADDED",
    )


def test_the_notes_of_a_draft_are_written_and_then_locked(alfa, biller):
    after = actions.write_notes(alfa, " As agreed. ", by=biller)
    actions.confirm_proposal(alfa, by=biller)

    with pytest.raises(NotADraft):
        actions.write_notes(alfa, "More", by=biller)
    assert after.notes == "As agreed."


def test_agents_write_no_notes(alfa):
    with pytest.raises(BillingIsNotYours):
        actions.write_notes(alfa, "x", by=UserFactory(supervisor=True))


def test_a_ticket_leaves_a_proposal_once(world, alfa, biller):
    actions.remove_ticket(alfa, world.t2, by=biller)

    with pytest.raises(NotInProposal, match=world.t2.reference):
        actions.remove_ticket(alfa, world.t2, by=biller)


def test_a_document_whose_job_was_lost_is_drawn_later(alfa, biller):
    draft = proposal()
    actions.confirm_proposal(alfa, by=biller)

    periodic.draw_missing()

    alfa.refresh_from_db()
    draft.refresh_from_db()
    assert (alfa.pdf.content_type, draft.pdf) == ("application/pdf", None)


@pytest.mark.parametrize(("hours", "is_drawn"), [(23, False), (25, True)])
def test_a_document_that_is_too_large_is_tried_again_a_day_later(alfa, biller, time_machine, hours, is_drawn):
    actions.confirm_proposal(alfa, by=biller)
    pdf.drawn("<p>Hello</p>")
    resource.prlimit(pdf.DRAWER.child.process.pid, resource.RLIMIT_AS, (1, 1))
    with pytest.raises(DocumentTooLarge):
        periodic.draw_missing()

    time_machine.move_to(timezone.now() + timedelta(hours=hours))
    periodic.draw_missing()

    alfa.refresh_from_db()
    assert (alfa.pdf is not None) is is_drawn


@pytest.mark.parametrize("act", [actions.confirm_proposal, actions.unconfirm_proposal, actions.cancel_proposal])
def test_agents_change_no_proposal(alfa, act):
    with pytest.raises(BillingIsNotYours):
        act(alfa, by=UserFactory(supervisor=True))


def test_each_change_of_a_billing_status_is_kept_x09(world, alfa, biller):
    actions.suspend_ticket(alfa, world.t2, "Warranty", by=biller)
    actions.bill_again(world.t2, "Settled", by=biller)

    told = [(one.before, one.after, one.trigger, one.reason) for one in BillingEvent.objects.of_ticket(world.t2)]
    assert told == [
        ("suspended", "to_be_billed", "billed_again", "Settled"),
        ("in_proposal", "suspended", "suspended", "Warranty"),
        ("to_be_billed", "in_proposal", "proposed", ""),
    ]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_keeps_billing_events_as_they_are_x09(alfa, act):
    events = BillingEvent.objects.filter(proposal=alfa)

    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        events.update(reason="nothing happened") if act == "update" else events._raw_delete("default")


def test_not_billing_by_hand_wants_a_reason_and_is_marked_p16(world, biller):
    with pytest.raises(ReasonMissing):
        actions.set_not_billed(world.t1, "", by=biller)

    after = actions.set_not_billed(world.t1, "Goodwill", by=biller)

    assert (after.billing_status, after.billing_is_manual, after.cancellation_reason) == (
        "not_billed",
        True,
        "Goodwill",
    )


def test_agents_decide_nothing_about_billing(world):
    with pytest.raises(BillingIsNotYours):
        actions.set_not_billed(world.t1, "Because", by=UserFactory(agent=True))


def test_a_proposal_alone_is_a_draft_with_its_party_as_it_was(world):
    made = proposal(world.t1)
    world.alfa.name = "Omega"
    world.alfa.save()

    made.refresh_from_db()
    assert (made.state, made.bill_to["name"], made.bill_to["vat_id"]) == ("draft", "Alfa SpA", "IT00743110157")
