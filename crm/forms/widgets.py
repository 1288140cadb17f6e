"""Controls for choosing out of more than fits on a page."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from crm.models import Company


class PartySelect(forms.Select):
    """A select that carries only the chosen company or contact; the browser asks ``party_options`` for the others."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            attrs={
                "data-search": "",
                "data-options": format_lazy("{}?kind={}", reverse_lazy("crm:party_options"), kind),
            }
        )

    def offer_only_of(self, company: Company) -> None:
        """Have the browser ask for the people of ``company`` alone."""
        self.attrs["data-options"] = format_lazy("{}&client={}", self.attrs["data-options"], company.code)

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        """Return an empty choice and the chosen one."""
        field = cast("ModelChoiceIterator[Model]", self.choices).field
        chosen = [party for one in value if (party := _find(field, one))]
        self.choices = [("", field.empty_label or ""), *((field.prepare_value(party), str(party)) for party in chosen)]
        return super().optgroups(name, value, attrs)


def _find(field: "forms.ModelChoiceField[Model]", value: str) -> Model | None:
    try:
        return field.to_python(value)
    except ValidationError:
        return None
