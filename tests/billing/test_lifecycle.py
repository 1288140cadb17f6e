"""The tables: every combination of status and trigger, of state and step."""

from itertools import product

import pytest

from billing import lifecycle
from billing.enums import ProposalMove, ProposalState, Trigger
from billing.errors import BillingStatusForbids, StepNotAllowed
from tickets.enums import BillingStatus


def test_only_the_table_s_transitions_are_possible():
    possible = {pair for pair in product(BillingStatus, Trigger) if lifecycle.can_follow(*pair)}

    assert possible == set(lifecycle.TRANSITIONS)
    for status, trigger in product(BillingStatus, Trigger):
        if (status, trigger) not in possible:
            with pytest.raises(BillingStatusForbids, match=str(status.label)):
                lifecycle.after(status, trigger)


def test_nothing_leads_to_billed_without_an_invoice():
    assert BillingStatus.BILLED not in lifecycle.TRANSITIONS.values()


def test_only_a_proposal_leads_in_and_out_of_in_proposal():
    into = {trigger for (_, trigger), after in lifecycle.TRANSITIONS.items() if after == BillingStatus.IN_PROPOSAL}

    assert into == {Trigger.PROPOSED}


def test_only_the_table_s_steps_are_possible():
    for state, step in product(ProposalState, ProposalMove):
        if (state, step) in lifecycle.STEPS:
            assert lifecycle.after_step(state, step) == lifecycle.STEPS[state, step]
        else:
            with pytest.raises(StepNotAllowed):
                lifecycle.after_step(state, step)


@pytest.mark.parametrize(
    ("state", "steps"),
    [("draft", ["confirm", "cancel"]), ("confirmed", ["unconfirm", "cancel"]), ("invoiced", []), ("cancelled", [])],
)
def test_steps_offered_in_each_state(state, steps):
    assert lifecycle.steps_from(ProposalState(state)) == steps
