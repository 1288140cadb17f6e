"""What lists and pickers may be asked for."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from crm.models import Company, CompanyGroup
from crm.querysets import CompanyQuerySet, ContactQuerySet


class ActiveFilter(TextChoices):
    """Which part of a list is wanted."""

    ACTIVE = "", _("Active")
    INACTIVE = "inactive", _("No longer active")
    ALL = "all", _("All")


class _SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    active = forms.ChoiceField(label=_("Status"), required=False, choices=ActiveFilter)


class CompanyFilterForm(_SearchForm):
    """The filters of the list of companies."""

    field_order = ("q", "group", "active")
    group = forms.ModelChoiceField(
        CompanyGroup.objects.all(), label=_("Group"), required=False, to_field_name="name", empty_label=_("All groups")
    )

    def apply(self, companies: CompanyQuerySet) -> CompanyQuerySet:
        """Keep the companies that the filters let through."""
        if self.cleaned_data["q"]:
            companies = companies.search(self.cleaned_data["q"])
        if self.cleaned_data["group"]:
            companies = companies.in_group(self.cleaned_data["group"])
        return _of_active(companies, self.cleaned_data["active"])


class ContactFilterForm(_SearchForm):
    """The filters of the list of contacts."""

    def apply(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """Keep the contacts that the filters let through."""
        if self.cleaned_data["q"]:
            contacts = contacts.search(self.cleaned_data["q"], Company.objects.all())
        return _of_active(contacts, self.cleaned_data["active"])


class PartyForm(forms.Form):
    """What a picker has been given to look for."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), ("company", ""), ("contact", "")])
    client = forms.ModelChoiceField(Company.objects.all(), required=False, to_field_name="code")


def _of_active[Q: (CompanyQuerySet, ContactQuerySet)](rows: Q, active: str) -> Q:
    if active == ActiveFilter.ALL:
        return rows
    return rows.inactive() if active == ActiveFilter.INACTIVE else rows.active()
