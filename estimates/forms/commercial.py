"""The grid of the commercial estimate: a row for each line that may be sold."""

from decimal import Decimal
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from estimates import effort
from estimates.drafts import CommercialDraft, CommercialLine
from estimates.forms.choices import (
    MOST_PRICE,
    MOST_ROWS,
    Choices,
    PickField,
    QuantityField,
    ensure_bearable,
    offer,
    typed_rows,
)
from estimates.models import CommercialRow, Service, UnitOfMeasure
from estimates.ticket_estimates import TicketEstimates

PREFIX = "lines"


class VersionForm(forms.Form):
    """Which state of the estimate was on screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line; words and unit belong to the technician where they planned it."""

    row_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    description = forms.CharField(label=_("Description"), max_length=500, required=False)
    service = PickField[Service](_("Service"))
    commercial_qty = QuantityField(_("Commercial quantity"))
    unit = PickField[UnitOfMeasure](_("Unit"))
    unit_price = QuantityField(_("Price by hand"), required=False, most=MOST_PRICE)
    discount_percent = QuantityField(_("Discount %"), required=False, places=2, most=100)

    def __init__(self, *args: object, choices: Choices, rows: dict[str, CommercialRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self.fields["service"], choices.services)
        offer(self.fields["unit"], choices.units)
        self.initial.setdefault("unit", choices.hour)
        self.row = rows.get(str(self["row_id"].value()))

    @property
    def is_planned(self) -> bool:
        """Say whether the technician planned this line."""
        return self.row is not None and self.row.planned_qty is not None

    def clean(self) -> dict[str, object]:
        """Demand words and a unit of a line that sales add."""
        data = self.cleaned_data
        for name in () if self.is_planned else ("description", "unit"):
            if not data.get(name):
                self.add_error(name, _t("Every added line needs this."))
        try:
            ensure_bearable(
                data.get("commercial_qty"), self.row.unit if self.row and self.is_planned else data.get("unit")
            )
        except forms.ValidationError as refused:
            self.add_error("commercial_qty", refused)
        data["discount_percent"] = data.get("discount_percent") or Decimal(0)
        return data

    def line(self) -> CommercialLine:
        """Return what was typed."""
        return CommercialLine(**{name: self.cleaned_data[name] for name in CommercialLine.__slots__})


class BaseLineFormSet(forms.BaseFormSet[LineForm]):
    """All lines; one without anything typed in is no line."""

    def add_fields(self, form: LineForm, index: int | None) -> None:
        """Let added lines go; planned ones are sold no more with a quantity of zero."""
        super().add_fields(form, index)
        if form.is_planned:
            del form.fields["DELETE"]
        else:
            form.fields["DELETE"].label = _("Remove")

    def lines(self) -> tuple[CommercialLine, ...]:
        """Return what was typed."""
        return tuple(form.line() for form in self.forms if self._stays(form))

    def _stays(self, form: LineForm) -> bool:
        return (form.has_changed() or form.row is not None) and not form.cleaned_data.get("DELETE")


LineFormSet = forms.formset_factory(
    LineForm,
    formset=BaseLineFormSet,
    extra=0,
    can_delete=True,
    max_num=MOST_ROWS,
    validate_max=True,
    absolute_max=MOST_ROWS,
)


def line_forms(
    data: QueryDict | None, estimates: TicketEstimates, choices: Choices, *, as_typed: bool = False
) -> BaseLineFormSet:
    """Return the lines as forms; ``as_typed`` they are not judged yet, and there is an empty one besides."""
    rows = {str(row.pk): row for row in estimates.commercial_rows}
    initial = None if data else [_initial(row) for row in rows.values()]  # what was typed is judged by itself alone
    if data and as_typed:
        initial = typed_rows(data, PREFIX, CommercialLine.__slots__, ("row_id", "description"))
    formset = LineFormSet(
        None if as_typed else data,
        prefix=PREFIX,
        initial=initial,
        form_kwargs={"choices": choices, "rows": rows},
    )
    formset.extra = 1 if as_typed else 0
    if as_typed:
        formset.forms[-1].fields["description"].widget.attrs["autofocus"] = True
    return cast("BaseLineFormSet", formset)


def commercial_draft(version: VersionForm, lines: BaseLineFormSet) -> CommercialDraft | None:
    """Return what was typed, or nothing while something is wrong with it."""
    if not all([version.is_valid(), lines.is_valid()]):
        return None
    return CommercialDraft(lines.lines(), version.cleaned_data["version"])


def _initial(row: CommercialRow) -> dict[str, object]:
    return {
        "row_id": row.pk,
        "description": row.description,
        "service": row.service_id,
        "commercial_qty": effort.plain(row.commercial_qty),
        "unit": row.unit_id,
        "unit_price": None if row.unit_price is None else effort.plain(row.unit_price),
        "discount_percent": effort.plain(row.discount_percent) if row.discount_percent else None,
    }
