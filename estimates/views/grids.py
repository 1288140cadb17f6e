"""A grid as the page shows it: its forms, and beside each row what it comes to."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict

from estimates import amounts, effort
from estimates.amounts import RowAmount
from estimates.drafts import CommercialDraft, TechnicalDraft
from estimates.forms import (
    HeaderForm,
    LineForm,
    StepForm,
    VersionForm,
    choices,
    commercial_draft,
    line_forms,
    step_forms,
    technical_draft,
)
from estimates.forms.choices import place_of
from estimates.forms.commercial import BaseLineFormSet
from estimates.forms.technical import BaseStepFormSet
from estimates.models import CommercialRow, TechnicalRow
from estimates.rows import write_line, write_step
from estimates.ticket_estimates import TicketEstimates


@dataclass(frozen=True)
class StepRow:
    """A row of the technical grid; ``row`` is what it says, where it says something."""

    form: StepForm
    row: TechnicalRow | None


@dataclass(frozen=True)
class TechnicalGrid:
    """The technical estimate as it is being written."""

    header: HeaderForm
    formset: BaseStepFormSet
    steps: Sequence[StepRow]

    @property
    def draft(self) -> TechnicalDraft | None:
        """Return what was typed, or nothing while something is wrong with it."""
        return technical_draft(self.header, self.formset)

    @property
    def is_unsaved(self) -> bool:
        """Say whether it was typed and not judged yet, so that what is beside its rows is not of them."""
        return self.header.is_bound and not self.formset.is_bound

    @property
    def effort(self) -> effort.Effort:
        """Return what the rows come to."""
        rows = [step.row for step in self.steps if step.row]
        return effort.total(effort.Quantity(row.planned_qty, row.unit.code, row.unit_minutes) for row in rows)


@dataclass(frozen=True)
class LineRow:
    """A row of the commercial grid, and what it comes to."""

    form: LineForm
    row: CommercialRow | None
    amount: RowAmount


@dataclass(frozen=True)
class CommercialGrid:
    """The commercial estimate as it is being written."""

    version: VersionForm
    formset: BaseLineFormSet
    lines: Sequence[LineRow]

    @property
    def draft(self) -> CommercialDraft | None:
        """Return what was typed, or nothing while something is wrong with it."""
        return commercial_draft(self.version, self.formset)

    @property
    def is_unsaved(self) -> bool:
        """Say whether it was typed and not judged yet, so that what is beside its rows is not of them."""
        return self.version.is_bound and not self.formset.is_bound

    @property
    def effort(self) -> effort.Effort:
        """Return the total commercial quantity."""
        rows = [line.row for line in self.lines if line.row]
        return effort.total(effort.Quantity(row.commercial_qty, row.unit.code, row.unit_minutes) for row in rows)

    @property
    def net(self) -> Decimal:
        """Return what the rows come to in money."""
        return amounts.net(line.amount for line in self.lines)

    @property
    def problems(self) -> list[str]:
        """Return what rows with something to sell lack, each lack once."""
        lacks = [line.amount.problem for line in self.lines if line.row and line.row.commercial_qty > 0]
        return [lack for lack in dict.fromkeys(lacks) if lack]


def technical(
    data: QueryDict | None, estimates: TicketEstimates, day: date, *, as_typed: bool = False
) -> TechnicalGrid | None:
    """Return the technical grid, as it is kept or as ``data`` has it; ``as_typed`` it is not judged yet."""
    if estimates.technical is None:
        return None
    offered = choices.load(estimates, day)
    header = HeaderForm(data, estimates.technical)
    formset = step_forms(data, estimates, offered, as_typed=as_typed)
    known = {str(row.pk): row for row in estimates.technical_rows}
    steps = [StepRow(form, _step_row(form, known, estimates)) for form in formset.forms]
    return TechnicalGrid(header, formset, sorted(steps, key=lambda step: place_of(step.form["ORDER"].value())))


def _step_row(form: StepForm, known: dict[str, TechnicalRow], estimates: TicketEstimates) -> TechnicalRow | None:
    row = known.get(str(form["row_id"].value()))
    if not form.is_bound:
        return row
    if not form.is_valid() or not form.has_changed() or form.cleaned_data.get("DELETE"):
        return None if form.cleaned_data.get("DELETE") else row
    return write_step(copy.copy(row) if row else TechnicalRow(), 0, form.step(), estimates)


def commercial(
    data: QueryDict | None, estimates: TicketEstimates, day: date, *, as_typed: bool = False
) -> CommercialGrid | None:
    """Return the commercial grid, as it is kept or as ``data`` has it; ``as_typed`` it is not judged yet."""
    if estimates.commercial is None:
        return None
    offered = choices.load(estimates, day)
    version = VersionForm(data, initial={"version": estimates.commercial.version})
    formset = line_forms(data, estimates, offered, as_typed=as_typed)
    rows = [_line_row(form, estimates) for form in formset.forms]
    found = iter(amounts.of_rows([row for row in rows if row], estimates, day))
    lines = [
        LineRow(form, row, next(found) if row else RowAmount()) for form, row in zip(formset.forms, rows, strict=True)
    ]
    return CommercialGrid(version, formset, lines)


def _line_row(form: LineForm, estimates: TicketEstimates) -> CommercialRow | None:
    if not form.is_bound:
        return form.row
    if not form.is_valid() or not form.has_changed() or form.cleaned_data.get("DELETE"):
        return None if form.cleaned_data.get("DELETE") else form.row
    return write_line(copy.copy(form.row) if form.row else CommercialRow(), 0, form.line(), estimates)
