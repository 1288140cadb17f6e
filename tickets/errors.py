"""What the desk refuses to do with a ticket, and why."""

from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted, Refusal
from tickets.enums import Category, Move


class MoveNotAllowed(Refusal):
    """The life cycle has no such move from this status."""

    def __init__(self, category: Category, move: Move) -> None:
        reason = _("“%(move)s” is not possible while a ticket is “%(status)s”.")
        super().__init__(reason % {"move": move.label, "status": category.label}, "MOVE_NOT_ALLOWED")


class NotYourTicket(NotPermitted):
    """Only certain people may do this with this ticket."""


class StatusNotOffered(Refusal):
    """The status belongs to another type, or is past its end date (N07)."""


class SolutionMissing(Refusal):
    """A ticket is resolved with words, or not at all."""

    def __init__(self) -> None:
        super().__init__(_("Write how it was solved; the customer will read it."), "SOLUTION_MISSING")


class SameConversation(Refusal):
    """Words cannot be passed on to where they are."""

    def __init__(self) -> None:
        super().__init__(_("Both are the same conversation already."), "SAME_CONVERSATION")


class NoAgreement(Refusal):
    """Nothing of the kind is promised."""

    def __init__(self) -> None:
        super().__init__(_("No such deadline is running for this ticket."), "NO_AGREEMENT")


class DeadlineNotPossible(Refusal):
    """A deadline lies ahead."""

    def __init__(self) -> None:
        super().__init__(_("A deadline must be in the future."), "DEADLINE_PAST")


class Overtaken(Refusal):
    """Somebody else was quicker; what was typed is kept."""

    def __init__(self) -> None:
        reason = _("Something new was said since you opened this ticket. Read it, then send again.")
        super().__init__(reason, "OVERTAKEN")


class StaleForm(Refusal):
    """The fields were changed by somebody else in the meantime."""

    def __init__(self) -> None:
        reason = _("Somebody changed this ticket since you opened it. Look at the new values, then save again.")
        super().__init__(reason, "STALE")


class PolicyOvertaken(Refusal):
    """The policy was published anew since somebody looked at what would move."""

    def __init__(self) -> None:
        reason = _("The policy was changed since you opened this page. Look at what would move now, then apply it.")
        super().__init__(reason, "POLICY_OVERTAKEN")


class NothingToSay(Refusal):
    """A message or a note without words."""

    def __init__(self) -> None:
        super().__init__(_("Write something first."), "EMPTY")


class NoRecipient(Refusal):
    """A reply needs somebody to go to."""

    def __init__(self) -> None:
        reason = _(
            "This ticket has no e-mail address to reply to. Give the requester one, or choose how else you told them."
        )
        super().__init__(reason, "NO_RECIPIENT")


class NotReached(Refusal):
    """An answer that nobody would ever read or hear."""

    def __init__(self) -> None:
        super().__init__(_("The requester cannot be reached this way. Choose another."), "NOT_REACHED")


class OtherClient(Refusal):
    """What is asked belongs to a company for which this client does not pay."""

    def __init__(self, who: str, company: str, client: str) -> None:
        reason = _(
            "%(who)s belongs to %(company)s, but %(client)s would pay. Change that, or confirm that it is intended."
        )
        super().__init__(reason % {"who": who, "company": company, "client": client}, "OTHER_CLIENT")


class SeesNoTickets(Refusal):
    """Whoever gets a ticket has to be able to open it."""

    def __init__(self, who: str) -> None:
        reason = _(
            "%(who)s sees no tickets, so cannot be given one. An administrator has to put %(who)s in a group first."
        )
        super().__init__(reason % {"who": who}, "SEES_NO_TICKETS")


class HasItAlready(Refusal):
    """A ticket is handed over to somebody else."""

    def __init__(self, who: str) -> None:
        super().__init__(_("%(who)s has this ticket already.") % {"who": who}, "HAS_IT_ALREADY")


class OfAnotherClient(Refusal):
    """What belongs to one client does not belong in the ticket of another."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "OF_ANOTHER_CLIENT")


class DescriptionMissing(Refusal):
    """A ticket is saved with a description, or not at all (N09)."""

    def __init__(self) -> None:
        super().__init__(_("Describe what is asked; a ticket cannot be saved without it."), "NO_DESCRIPTION")


class OtherSeries(Refusal):
    """A type of another numbering series would give the ticket another number."""

    def __init__(self) -> None:
        reason = _("That type numbers its tickets differently. Somebody with the right to renumber can change it.")
        super().__init__(reason, "OTHER_SERIES")


class HasLeft(Refusal):
    """The mail is on its way."""

    def __init__(self) -> None:
        super().__init__(_("The reply was sent already; it cannot be undone."), "HAS_LEFT")


class LockedByBilling(Refusal):
    """What a proposal was made of cannot be changed behind its back."""

    def __init__(self) -> None:
        reason = _("This ticket is in an invoice proposal. Take it out of the proposal first.")
        super().__init__(reason, "IN_PROPOSAL")


class ClientBound(Refusal):
    """An offer stands that was made to this client."""

    def __init__(self, offer: str) -> None:
        reason = _("Offer %(offer)s was made to this customer. Cancel the offer first, then exchange the customer.")
        super().__init__(reason % {"offer": offer}, "CLIENT_BOUND")


class StepNeeded(Refusal):
    """No desk can do without this step of setting up."""

    def __init__(self) -> None:
        super().__init__(_("This step cannot be left out."), "STEP_NEEDED")


class StillMissing(Refusal):
    """The list of things to set up is not done."""

    def __init__(self) -> None:
        super().__init__(_("Something is still missing. Do it first, or say that it is not needed."), "STILL_MISSING")
