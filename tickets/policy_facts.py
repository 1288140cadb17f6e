"""What a policy may ask of a ticket, and the words for it; the service levels know no ticket."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.db.models import QuerySet, TextChoices

from crm.models import Company, CompanyGroup
from sla.conditions import Facts
from sla.enums import Field
from sla.models import Priority
from sla.vocabulary import LEVEL_STATUS, STATUS
from tickets.enums import Category, Source
from tickets.models import Ticket, TicketCategory, TicketType

# What decides which policy applies; a change of one of these has the policy chosen anew.
DECIDING = frozenset({"company", "crm_contact", "category", "priority"})


def facts_of(ticket: Ticket) -> Facts:
    """Return what holds for ``ticket``; its client's groups and the parts of its subject with how far they are."""
    contact = ticket.crm_contact
    company = ticket.company or (contact.company if contact else None)
    return {
        Field.COMPANY: {str(company.pk): 0} if company else {},
        Field.COMPANY_GROUP: _groups_of(company) if company else {},
        Field.TYPE: {str(ticket.type_id): 0},
        Field.CATEGORY: _subjects_of(ticket),
        Field.PRIORITY: {str(ticket.priority_id): 0},
        Field.SOURCE: {str(ticket.source): 0},
    }


def _groups_of(company: Company) -> dict[str, int]:
    own = list(company.groups.values_list("pk", flat=True))
    return _ancestry(own, dict(CompanyGroup.objects.values_list("pk", "parent"))) if own else {}


def _subjects_of(ticket: Ticket) -> dict[str, int]:
    if ticket.category_id is None:
        return {}
    return _ancestry([ticket.category_id], dict(TicketCategory.objects.values_list("pk", "parent")))


def _ancestry(own: list[int], parents: Mapping[int, int | None]) -> dict[str, int]:
    """Return ``own`` and all that they are part of, each with the shortest way to it."""
    found: dict[str, int] = {}
    level, distance = set(own), 0
    while level:
        found |= {str(pk): distance for pk in level if str(pk) not in found}
        above = (parents.get(pk) for pk in level)
        level = {pk for pk in above if pk is not None and str(pk) not in found}
        distance += 1
    return found


def vocabulary(what: str) -> list[tuple[str, str]]:
    """Return the values of one field, or the categories of statuses, each with its name; see SLA_VOCABULARY."""
    rows = {
        Field.COMPANY.value: partial(_rows, Company.objects.all()),
        Field.COMPANY_GROUP.value: partial(_rows, CompanyGroup.objects.all()),
        Field.TYPE.value: partial(_rows, TicketType.objects.all()),
        Field.CATEGORY.value: partial(_rows, TicketCategory.objects.all()),
        Field.PRIORITY.value: partial(_rows, Priority.objects.all()),
    }
    words: dict[str, Iterable[TextChoices]] = {
        Field.SOURCE.value: Source,
        STATUS: Category,
        LEVEL_STATUS: (Category.OPEN, Category.ON_HOLD, Category.CLOSED),
    }
    if what in rows:
        return rows[what]()
    return [(word.value, str(word.label)) for word in words.get(what, ())]


def _rows[M: (Company, CompanyGroup, TicketType, TicketCategory, Priority)](rows: QuerySet[M]) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]
