"""How a typed row becomes a row; nothing is saved here, so a page can show what a row would come to."""

from decimal import Decimal

from estimates import effort
from estimates.drafts import CommercialLine, TechnicalStep
from estimates.models import CommercialRow, TechnicalRow
from estimates.ticket_estimates import TicketEstimates


def write_step(row: TechnicalRow, position: int, step: TechnicalStep, estimates: TicketEstimates) -> TechnicalRow:
    """Write ``step`` into ``row``; the length of its unit is a snapshot, taken anew only when the unit changes (E02)."""
    if row.unit_id != step.unit.pk:
        row.unit, row.unit_minutes = step.unit, estimates.unit_minutes(step.unit)
    row.position, row.planned_qty = position, step.planned_qty
    row.description, row.service = step.description, step.service
    row.resource, row.project = step.resource, step.project
    row.starts_on, row.ends_on = step.starts_on, step.ends_on
    row.minutes = effort.minutes(step.planned_qty, Decimal(row.unit_minutes))
    return row


def write_line(row: CommercialRow, position: int, line: CommercialLine, estimates: TicketEstimates) -> CommercialRow:
    """Write ``line`` into ``row``; what came from the technician keeps its words and its unit."""
    if row.planned_qty is None:  # sales added it
        row.description = line.description
        if line.unit and row.unit_id != line.unit.pk:
            row.unit, row.unit_minutes = line.unit, estimates.unit_minutes(line.unit)
    row.position, row.service = position, line.service
    row.commercial_qty = line.commercial_qty
    row.is_overridden = row.planned_qty is not None and line.commercial_qty != row.planned_qty
    row.unit_price, row.discount_percent = line.unit_price, line.discount_percent
    row.former_planned_qty = None  # whoever saves has seen it
    return row
