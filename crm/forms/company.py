"""The form of a company and its addresses."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.actions import Belongings
from crm.forms.fields import CapitalsField, DomainsField, LanguageField, NotesField, TimeZoneField, VatIdField
from crm.forms.widgets import PartySelect
from crm.models import Address, Company, CompanyDomain
from helpdesk.forms import SentOnceForm
from helpdesk.models import CompanyProfile

AROUND = {"groups", "domains"}
SECTIONS = [
    (_("Company"), ["name", "code", "legal_name", "groups", "email", "phone", "website", "domains", "is_active"]),
    (_("Billing"), ["vat_id", "tax_code", "bill_to", "currency", "payment_days", "is_billable"]),
    (_("How we work together"), ["language", "time_zone", "hours_per_day", "notes"]),
]


class CompanyForm(SentOnceForm, forms.ModelForm[Company]):
    """What an agent may write about a company."""

    code = CapitalsField(
        label=_("Code"), required=False, max_length=20, help_text=_("Leave it empty and we make one from the name.")
    )
    vat_id = VatIdField(
        label=_("VAT id"), required=False, max_length=30, help_text=_("With its country in front: IT00743110157.")
    )
    currency = CapitalsField(
        label=_("Currency"), min_length=3, max_length=3, initial=lambda: CompanyProfile.current().currency
    )
    language = LanguageField(otherwise=_("As our own company"))
    time_zone = TimeZoneField(otherwise=_("As our own company"))
    domains = DomainsField(
        label=_("Mail domains"),
        required=False,
        max_length=1000,
        help_text=_("People who write from them belong to this company. Separate them with commas."),
    )

    bill_to = forms.ModelChoiceField(
        Company.objects.all(),
        label=_("Bill to"),
        required=False,
        to_field_name="code",
        empty_label=_("The company itself"),
        widget=PartySelect("company"),
        help_text=_("Who pays, if not the company itself."),
    )

    class Meta:
        model = Company
        fields = (
            "name",
            "code",
            "legal_name",
            "vat_id",
            "tax_code",
            "email",
            "phone",
            "website",
            "domains",
            "groups",
            "language",
            "time_zone",
            "bill_to",
            "is_billable",
            "currency",
            "payment_days",
            "hours_per_day",
            "notes",
            "is_active",
        )
        field_classes: ClassVar = {"notes": NotesField}
        widgets: ClassVar = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.instance.pk:
            self.initial["bill_to"] = self.instance.bill_to  # goes by its code here; Django would put the key
            # The code is part of addresses that people have kept.
            self.fields["code"].disabled = True
            self.fields["code"].help_text = ""
            self.initial["domains"] = [domain.domain for domain in self.instance.domains.all()]

    def clean_bill_to(self) -> Company | None:
        """Refuse the company itself; the database's own check needs the key, which is no field of this form."""
        payer: Company | None = self.cleaned_data["bill_to"]
        if payer and payer == self.instance:
            raise ValidationError(_("A company that pays for itself needs nobody in “bill to”."))
        return payer

    def clean_domains(self) -> list[str]:
        """Refuse domains of another company."""
        wanted: list[str] = self.cleaned_data["domains"]
        taken = CompanyDomain.objects.of_others(self.instance, wanted).first()
        if taken:
            raise ValidationError(
                _("%(domain)s belongs to %(company)s already."),
                params={"domain": taken.domain, "company": taken.company},
            )
        return wanted

    @property
    def sections(self) -> list[tuple[object, list[forms.BoundField]]]:
        """Return the fields in the groups that the page shows."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    @property
    def changed_columns(self) -> list[str]:
        """Return the columns of the company's own row that were changed."""
        return [name for name in self.changed_data if name not in AROUND]


class AddressForm(forms.ModelForm[Address]):
    """One address of a company."""

    country = CapitalsField(label=_("Country"), min_length=2, max_length=2, initial="IT")

    class Meta:
        model = Address
        fields = ("kind", "street", "postal_code", "city", "province", "country", "is_default")

    def validate_constraints(self) -> None:
        """Leave “one default of a kind” to the whole set: the old default may be giving the title up just now."""


class _AddressFormSet(forms.BaseInlineFormSet[Address, Company, AddressForm]):
    def clean(self) -> None:
        """Refuse two defaults of one kind."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        defaults = [data["kind"] for data in kept if data.get("is_default")]
        if len(defaults) != len(set(defaults)):
            raise ValidationError(_("Only one address of each kind can be the default."))


AddressFormSet = forms.inlineformset_factory(
    Company, Address, form=AddressForm, formset=_AddressFormSet, extra=1, can_delete=True
)


def belongings(form: CompanyForm, addresses: "forms.BaseInlineFormSet[Address, Company, AddressForm]") -> Belongings:
    """Return what two valid forms say about the things around a company."""
    changed = addresses.save(commit=False)
    return Belongings(
        groups=form.cleaned_data["groups"],
        domains=form.cleaned_data["domains"],
        addresses=changed,
        dropped_addresses=addresses.deleted_objects,
    )
