"""What billing refuses, and why."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted, Refusal


class BillingIsNotYours(NotPermitted):
    """Billing is for those who have the right to it."""

    def __init__(self) -> None:
        super().__init__(_("You have no right to bill."), "NO_PERMISSION")


class WorkIsNotYours(NotPermitted):
    """Works are kept by whoever did them, or by those with the right to all."""

    def __init__(self) -> None:
        super().__init__(_("Only the person who did this work may change it."), "NOT_YOUR_WORK")


class StaleWork(Refusal):
    """Somebody else saved the work in the meantime."""

    def __init__(self) -> None:
        reason = _("Somebody changed this work since you opened it. Look at it in the list, then save yours again.")
        super().__init__(reason, "STALE")


class InProposal(Refusal):
    """A proposal stands on what this would change; ``words`` say what, and link to it."""

    def __init__(self, words: str, reference: str, address: str) -> None:
        link = format_html('<a class="alert-link" href="{}">{}</a>', address, reference)
        super().__init__(format_html(words, proposal=link), "IN_PROPOSAL")


class WorkLocked(InProposal):
    """Works that a proposal was made of stay as they are (P10)."""

    def __init__(self, reference: str, address: str) -> None:
        words = _("The works of this ticket are locked: it is in invoice proposal {proposal}.")
        super().__init__(words, reference, address)


class RateLocked(InProposal):
    """A proposal was made with the rate (X06)."""

    def __init__(self, reference: str, address: str) -> None:
        words = _("The rate of this ticket is locked: it is in invoice proposal {proposal}.")
        super().__init__(words, reference, address)


class RateNegative(Refusal):
    """Nobody is paid for being helped (B15)."""

    def __init__(self) -> None:
        super().__init__(_("A rate cannot be negative; 0 means that the service's own price applies."), "NEGATIVE_RATE")


class TimesRefused(Refusal):
    """A work whose times cannot be."""


class EndsBeforeStart(TimesRefused):
    """The end lies before the start on the same day (W02)."""

    def __init__(self) -> None:
        super().__init__(_("It ends before it starts. Tick “ends the next day” if it went past midnight."), "END_FIRST")


class NoDuration(TimesRefused):
    """Start and end are the same (W01)."""

    def __init__(self) -> None:
        super().__init__(_("Start and end are the same; a work takes at least a minute."), "NO_DURATION")


class BreakTooLong(TimesRefused):
    """The break eats the work (W03)."""

    def __init__(self) -> None:
        super().__init__(_("The break is as long as the work, or longer."), "BREAK_TOO_LONG")


class TooLong(TimesRefused):
    """Nobody works for more than a day without going home."""

    def __init__(self) -> None:
        super().__init__(_("A work takes at most 24 hours. Log the next day on its own."), "TOO_LONG")


class TimeSkipped(TimesRefused):
    """The clocks jumped over this time."""

    def __init__(self) -> None:
        super().__init__(_("That time did not exist: the clocks were put forward over it."), "TIME_SKIPPED")


class InTheFuture(TimesRefused):
    """Works are logged when they are done."""

    def __init__(self) -> None:
        super().__init__(_("That day lies too far ahead; works are logged when they are done."), "FUTURE")


class ExplainHours(Refusal):
    """Billing more than was worked has to be explained (W09)."""

    def __init__(self) -> None:
        reason = _("You bill more than was worked. Give a reason.")
        super().__init__(reason, "EXPLAIN_HOURS")


class BillingStatusForbids(Refusal):
    """The billing status does not allow this."""

    def __init__(self, status: str) -> None:
        reason = _("That is not possible while the billing status is “%(status)s”.") % {"status": status}
        super().__init__(reason, "WRONG_BILLING_STATUS")


class StepNotAllowed(Refusal):
    """The proposal's state does not allow this."""

    def __init__(self, step: str, state: str) -> None:
        words = _("“%(step)s” is not possible while the proposal is “%(state)s”.") % {"step": step, "state": state}
        super().__init__(words, "STEP_NOT_ALLOWED")


class NotADraft(Refusal):
    """Only a draft can be changed."""

    def __init__(self) -> None:
        super().__init__(_("Only a draft can be changed. Take the proposal back to draft first."), "NOT_A_DRAFT")


class NotInProposal(Refusal):
    """The ticket has left this proposal already."""

    def __init__(self, ticket: str) -> None:
        reason = _("Ticket %(ticket)s is not in this proposal any more.") % {"ticket": ticket}
        super().__init__(reason, "NOT_IN_PROPOSAL")


class ProposalBlocked(Refusal):
    """Something has to be settled before a proposal can be confirmed: works added since, tickets opened again."""

    def __init__(self, stale: str, reopened: str) -> None:
        reasons = []
        if stale:
            words = _("Works were added since to %(tickets)s. Take these tickets out, and generate again.")
            reasons.append(words % {"tickets": stale})
        if reopened:
            words = _("These tickets were reopened: %(tickets)s. Close them, or take them out of the proposal.")
            reasons.append(words % {"tickets": reopened})
        super().__init__(" ".join(reasons), "WORKS_ADDED" if stale else "TICKET_REOPENED")


class NoSeries(Refusal):
    """Proposals have nothing to be numbered by."""

    def __init__(self, code: str) -> None:
        reason = _("There is no numbering series “%(code)s” for proposals. An administrator has to make one.")
        super().__init__(reason % {"code": code}, "NO_SERIES")


class NothingChosen(Refusal):
    """There is nothing to make proposals of."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one ticket."), "NOTHING_CHOSEN")
