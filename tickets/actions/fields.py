"""Changing a ticket's fields: each change told with before and after, nobody overwrites another unseen."""

from collections.abc import Mapping
from typing import cast

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from crm.models import Company
from helpdesk import current_time
from helpdesk.models import CompanyProfile, User
from tickets import lifecycle, timeline
from tickets.actions import clocks, search_index
from tickets.actions.clients import confirm_client
from tickets.actions.locking import locked
from tickets.actions.moves import move
from tickets.actions.numbering import give_number
from tickets.actions.opening import is_incomplete
from tickets.enums import Category, TicketEvent
from tickets.errors import MoveNotAllowed, OtherSeries, StaleForm, StatusNotOffered
from tickets.models import PriorityCell, Ticket, TicketAlias, TicketStatus, TicketType
from tickets.policy_facts import DECIDING
from tickets.rules import (
    asking_company,
    ensure_belongings_fit,
    ensure_can_work_on,
    ensure_client_is_free,
    ensure_not_in_proposal,
    is_person_of,
    is_project_of,
)

CHANGEABLE = frozenset(
    "subject category operation severity urgency impact priority project company crm_contact requester requester_name "
    "requester_email referent referent_email language due_on billing_criteria billing_period closing_notes".split()
)
CLIENT = frozenset({"company", "crm_contact", "requester", "requester_email"})
LOCKED_BY_BILLING = frozenset({"company", "crm_contact", "billing_criteria", "billing_period"})


@transaction.atomic
def change(
    ticket: Ticket,
    values: Mapping[str, object],
    *,
    version: int | None,
    by: User | None,
    client_is_meant: bool = False,
) -> Ticket:
    """Set the fields in ``values``; refuse with ``StaleForm`` when the ticket is past ``version`` (None: any).

    A project and a referent go with the client that they belong to. A client who does not pay for the requester's
    company is refused unless they ``is_meant``.
    """
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    changed = _changed(ticket, values)
    if not changed:
        return ticket
    if version is not None and version != ticket.version:
        raise StaleForm
    if LOCKED_BY_BILLING & changed.keys():
        ensure_not_in_proposal(ticket)
    changed |= _left_behind(ticket, changed)
    told = {name: [_plain(getattr(ticket, name)), _plain(value)] for name, value in changed.items()}
    told |= _leave_assets(ticket, changed)
    priority, sides = ticket.priority_id, _sides(ticket, changed)
    _set(ticket, changed)
    if DECIDING & changed.keys() or ticket.priority_id != priority:
        clocks.reconsider(ticket, current_time.now(), by=by)
    ticket.is_incomplete = is_incomplete(ticket)
    ticket.version += 1
    ticket.active_at = current_time.now()
    ticket.save()
    timeline.record(ticket, TicketEvent.CHANGED, actor=by, data={"fields": told})
    if _sides(ticket, changed) != sides:
        confirm_client(ticket, by=by, is_meant=client_is_meant)
    search_index.index_ticket(ticket)
    return ticket


def _changed(ticket: Ticket, values: Mapping[str, object]) -> dict[str, object]:
    """Return those of ``values`` that may be changed and are other than they were."""
    return {name: value for name, value in values.items() if name in CHANGEABLE and getattr(ticket, name) != value}


def _left_behind(ticket: Ticket, changed: Mapping[str, object]) -> dict[str, object]:
    """Return the project and the referent that stay with the client whom another takes the place of."""
    if "company" not in changed:
        return {}
    company = cast("Company | None", changed["company"])
    left: dict[str, object] = {}
    if ticket.project and not is_project_of(company, ticket.project):
        left["project"] = None
    if ticket.referent and not is_person_of(company, ticket.referent):
        left |= {"referent": None, "referent_email": ""}
    return {name: nothing for name, nothing in left.items() if name not in changed and getattr(ticket, name) != nothing}


def _leave_assets(ticket: Ticket, changed: Mapping[str, object]) -> dict[str, list[object]]:
    """Leave the assets with the client whom another takes the place of; return what the timeline says of it."""
    if "company" not in changed:
        return {}
    left = list(ticket.assets.exclude(company=cast("Company | None", changed["company"])))
    ticket.assets.remove(*left)
    return {"assets": [", ".join(str(asset) for asset in left), ""]} if left else {}


def _sides(ticket: Ticket, changed: Mapping[str, object]) -> tuple[Company | None, Company | None] | None:
    """Return who pays and who asks, where either may have changed."""
    return (ticket.customer, asking_company(ticket)) if CLIENT & changed.keys() else None


