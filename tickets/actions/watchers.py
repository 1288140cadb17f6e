"""Who is told of what happens to a ticket."""

from collections.abc import Iterable

from django.db import transaction

from helpdesk.models import User
from mail import actions as mail_actions
from tickets import timeline
from tickets.actions.locking import locked
from tickets.enums import TicketEvent
from tickets.models import Ticket, Watcher
from tickets.rules import ensure_can_work_on


@transaction.atomic
def watch(ticket: Ticket, *, by: User | None, user: User | None = None, email: str = "") -> Watcher:
    """Tell ``user``, or whoever reads ``email``, of what happens to ``ticket``; twice is the same as once."""
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    watcher, made = Watcher.objects.get_or_create(ticket=ticket, user=user, email=email.strip().lower())
    if made:
        timeline.record(ticket, TicketEvent.WATCHED, actor=by, data={"who": str(watcher)})
    return watcher


@transaction.atomic
def add_watchers(ticket: Ticket, addresses: Iterable[str]) -> int:
    """Tell whoever reads ``addresses`` of news from now on, colleagues by their account; return how many are new.

    Whom somebody has removed is not brought back.
    """
    wanted = dict.fromkeys(address.lower() for address in addresses)
    new = [address for address in wanted if address not in _known(ticket, wanted)] if wanted else []
    colleagues = {user.email.lower(): user for user in User.objects.agents().filter(email__in=new)} if new else {}
    made = [_follow(ticket, colleagues.get(address), address) for address in new]
    return sum(made)


def _known(ticket: Ticket, addresses: Iterable[str]) -> set[str]:
    """Return those of ``addresses`` that are told already, or shall not be."""
    told = Watcher.objects.filter(ticket=ticket, email__in=addresses).values_list("email", flat=True)
    removed = ticket.events.removals(addresses).values_list("data__who", flat=True)
    return {*told, *removed}


def _follow(ticket: Ticket, colleague: User | None, address: str) -> bool:
    email = "" if colleague else address
    _watcher, is_new = Watcher.objects.get_or_create(ticket=ticket, user=colleague, email=email)
    if is_new:
        timeline.record(ticket, TicketEvent.WATCHED, actor=None, data={"who": address})
    return is_new


@transaction.atomic
def unwatch(ticket: Ticket, *, by: User, user: User | None = None, email: str = "") -> None:
    """Tell ``user``, or whoever reads ``email``, no longer; the secret reply address of the latter ends."""
    ensure_can_work_on(by, ticket)
    told = ticket.watchers.select_related("user", "contact").select_for_update(of=("self",))
    for watcher in [one for one in told if _is(one, user, email)]:
        timeline.record(ticket, TicketEvent.UNWATCHED, actor=by, data={"who": watcher.address.lower()})
        watcher.delete()
    if email:
        mail_actions.revoke_reply_addresses(ticket.thread, address=email)


def _is(watcher: Watcher, user: User | None, email: str) -> bool:
    """Say whether ``watcher`` is this user, or the person outside who reads ``email``."""
    return watcher.user == user if user else watcher.user is None and watcher.address.lower() == email.strip().lower()
