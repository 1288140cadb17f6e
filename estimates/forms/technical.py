"""The grid of the technical estimate: its header, and a row for each step."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from crm.models import Project, ProjectResource
from estimates import effort
from estimates.drafts import TechnicalDraft, TechnicalHeader, TechnicalStep
from estimates.forms.choices import (
    MOST_ROWS,
    Choices,
    PickField,
    QuantityField,
    by_key,
    count,
    ensure_bearable,
    offer,
    typed_rows,
)
from estimates.models import Service, TechnicalEstimate, TechnicalRow, UnitOfMeasure
from estimates.ticket_estimates import TicketEstimates
from helpdesk.forms import DayField
from helpdesk.models import User

PREFIX = "rows"


class HeaderForm(forms.Form):
    """What stands above the rows."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    offer_description = forms.CharField(label=_("Offer description"), max_length=200, required=False)
    is_detailed = forms.BooleanField(
        label=_("Detailed offer"), required=False, help_text=_("One line for each row, instead of one for all hours.")
    )
    salesperson = PickField[User](_("Salesperson"))
    technician = PickField[User](_("Technician"))
    actual_start = DayField(label=_("Actual start"), required=False)
    header_description = forms.CharField(
        label=_("Text above the lines"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    footer_description = forms.CharField(
        label=_("Text below the lines"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None, estimate: TechnicalEstimate) -> None:
        initial = {name: getattr(estimate, name) for name in TechnicalHeader.__slots__}
        initial |= {"salesperson": estimate.salesperson_id, "technician": estimate.technician_id}
        super().__init__(data, prefix="header", initial={**initial, "version": estimate.version})
        people = by_key(User.objects.agents())
        for name in ("salesperson", "technician"):
            held = getattr(estimate, name)
            offer(self.fields[name], {**people, **by_key([held] if held else [])})

    def header(self) -> TechnicalHeader:
        """Return what was typed."""
        return TechnicalHeader(**{name: self.cleaned_data[name] for name in TechnicalHeader.__slots__})


class StepForm(forms.Form):
    """One step."""

    row_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    description = forms.CharField(label=_("Description"), max_length=500)
    service = PickField[Service](_("Service"))
    planned_qty = QuantityField(_("Planned quantity"))
    unit = PickField[UnitOfMeasure](_("Unit"), required=True)
    resource = PickField[ProjectResource](_("Resource"))
    project = PickField[Project](_("Project"))
    starts_on = DayField(label=_("Start date"), required=False)
    ends_on = DayField(label=_("End date"), required=False)

    def __init__(self, *args: object, choices: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self.fields["service"], choices.services)
        offer(self.fields["unit"], choices.units)
        offer(self.fields["project"], choices.projects)
        names = [f"{resource} ({resource.project.code})" for resource in choices.resources.values()]
        offer(self.fields["resource"], choices.resources, names)
        self.initial.setdefault("unit", choices.hour)

    def clean_planned_qty(self) -> object:
        """Refuse nothing at all."""
        if self.cleaned_data["planned_qty"] == 0:
            raise forms.ValidationError(_t("More than zero, please."))
        return self.cleaned_data["planned_qty"]

    def clean(self) -> dict[str, object]:
        """Refuse a step that ends before it starts, or takes longer than can be kept."""
        try:
            ensure_bearable(self.cleaned_data.get("planned_qty"), self.cleaned_data.get("unit"))
        except forms.ValidationError as refused:
            self.add_error("planned_qty", refused)
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _t("A step cannot end before it starts."))
        return self.cleaned_data

    def step(self) -> TechnicalStep:
        """Return what was typed."""
        return TechnicalStep(**{name: self.cleaned_data[name] for name in TechnicalStep.__slots__})


class BaseStepFormSet(forms.BaseFormSet[StepForm]):
    """All steps; one without anything typed in is no step."""

    def add_fields(self, form: StepForm, index: int | None) -> None:
        """Let every row go and move."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")
        form.fields["ORDER"].widget = forms.HiddenInput()

    def steps(self) -> tuple[TechnicalStep, ...]:
        """Return what was typed, in the order that was asked for."""
        return tuple(form.step() for form in self.ordered_forms)


StepFormSet = forms.formset_factory(
    StepForm,
    formset=BaseStepFormSet,
    extra=0,
    can_delete=True,
    can_order=True,
    max_num=MOST_ROWS,
    validate_max=True,
    absolute_max=MOST_ROWS,
)


def step_forms(
    data: QueryDict | None, estimates: TicketEstimates, choices: Choices, *, as_typed: bool = False
) -> BaseStepFormSet:
    """Return the rows as forms and an empty one; ``as_typed`` they are not judged yet, and there is one more."""
    if data and not as_typed:
        return _formset(choices, data)
    typed = typed_rows(data, PREFIX, TechnicalStep.__slots__, ("description", "planned_qty")) if data else None
    formset = _formset(choices, rows=[_initial(row) for row in estimates.technical_rows] if typed is None else typed)
    formset.extra = 2 if data and typed is not None and len(typed) == count(data, PREFIX, "INITIAL_FORMS") else 1
    if as_typed:
        formset.forms[-1].fields["description"].widget.attrs["autofocus"] = True
    return formset


def _formset(
    choices: Choices, data: QueryDict | None = None, rows: list[dict[str, object]] | None = None
) -> BaseStepFormSet:
    """Make the forms of ``data``, judged by it alone, or of ``rows``."""
    formset = StepFormSet(data, prefix=PREFIX, initial=rows, form_kwargs={"choices": choices})
    return cast("BaseStepFormSet", formset)


def technical_draft(header: HeaderForm, steps: BaseStepFormSet) -> TechnicalDraft | None:
    """Return what was typed, or nothing while something is wrong with it."""
    if not all([header.is_valid(), steps.is_valid()]):
        return None
    return TechnicalDraft(header.header(), steps.steps(), header.cleaned_data["version"])


def _initial(row: TechnicalRow) -> dict[str, object]:
    return {
        "row_id": row.pk,
        "description": row.description,
        "service": row.service_id,
        "planned_qty": effort.plain(row.planned_qty),
        "unit": row.unit_id,
        "resource": row.resource_id,
        "project": row.project_id,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
