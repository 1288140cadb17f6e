"""What an administrator says of the list of things to set up."""

from django.db import transaction

from helpdesk.models import CompanyProfile, User
from tickets import rules, setup_checklist
from tickets.errors import StepNeeded, StillMissing
from tickets.models import TicketType
from tickets.setup_checklist import ChecklistStep

LONGEST_BASE = 17  # of a copy's code, which has room for 20 letters; the rest is for its number


@transaction.atomic
def need(step: ChecklistStep, *, is_needed: bool, by: User) -> None:
    """Say whether this desk needs ``step``; without some there is none."""
    rules.ensure_can_set_up(by)
    if not is_needed and not step.can_be_skipped:
        raise StepNeeded
    firm = _locked()
    others = [name for name in firm.not_needed if name != step.name]
    firm.not_needed = others if is_needed else [*others, step.name]
    firm.save(update_fields=["not_needed"])


@transaction.atomic
def put_list_away(*, is_away: bool, by: User) -> None:
    """Lead nobody to the list any more, or do so again; while something is missing it stays."""
    rules.ensure_can_set_up(by)
    firm = _locked()
    if is_away and any(step.is_missing for step in setup_checklist.steps(firm)):
        raise StillMissing
    firm.is_set_up_put_away = is_away
    firm.save(update_fields=["is_set_up_put_away"])


def leads_to_list() -> bool:
    """Say whether the start page leads administrators to the list: until nothing is missing for the first time, or it is put away."""
    firm = CompanyProfile.current()
    if firm.is_set_up_put_away:
        return False
    is_missing = any(step.is_missing for step in setup_checklist.steps(firm))
    if not is_missing:
        CompanyProfile.objects.filter(pk=firm.pk).update(is_set_up_put_away=True)
    return is_missing


def _locked() -> CompanyProfile:
    """Return our firm, which nobody else changes meanwhile."""
    return CompanyProfile.objects.select_for_update(of=("self",)).get(pk=CompanyProfile.current().pk)


@transaction.atomic
def copy_type(original: TicketType) -> TicketType:
    """Return a new type like ``original``, with its statuses and operations; nobody is offered it until it is made active."""
    copy = TicketType.objects.get(pk=original.pk)
    copy.pk, copy.code, copy.is_active = None, _free_code(original.code), False
    copy.save(force_insert=True)
    copy.operations.set(original.operations.all())
    for status in original.statuses.all():
        status.pk, status.type = None, copy
        status.save(force_insert=True)
    return copy


def _free_code(code: str) -> str:
    """Return ``code`` with the first number at its end that no type has."""
    base = code[:LONGEST_BASE]
    taken = {one.lower() for one in TicketType.objects.values_list("code", flat=True)}
    return next(wanted for number in range(2, 100) if (wanted := f"{base}-{number}").lower() not in taken)
