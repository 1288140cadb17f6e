"""How a ticket moves between work and invoice, and the life of a proposal, as tables; nothing else decides."""

from billing.enums import ProposalMove, ProposalState, Trigger
from billing.errors import BillingStatusForbids, StepNotAllowed
from tickets.enums import BillingStatus

TRANSITIONS: dict[tuple[BillingStatus, Trigger], BillingStatus] = {
    (BillingStatus.TO_BE_BILLED, Trigger.NOT_BILLED_BY_HAND): BillingStatus.NOT_BILLED,  # T6
    (BillingStatus.SUSPENDED, Trigger.NOT_BILLED_BY_HAND): BillingStatus.NOT_BILLED,
    (BillingStatus.NOT_BILLED, Trigger.BILLED_AGAIN): BillingStatus.TO_BE_BILLED,  # T7
    (BillingStatus.SUSPENDED, Trigger.BILLED_AGAIN): BillingStatus.TO_BE_BILLED,
    (BillingStatus.TO_BE_BILLED, Trigger.PROPOSED): BillingStatus.IN_PROPOSAL,  # T8
    (BillingStatus.IN_PROPOSAL, Trigger.REMOVED): BillingStatus.TO_BE_BILLED,  # T9
    (BillingStatus.IN_PROPOSAL, Trigger.SUSPENDED): BillingStatus.SUSPENDED,  # T10
    (BillingStatus.IN_PROPOSAL, Trigger.NOT_BILLED): BillingStatus.NOT_BILLED,  # T11
    (BillingStatus.IN_PROPOSAL, Trigger.CANCELLED): BillingStatus.TO_BE_BILLED,  # T15
}
NEEDS_REASON = frozenset({Trigger.NOT_BILLED_BY_HAND, Trigger.SUSPENDED, Trigger.NOT_BILLED})
BY_HAND = frozenset({Trigger.NOT_BILLED_BY_HAND})

STEPS: dict[tuple[ProposalState, ProposalMove], ProposalState] = {
    (ProposalState.DRAFT, ProposalMove.CONFIRM): ProposalState.CONFIRMED,
    (ProposalState.DRAFT, ProposalMove.CANCEL): ProposalState.CANCELLED,
    (ProposalState.CONFIRMED, ProposalMove.UNCONFIRM): ProposalState.DRAFT,
    (ProposalState.CONFIRMED, ProposalMove.CANCEL): ProposalState.CANCELLED,
}


def after(status: BillingStatus, trigger: Trigger) -> BillingStatus:
    """Return the billing status that ``trigger`` leads to; refuse when it leads nowhere from ``status``."""
    try:
        return TRANSITIONS[status, trigger]
    except KeyError:
        raise BillingStatusForbids(str(status.label)) from None


def can_follow(status: BillingStatus, trigger: Trigger) -> bool:
    """Say whether ``trigger`` leads anywhere from ``status``."""
    return (status, trigger) in TRANSITIONS


def after_step(state: ProposalState, step: ProposalMove) -> ProposalState:
    """Return where ``step`` takes a proposal; refuse when it takes it nowhere from ``state``."""
    try:
        return STEPS[state, step]
    except KeyError:
        raise StepNotAllowed(str(step.label), str(state.label)) from None


def steps_from(state: ProposalState) -> list[ProposalMove]:
    """Return what may be done to a proposal in ``state``."""
    return [step for step in ProposalMove if (state, step) in STEPS]
