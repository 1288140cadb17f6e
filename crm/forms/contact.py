"""The form of a contact."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.fields import LanguageField, NotesField, TimeZoneField
from crm.forms.widgets import PartySelect
from crm.models import Company, Contact
from helpdesk.forms import SentOnceForm


class ContactForm(SentOnceForm, forms.ModelForm[Contact]):
    """What an agent may write about a contact."""

    company = forms.ModelChoiceField(
        Company.objects.all(),
        label=_("Company"),
        required=False,
        to_field_name="code",
        empty_label=_("None"),
        widget=PartySelect("company"),
    )
    language = LanguageField(otherwise=_("As the company"))
    time_zone = TimeZoneField(otherwise=_("As the company"))

    class Meta:
        model = Contact
        fields = (
            "name",
            "email",
            "company",
            "job_title",
            "phone",
            "language",
            "time_zone",
            "role",
            "notes",
            "is_active",
        )
        field_classes: ClassVar = {"notes": NotesField}
        widgets: ClassVar = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: object, can_let_see: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.instance.pk:
            self.initial["company"] = self.instance.company  # goes by its code here; Django would put the key
        self.fields["role"].required = False  # who says nothing leaves it as it is
        if self.instance.user_id and not can_let_see:
            self._fix_what_he_sees()

    def _fix_what_he_sees(self) -> None:
        for name in ("company", "role") if self.instance.is_active else ("company", "role", "is_active"):
            self.fields[name].disabled = True
            self.fields[name].help_text = _(
                "This contact signs in: only people who see all tickets may change what they see."
            )

    def clean_role(self) -> str:
        """Return which requests they see, as before where nothing is said."""
        role: str = self.cleaned_data["role"]
        return role or self.instance.role
