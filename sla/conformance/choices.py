"""Which policy applies, as vectors tell it: policies with a condition each, and a ticket that is edited step by step."""

import re
from datetime import date

from sla import conditions
from sla.conformance.fixtures import NUMBERS
from sla.conformance.outcomes import Facts, NotBuilt
from sla.enums import Field
from sla.models import Policy

TODAY = date(2025, 8, 4)
ANSWER = re.compile(r"(\w+)\s*(?:==|in)\s*(.+)")
NAMES = {"customer": "company", "customer_group": "company_group", "ticket_type": "type", "issue_type": "type"}


def selection(vector: Facts) -> list[Facts]:
    """Tell after each step which policy applies; a step without one expects none."""
    Policy.objects.update(is_default=False)
    names = {_write(row).pk: row["name"] for row in vector["slas"]}
    candidates = [policy.candidate for policy in Policy.objects.active() if policy.pk in names]
    held: Facts = {}
    told = []
    for step in vector["steps"]:
        held |= step["set"]
        day = date.fromisoformat(str(step.get("on", TODAY))[:10])
        chosen = conditions.choose(candidates, _facts(held), day)
        told.append({**step, "expect_sla": names[chosen] if chosen else None})
    return told


def _write(row: Facts) -> Policy:
    return Policy.objects.create(
        name=f"{row['name']} {next(NUMBERS)}",
        is_default=row.get("default", False),
        is_active=row.get("enabled", True),
        conditions=_conditions(row.get("condition") or ""),
        valid_from=row.get("start_date"),
        valid_until=row.get("end_date"),
    )


def _conditions(text: str) -> list[Facts]:
    return [_condition(part.strip()) for part in text.split(" and ") if part.strip()]


def _condition(text: str) -> Facts:
    found = ANSWER.fullmatch(text)
    if found is None:
        raise NotBuilt(f"The condition “{text}” cannot be read.")
    values = [value.strip().strip("'\"") for value in found[2].strip("[]()").split(",")]
    return {"field": _field(found[1]), "values": values}


def _facts(held: Facts) -> conditions.Facts:
    return {_field(name): {str(value): 0} for name, value in held.items() if value is not None}


def _field(name: str) -> Field:
    plain = name.rpartition(".")[2]
    known = NAMES.get(plain, plain)
    if known not in set(Field):
        raise NotBuilt(f"No policy asks for “{name}”.")
    return Field(known)
