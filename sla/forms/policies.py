"""Policies as an administrator writes them."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from sla.conditions import ConditionData
from sla.enums import Field
from sla.forms.targets import TargetsField, written_targets
from sla.models import EscalationLevel, GroupTarget, Policy
from sla.vocabulary import LEVEL_STATUS, STATUS, no_choice, words_for


class ChosenField(forms.MultipleChoiceField):
    """Values of one field of the conversation, any of which will do."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            label=field.label,
            required=False,
            choices=lambda: words_for(field),
            widget=FilteredSelectMultiple(field.label, is_stacked=False),
        )


class KeysField(forms.CharField):
    """Values that are not listed anywhere yet, divided by commas."""

    def clean(self, value: Any) -> list[str]:
        """Part them."""
        return [key.strip() for key in (super().clean(value) or "").split(",") if key.strip()]

    def prepare_value(self, value: object) -> object:
        """Join them."""
        return ", ".join(value) if isinstance(value, list) else value


class StatusesField(forms.MultipleChoiceField):
    """Categories of statuses."""

    def __init__(self, *, required: bool, label: StrOrPromise) -> None:
        super().__init__(
            label=label,
            required=required,
            choices=lambda: words_for(STATUS),
            widget=forms.CheckboxSelectMultiple,
        )


class PolicyForm(forms.ModelForm[Policy]):
    """A policy with its targets, and for whom it is."""

    targets = TargetsField(
        label=_("targets"), help_text=_("Working hours of the calendar, like 4 or 0:30; days and months as numbers.")
    )
    pausing = StatusesField(required=False, label=_("statuses that pause"))
    fulfilling = StatusesField(required=True, label=_("statuses that fulfil"))
    on_contract = KeysField(
        label=Field.CONTRACT.label, required=False, help_text=_("Reference keys, divided by commas.")
    )
    on_company = ChosenField(Field.COMPANY)
    on_company_group = ChosenField(Field.COMPANY_GROUP)
    on_type = ChosenField(Field.TYPE)
    on_category = ChosenField(Field.CATEGORY)
    on_priority = ChosenField(Field.PRIORITY)
    on_source = ChosenField(Field.SOURCE)

    class Meta:
        model = Policy
        fields = (
            "name",
            "calendar",
            "is_default",
            "position",
            "is_active",
            "valid_from",
            "valid_until",
            "pausing",
            "fulfilling",
            "pauses_first_response",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["targets"] = written_targets(self.instance)
            for condition in self.instance.conditions:
                self.initial[f"on_{condition['field']}"] = condition["values"]

    @property
    def conditions(self) -> list[ConditionData]:
        """Return the conditions, after validation."""
        chosen = [(field, self.cleaned_data.get(f"on_{field}")) for field in Field]
        return [{"field": field.value, "values": values} for field, values in chosen if values]

    def clean(self) -> dict[str, Any] | None:
        """Put the conditions on the policy; the default has none, and no dates."""
        cleaned = super().clean()
        self.instance.conditions = self.conditions
        limits = [self.instance.conditions, *(self.cleaned_data.get(name) for name in ("valid_from", "valid_until"))]
        if self.cleaned_data.get("is_default") and any(limits):
            raise ValidationError(_("The default policy applies to all, always: it has no conditions, no dates."))
        return cleaned


CONDITIONS = [f"on_{field.value}" for field in Field]


class GroupTargetForm(forms.ModelForm[GroupTarget]):
    """What one of our groups promises."""

    class Meta:
        model = GroupTarget
        fields = ("group", "priority", "kind", "amount", "unit")


class LevelForm(forms.ModelForm[EscalationLevel]):
    """A level of escalation."""

    moves_to = forms.ChoiceField(
        label=_("put into a status"), required=False, choices=lambda: [no_choice(), *words_for(LEVEL_STATUS)]
    )

    class Meta:
        model = EscalationLevel
        fields = (
            "kind",
            "amount",
            "trigger",
            "tells_owner",
            "tells_watchers",
            "tells_user",
            "tells_group",
            "gives_to_user",
            "gives_to_group",
            "raises_priority",
            "moves_to",
            "adds_watcher",
        )