def _set(ticket: Ticket, changed: Mapping[str, object]) -> None:
    party = ticket.party
    for name, value in changed.items():
        setattr(ticket, name, value)
    _set_priority(ticket, changed)
    _complete_people(ticket, changed)
    ensure_belongings_fit(ticket, changed.keys())
    if ticket.party != party:
        ensure_client_is_free(ticket)


def _set_priority(ticket: Ticket, changed: Mapping[str, object]) -> None:
    """Follow the matrix unless a priority was chosen by hand, now or before."""
    if "priority" in changed:
        ticket.priority_is_manual = True
    elif not ticket.priority_is_manual and {"urgency", "impact"} & changed.keys():
        cell = PriorityCell.objects.filter(urgency=ticket.urgency, impact=ticket.impact).first()
        ticket.priority = cell.priority if cell else ticket.priority


def _complete_people(ticket: Ticket, changed: Mapping[str, object]) -> None:
    """Take name and address of a newly chosen requester or referent from their card."""
    if ticket.requester and "requester" in changed:
        ticket.requester_name, ticket.requester_email = ticket.requester.name, ticket.requester.email
        if ticket.crm_contact is None:  # who stands in a client's place is not pushed aside
            ticket.company = ticket.company or ticket.requester.company
    if ticket.referent and "referent" in changed and "referent_email" not in changed:
        ticket.referent_email = ticket.referent.email


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return str(value)
    return str(value) if value is not None and not isinstance(value, str | int | bool) else value


@transaction.atomic
def change_status(ticket: Ticket, status: TicketStatus, *, by: User | None, words_given: str = "") -> Ticket:
    """Put ``ticket`` into a chosen status of its type, by the move that leads there (N07)."""
    ticket = locked(ticket)
    if status.type_id != ticket.type_id:
        reason = _("“%(status)s” is no status of this ticket's type.") % {"status": status}
        raise StatusNotOffered(reason, "STATUS_OF_ANOTHER_TYPE")
    before, after = Category(ticket.status_category), Category(status.category)
    if before == after:
        return _relabel(ticket, status, by)
    wanted = lifecycle.move_between(before, after)
    if wanted is None:
        raise StatusNotOffered(
            _("A ticket cannot go from “%(before)s” to “%(after)s” directly.")
            % {"before": before.label, "after": after.label},
            MoveNotAllowed.__name__,
        )
    return move(ticket, wanted, by=by, words_given=words_given, status=status)


def _relabel(ticket: Ticket, status: TicketStatus, by: User | None) -> Ticket:
    """Exchange one status for another that means the same."""
    ensure_can_work_on(by, ticket)
    if status == ticket.status:
        return ticket
    told = {"fields": {"status": [ticket.status.name, status.name]}}
    ticket.status = status
    ticket.version += 1
    ticket.save(update_fields=["status", "version"])
    timeline.record(ticket, TicketEvent.CHANGED, actor=by, data=told)
    return ticket


@transaction.atomic
def change_type(ticket: Ticket, to: TicketType, *, by: User) -> Ticket:
    """Give ``ticket`` another type; one of another series also gives it a new number, the old one stays an alias."""
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    if to == ticket.type:
        return ticket
    status = to.statuses.of_category(Category(ticket.status_category)).first()
    if status is None:
        raise StatusNotOffered(_("“%(type)s” has no status like this one.") % {"type": to}, "NO_SUCH_STATUS")
    if to.series_id != ticket.series_id:
        _renumber(ticket, to, by)
    told = {"fields": {"type": [str(ticket.type), str(to)]}}
    ticket.type, ticket.status, ticket.operation = to, status, None
    clocks.reconsider(ticket, current_time.now(), by=by)
    ticket.is_incomplete = is_incomplete(ticket)
    ticket.version += 1
    ticket.save()
    timeline.record(ticket, TicketEvent.CHANGED, actor=by, data=told)
    search_index.index_ticket(ticket)
    return ticket


def _renumber(ticket: Ticket, to: TicketType, by: User) -> None:
    if not by.has_perm("tickets.renumber_ticket"):
        raise OtherSeries
    day = CompanyProfile.current().today()
    before = ticket.reference
    TicketAlias.objects.create(ticket=ticket, reference=before, slug=ticket.slug)
    give_number(ticket, to, day)
    timeline.record(ticket, TicketEvent.RENUMBERED, actor=by, data={"fields": [before, ticket.reference]})
