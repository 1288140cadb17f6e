"""Bringing a commercial estimate up to what the technical one says now (E2')."""

from decimal import Decimal

from estimates.models import CommercialEstimate, CommercialRow, TechnicalRow
from estimates.ticket_estimates import TicketEstimates


def resync(estimates: TicketEstimates) -> dict[str, int]:
    """Let commercial rows follow the technical ones; return how many changed, came and went.

    A quantity that sales set by hand stays, with the old plan beside the new; a row whose step is gone is sold no more.
    """
    commercial = estimates.commercial
    if commercial is None or not commercial.is_open:
        return {}
    rows = _rows_of_steps(estimates)
    fresh = [step for step in estimates.technical_rows if step.pk not in rows]
    changed = sum(_follow(rows[step.pk], step) for step in estimates.technical_rows if step.pk in rows)
    gone = sum(_take_out(row) for row in estimates.commercial_rows if row.has_vanished)
    add_rows(commercial, fresh)
    commercial.is_stale = False
    commercial.version += 1
    commercial.save(update_fields=["is_stale", "version"])
    return {"changed": changed, "added": len(fresh), "gone": gone}


def _rows_of_steps(estimates: TicketEstimates) -> dict[int, CommercialRow]:
    """Return the row that sells each technical step."""
    return {row.technical_row_id: row for row in estimates.commercial_rows if row.technical_row_id}


def add_rows(commercial: CommercialEstimate, steps: list[TechnicalRow]) -> None:
    """Copy technical rows; the commercial quantity starts as the planned one."""
    CommercialRow.objects.bulk_create(
        CommercialRow(
            estimate=commercial,
            position=step.position,
            technical_row=step,
            service=step.service,
            description=step.description,
            planned_qty=step.planned_qty,
            commercial_qty=step.planned_qty,
            unit=step.unit,
            unit_minutes=step.unit_minutes,
        )
        for step in steps
    )


def _follow(row: CommercialRow, step: TechnicalRow) -> bool:
    """Write what ``step`` says now into ``row``; say whether its plan changed."""
    other_unit = (row.unit_id, row.unit_minutes) != (step.unit_id, step.unit_minutes)
    changed = other_unit or row.planned_qty != step.planned_qty
    row.former_planned_qty = row.planned_qty if changed and not other_unit else None
    if other_unit or not row.is_overridden:  # a quantity of another unit means nothing any more
        row.commercial_qty, row.is_overridden = step.planned_qty, False
    row.planned_qty, row.unit, row.unit_minutes = step.planned_qty, step.unit, step.unit_minutes
    row.is_overridden = row.commercial_qty != row.planned_qty
    row.position, row.description = step.position, step.description
    row.service = row.service or step.service
    row.save()
    return changed


def _take_out(row: CommercialRow) -> bool:
    """Sell nothing of a row whose step is gone; say whether that is new."""
    if row.planned_qty == 0:
        return False
    row.former_planned_qty = row.planned_qty
    row.planned_qty = row.commercial_qty = Decimal(0)
    row.is_overridden = False
    row.save()
    return True
