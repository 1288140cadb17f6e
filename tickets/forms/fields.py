"""Fields that several forms share."""

import unicodedata
from collections.abc import Iterable

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator, validate_email
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from crm.forms import PartySelect
from crm.models import Company, Contact
from crm.querysets import CompanyQuerySet, ContactQuerySet
from helpdesk import files
from helpdesk.errors import DiskFull
from helpdesk.models import StoredFile, User
from tickets.drafts import NewFile
from tickets.models import TicketCategory

LONGEST_ADDRESS = 254
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_ALL = 25 * 1024 * 1024
MOST_FILES = 20
KEPT_HOURS = 24


class ListedOnce(forms.Select):
    """A list that the database is asked for once: Django asks twice, the first time for the right to write ``required``."""

    def use_required_attribute(self, initial: object) -> bool:  # noqa: ARG002 -- Django's signature
        """Write no such attribute; a list without an empty choice has no use for it."""
        return False


class CategoryField(forms.ModelChoiceField["TicketCategory"]):
    """A subject, shown with what it is part of."""

    def label_from_instance(self, obj: TicketCategory) -> str:
        """Return the subject behind its parent."""
        return f"{obj.parent} › {obj}" if obj.parent else str(obj)


def company_field(*, required: bool = False) -> "forms.ModelChoiceField[Company]":
    """Return a picker of companies, by code."""
    return forms.ModelChoiceField(
        Company.objects.active(),
        label=_("Customer"),
        required=required,
        empty_label="–",
        to_field_name="code",
        widget=PartySelect("company"),
    )


def contact_field(label: StrOrPromise) -> "forms.ModelChoiceField[Contact]":
    """Return a picker of contacts, by public id."""
    return forms.ModelChoiceField(
        Contact.objects.active().for_list(),
        label=label,
        required=False,
        empty_label="–",
        to_field_name="public_id",
        widget=PartySelect("contact"),
    )


def offer_visible(form: forms.Form, user: User) -> None:
    """Offer only those clients and contacts that ``user`` may see, as the pickers do."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.queryset, CompanyQuerySet | ContactQuerySet):
            field.queryset = field.queryset.visible_to(user)


def email_field(label: StrOrPromise) -> forms.EmailField:
    """Return a field for an address, as long as a column for addresses holds."""
    return forms.EmailField(label=label, required=False, max_length=LONGEST_ADDRESS)


class AddressesField(forms.CharField):
    """E-mail addresses, typed with commas, semicolons or blanks between them."""

    def to_python(self, value: object) -> tuple[str, ...]:  # type: ignore[override]
        """Return the addresses, each once, refusing what is none."""
        typed = str(super().to_python(value)).replace(",", " ").replace(";", " ").split()
        for address in typed:
            try:
                validate_email(address)
                MaxLengthValidator(LONGEST_ADDRESS)(address)
            except ValidationError as error:
                reason = _("“%(address)s” is not an e-mail address.")
                raise ValidationError(reason, params={"address": address}) from error
        return tuple(dict.fromkeys(address.lower() for address in typed))


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files to go along, each and all within a limit."""

    widget = _ManyFilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[bytes]]:  # noqa: ARG002 -- Django's signature
        """Return the files, refusing what is too large or too many."""
        given = data if isinstance(data, list | tuple) else [data]
        uploaded = [file for file in given if isinstance(file, UploadedFile)]
        self._check_sizes(uploaded)
        if len(uploaded) > MOST_FILES:
            raise ValidationError(_("Attach at most %(count)s files at once."), params={"count": MOST_FILES})
        for file in uploaded:
            self._look_into(file)
        return uploaded

    def _check_sizes(self, uploaded: list[UploadedFile[bytes]]) -> None:
        for file in uploaded:
            if (file.size or 0) > LARGEST_FILE:
                self._refuse(_("“%(name)s” is larger than %(limit)s."), file.name or "", LARGEST_FILE)
        if sum(file.size or 0 for file in uploaded) > LARGEST_ALL:
            self._refuse(_("The files together are larger than %(limit)s."), "", LARGEST_ALL)

    def _look_into(self, file: UploadedFile[bytes]) -> None:
        try:
            finding = files.finding_in(file.read())
        except DiskFull as full:
            raise ValidationError(full.reason) from full
        file.seek(0)
        if finding:
            reason = _("“%(name)s” holds a virus (%(finding)s) and was not taken.")
            raise ValidationError(reason, params={"name": file.name, "finding": finding})

    def _refuse(self, reason: object, name: str, limit: int) -> None:
        words = _("Put it where the customer can fetch it, and send the link.")
        raise ValidationError(f"{reason} {words}", params={"name": name, "limit": filesizeformat(limit)})


def clean_name(name: str) -> str:
    """Return a file's name without the invisible characters that hide what it is (security.md §4.4)."""
    visible = (c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})
    return "".join(visible).replace("/", "_").replace("\\", "_").strip(" .")[:255] or "file"


def kept_token(file: NewFile, user: User) -> str:
    """Return what brings an uploaded file back when its form was refused; it works for ``user`` alone."""
    return signing.dumps([file.file.pk, file.name, user.pk], salt="kept-file")


def store_all(uploaded: Iterable[UploadedFile[bytes]], kept: Iterable[str], user: User) -> tuple[NewFile, ...]:
    """Keep the uploaded files, and find those that a refused form had brought before."""
    found = [_kept(token, user) for token in kept]
    fresh = [NewFile(files.take(file.read()), clean_name(file.name or "")) for file in uploaded]
    return (*(file for file in found if file), *fresh)


def _kept(token: str, user: User) -> NewFile | None:
    try:
        pk, name, owner = signing.loads(token, salt="kept-file", max_age=KEPT_HOURS * 3600)
    except signing.BadSignature:
        return None
    file = StoredFile.objects.filter(pk=pk).first() if owner == user.pk else None
    return NewFile(file, name) if file else None
