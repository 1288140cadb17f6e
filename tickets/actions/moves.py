"""Moving a ticket through its life; pages, mail, jobs and bulk all go through here."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk import current_time
from helpdesk import html as markup
from helpdesk.errors import ReasonMissing
from helpdesk.models import CompanyProfile, User
from mail import actions as mail_actions
from mail.errors import NoMailbox
from tickets import lifecycle, mails, timeline
from tickets.actions import clocks, customer_mails
from tickets.actions.locking import locked
from tickets.enums import DONE, Category, Move, TicketEvent, Visibility
from tickets.errors import SolutionMissing, StatusNotOffered
from tickets.models import Ticket, TicketStatus
from tickets.rules import ensure_can_move


@transaction.atomic
def move(
    ticket: Ticket,
    wanted: Move,
    *,
    by: User | None,
    words_given: str = "",
    status: TicketStatus | None = None,
) -> Ticket:
    """Make one move. ``words_given`` is the solution for RESOLVE, and the reason where one is needed.

    ``status`` chooses among the type's statuses of the category reached; without it the first one is taken.
    The solution that a person gives goes to the customer by mail, and to everybody else who takes part.
    """
    ticket = locked(ticket)
    tells = by is not None and bool(ticket.requester_email) and ticket.type.tells_resolved
    _move(ticket, wanted, by, words_given, status=status, tells=tells)
    if wanted == Move.CLOSE:
        customer_mails.mail_closed(ticket)
    return ticket


def move_silently(ticket: Ticket, wanted: Move, *, by: User | None, words_given: str) -> None:
    """Make one move of a locked ticket; its words, if any, the customer has already been sent."""
    _move(ticket, wanted, by, words_given)


def _move(  # noqa: PLR0913 -- a move is that many facts
    ticket: Ticket,
    wanted: Move,
    by: User | None,
    words_given: str,
    *,
    status: TicketStatus | None = None,
    tells: bool = False,
) -> None:
    ensure_can_move(by, ticket, wanted)
    before = Category(ticket.status_category)
    after = lifecycle.after(before, wanted)
    _demand_words(wanted, words_given)
    now = current_time.now()
    _stand(ticket, status or _first_status(ticket, after), after, now)
    if wanted == Move.RESOLVE:
        ticket.solution = markup.clean(words_given)
        ticket.last_agent_at = now  # the solution is public: the customer's silence counts from here
    ticket.version += 1
    if wanted == Move.RESOLVE and tells and by is not None:
        _send_solution(ticket, by, now)
    clocks.follow(ticket, before, after, now)
    ticket.save()
    _tell(ticket, wanted, before, words_given, by)


def _send_solution(ticket: Ticket, by: User, now: datetime) -> None:
    """Mail the solution to the customer, who is answered with it; without mail it waits for them in the portal."""
    with suppress(NoMailbox):
        mail_actions.enqueue(mails.solution(ticket, by=by))
        if ticket.in_copy:
            mail_actions.enqueue(mails.solution_for_others(ticket, by=by))
        ticket.first_replied_at = ticket.first_replied_at or now
        clocks.answered(ticket, now)


def _demand_words(wanted: Move, words_given: str) -> None:
    said = markup.to_text(words_given)
    if wanted == Move.RESOLVE and not said:
        raise SolutionMissing
    if wanted in lifecycle.NEEDS_REASON and not said:
        raise ReasonMissing


def _first_status(ticket: Ticket, category: Category) -> TicketStatus:
    """Return the first offered status of the ticket's type that means ``category``."""
    statuses = TicketStatus.objects.filter(type=ticket.type_id)
    status = statuses.offered_on(CompanyProfile.current().today()).of_category(category).first()
    if status is None:
        reason = _("Tickets of type “%(type)s” have no status that means “%(category)s”.")
        raise StatusNotOffered(reason % {"type": ticket.type, "category": category.label}, "NO_SUCH_STATUS")
    return status


def _stand(ticket: Ticket, status: TicketStatus, category: Category, now: datetime) -> None:
    """Put ``ticket`` into ``status`` with the dates that belong to it."""
    if status.type_id != ticket.type_id or status.category != category:
        reason = _("“%(status)s” is no status of this ticket's type.") % {"status": status}
        raise StatusNotOffered(reason, "STATUS_OF_ANOTHER_TYPE")
    ticket.status, ticket.status_category = status, category
    ticket.active_at = max(ticket.active_at, now)
    ticket.accepted_at = ticket.accepted_at or now
    ticket.resolved_at = (ticket.resolved_at or now) if category in DONE else None
    ticket.closed_at = (ticket.closed_at or now) if category == Category.CLOSED else None


def _tell(ticket: Ticket, wanted: Move, before: Category, words_given: str, by: User | None) -> None:
    data = {
        "move": wanted,
        "before": before,
        "after": ticket.status_category,
        "status": ticket.status.name,
        "reason": markup.to_text(words_given) if wanted in lifecycle.NEEDS_REASON else "",
    }
    if wanted == Move.RESOLVE:
        timeline.record(
            ticket, TicketEvent.SOLVED, actor=by, data={"html": ticket.solution}, visibility=Visibility.PUBLIC
        )
    if before != ticket.status_category:  # another answer moves nothing
        timeline.record(ticket, TicketEvent.MOVED, actor=by, data=data)


@transaction.atomic
def close_if_silent(ticket: Ticket, *, now: datetime) -> bool:
    """Close ``ticket`` if its customer is still silent now that it is locked; say whether it was closed."""
    ticket = locked(ticket)
    if not Ticket.objects.silent(now).filter(pk=ticket.pk).exists():
        return False
    move_silently(ticket, Move.CLOSE, by=None, words_given="")
    customer_mails.mail_closed(ticket)
    return True
