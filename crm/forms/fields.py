"""Form fields of the register, which understand how people write things down."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm import domains
from helpdesk import vat
from helpdesk.enums import Language

LONGEST_NOTES = 20_000


class CapitalsField(forms.CharField):
    """A code or a currency, written in capitals whatever was typed."""

    def to_python(self, value: object) -> str:
        """Return what was typed in capitals."""
        return str(super().to_python(value)).upper()


class VatIdField(forms.CharField):
    """A VAT id, typed with whatever blanks and dots."""

    def to_python(self, value: object) -> str:
        """Return what was typed the way it is kept."""
        return vat.normalise(str(super().to_python(value)))


class NotesField(forms.CharField):
    """Notes: long, but not without end."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"max_length": LONGEST_NOTES})


class DomainsField(forms.CharField):
    """Mail domains, typed with commas or blanks between them."""

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]
        """Return the domains, refusing those that can tell no company."""
        found = domains.split(str(super().to_python(value)))
        for domain in found:
            if not domains.is_well_formed(domain):
                raise ValidationError(
                    _("“%(domain)s” is not a mail domain; write it like acme.it."), params={"domain": domain}
                )
            if domains.is_free_mail(domain):
                raise ValidationError(
                    _("Anybody can have an address at %(domain)s; it would bring strangers into this company."),
                    params={"domain": domain},
                )
        return found

    def prepare_value(self, value: object) -> object:
        """Show domains the way they are typed."""
        return ", ".join(value) if isinstance(value, list) else value


def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in names]


class TimeZoneField(forms.ChoiceField):
    """A time zone out of all, or the one that ``otherwise`` tells."""

    def __init__(self, otherwise: object) -> None:
        super().__init__(
            label=_("Time zone"),
            required=False,
            choices=[("", otherwise), *_zones()],
            widget=forms.Select(attrs={"data-search": ""}),
        )


class LanguageField(forms.ChoiceField):
    """A language that the desk speaks, or the one that ``otherwise`` tells."""

    def __init__(self, otherwise: object) -> None:
        super().__init__(label=_("Language"), required=False, choices=[("", otherwise), *Language.choices])
