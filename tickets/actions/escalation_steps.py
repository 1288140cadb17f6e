"""Carrying out what a level of escalation says, as the desk itself.

Each ``Act`` of a level has one function, most of them in ``STEPS``, that takes the ticket, what the level names, and the escalation,
and returns whom or what it touched, in a word for the timeline. What a step is refused is told there too, and keeps
none of the others from being done. A new thing to do, such as running a rule, is a new ``Act`` with a function here.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk.errors import Refusal
from helpdesk.models import User
from sla.enums import Act, Kind
from sla.models import Escalation, Priority
from sla.terms import Step
from tickets import timeline
from tickets.actions.assignment import assign, assign_group
from tickets.actions.fields import change, change_status
from tickets.actions.notifications import notify
from tickets.actions.watchers import watch
from tickets.enums import NotificationKind, TicketEvent
from tickets.models import Ticket

Told = dict[str, object]
News = set[tuple[int, NotificationKind, int]]  # who was told what of which clock


@transaction.atomic
def carry_out(ticket: Ticket, escalations: Iterable[Escalation]) -> None:
    """Do what the levels of fired ``escalations`` say about ``ticket``, and tell so in its timeline.

    Several of one clock come together when the sweep is late, or name the same people: each is told once of it.
    """
    news: News = set()
    for escalation in escalations:
        _carry_out(ticket, escalation, news)


def _carry_out(ticket: Ticket, escalation: Escalation, news: News) -> None:
    version = escalation.clock.version
    level = version.terms.level(escalation.level_key)
    if level is None or escalation.fired_at is None:
        return
    told: Told = {
        "policy": version.policy.name,
        "version": version.number,
        "clock": escalation.clock.kind,
        "trigger": level.trigger,
        "amount": level.amount,
        "due": escalation.clock.due_at.isoformat(),
        "planned": escalation.at.isoformat(),
    }
    told["done"] = [_done(ticket, step, escalation, news) for step in level.steps]
    timeline.record(ticket, TicketEvent.ESCALATED, actor=None, data=told, at=escalation.fired_at)


def _done(ticket: Ticket, step: Step, escalation: Escalation, news: News) -> Told:
    try:
        with transaction.atomic():
            if step.act == Act.NOTIFY:
                return {"act": step.act, "to": _notify(ticket, step.to, escalation, news)}
            if step.act == Act.ASSIGN:
                return {"act": step.act, "to": _assign(ticket, step.to, _notified(ticket, escalation))}
            return {"act": step.act, "to": STEPS[step.act](ticket, step.to, escalation)}
    except Refusal as refusal:
        return {"act": step.act, "to": step.to, "refused": refusal.reason}


def _notify(ticket: Ticket, to: str, escalation: Escalation, news: News) -> str:
    clock, fired_at = escalation.clock, escalation.fired_at or escalation.at
    is_late = escalation.at >= clock.due_at or (clock.paused_at or fired_at) >= clock.due_at
    kind = NotificationKind.BREACHED if is_late else NotificationKind.BREACH_SOON
    people = _people(ticket, to)
    data = {"clock": clock.kind, "due": clock.due_at.isoformat()}
    fresh = [user for user in people if (user.pk, kind, clock.pk) not in news]
    notify(ticket, kind, fresh, data=data, now=fired_at)
    news.update((user.pk, kind, clock.pk) for user in fresh)
    return ", ".join(user.display_name for user in people)


def _notified(ticket: Ticket, escalation: Escalation) -> list[User]:
    """Return whom the level tells of the deadline: they need not be told that the ticket comes to them, too."""
    level = escalation.clock.version.terms.level(escalation.level_key)
    steps = level.steps if level else ()
    return [user for step in steps if step.act == Act.NOTIFY for user in _people(ticket, step.to)]


def _people(ticket: Ticket, to: str) -> list[User]:
    """Return whom ``owner``, ``watchers``, ``user:5`` or ``group:3`` stand for; nobody where nobody is left."""
    who, _colon, key = to.partition(":")
    if who == "owner":
        owner = User.objects.filter(pk=Ticket.objects.get(pk=ticket.pk).assignee_id)
        return list(owner)
    if who == "watchers":
        return list(User.objects.filter(pk__in=ticket.watchers.values("user")).order_by("pk"))
    if who == "group":
        return list(User.objects.filter(groups=int(key), is_active=True, is_agent=True).order_by("pk"))
    return list(User.objects.filter(pk=int(key)))


def _assign(ticket: Ticket, to: str, told: list[User]) -> str:
    who, _colon, key = to.partition(":")
    if who == "group":
        group = Group.objects.filter(pk=int(key)).first()
        if group is None:
            raise Refusal(_("This group was deleted."))
        assign_group(ticket, group, by=None, told=told)
        return str(group)
    user = User.objects.filter(pk=int(key), is_active=True, is_agent=True).first()
    if user is None:
        raise Refusal(_("This person no longer works at the desk."))
    assign(ticket, user, by=None, told=told)
    return str(user)


def _raise(ticket: Ticket, _to: str, _escalation: Escalation) -> str:
    rank = Ticket.objects.select_related("priority").get(pk=ticket.pk).priority.rank
    higher = Priority.objects.active().filter(rank__gt=rank).last()
    if higher is None:
        raise Refusal(_("The priority is the highest already."))
    change(ticket, {"priority": higher}, version=None, by=None)
    return str(higher)


def _status(ticket: Ticket, to: str, escalation: Escalation) -> str:
    status = ticket.type.statuses.filter(category=to).first()
    if status is None:
        raise Refusal(_("Tickets of this type have no such status."))
    if Ticket.objects.get(pk=ticket.pk).status_category != to:
        change_status(
            ticket,
            status,
            by=None,
            words_given=_("Escalated: %(clock)s") % {"clock": Kind(escalation.clock.kind).label},
        )
    return str(status)


def _watch(ticket: Ticket, to: str, _escalation: Escalation) -> str:
    people = _people(ticket, to)
    if not people:
        raise Refusal(_("This person no longer works at the desk."))
    for user in people:
        watch(ticket, by=None, user=user)
    return ", ".join(user.display_name for user in people)


STEPS: dict[Act, Callable[[Ticket, str, Escalation], str]] = {
    Act.RAISE: _raise,
    Act.STATUS: _status,
    Act.WATCH: _watch,
}
