"""Forms that are sent once, and what a person may say about themselves."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import ClassVar, cast
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm, DeclarativeFieldsMetaclass
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from helpdesk.enums import Theme
from helpdesk.errors import NotPermitted, Refusal
from helpdesk.idempotency import KeyUsed, Sent
from helpdesk.models import User

AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def not_before(first: date) -> Callable[[date], None]:
    """Return what refuses a day before ``first``, which it writes as its reader does."""

    def check(day: date) -> None:
        if day < first:
            raise ValidationError(_("Choose %(day)s or a later day."), params={"day": date_format(first)})

    return check


def not_after(last: date) -> Callable[[date], None]:
    """Return what refuses a day after ``last``, which it writes as its reader does."""

    def check(day: date) -> None:
        if day > last:
            raise ValidationError(_("Choose %(day)s or an earlier day."), params={"day": date_format(last)})

    return check


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar: one of our times, for a day before the year 1 can be told to no clock."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [not_before(date(1900, 1, 1)), not_after(date(2199, 12, 31))]


class WordsField(forms.CharField):
    """Words of several lines; the end of a line counts as one character, as it does in the browser that counted it."""

    def __init__(
        self, label: StrOrPromise, *, rows: int, most: int, required: bool = False, help_text: StrOrPromise = ""
    ) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=required, max_length=most, widget=widget, help_text=help_text)

    def to_python(self, value: object) -> str:
        """Return what was typed, before it is measured."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ReasonForm(forms.Form):
    """Why something is decided; the history keeps it."""

    reason = WordsField(_("Reason"), rows=2, most=2000, required=True)


@cache
def time_zone_choices() -> list[tuple[str, str]]:
    """List the zones that people live in, with UTC first."""
    names = sorted(name for name in available_timezones() if name.startswith(AREAS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def new_key() -> str:
    """Return a key under which what a form sends is written once."""
    return uuid4().hex


class KeyField(forms.CharField):
    """The idempotency key of a form; made with the page, and no change by itself."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(max_length=64, required=required, initial=new_key, widget=forms.HiddenInput)

    def has_changed(self, initial: object, data: object) -> bool:  # noqa: ARG002 -- Django's own signature
        """Say no."""
        return False


def sent_content(data: QueryDict) -> dict[str, list[str]]:
    """Return everything that was sent but what comes with each form by itself."""
    return {name: values for name, values in data.lists() if name not in {"key", "csrfmiddlewaretoken"}}


class SentOnceForm(BaseForm, metaclass=DeclarativeFieldsMetaclass):
    """A form that is written once, however often it is sent."""

    key = KeyField()

    @property
    def sent(self) -> Sent:
        """Return the key that it was sent with, and everything else that was."""
        data = cast("QueryDict", self.data)
        return Sent(data.get("key", ""), sent_content(data))

    def refuse_key(self, refusal: KeyUsed) -> None:
        """Say that something else was sent under the key, and take another one: sent again, it is something new."""
        self.data = cast("QueryDict", self.data).copy()
        self.data["key"] = new_key()
        self.add_error(None, refusal.reason)


def attempt[T](
    form: forms.Form,
    act: Callable[[], T],
    *,
    beside: str | None = None,
    leaving: tuple[type[Refusal], ...] = (NotPermitted,),
) -> T | Refusal:
    """Do ``act``; say in ``form`` why it is refused, ``beside`` a field or above all of them, and return the refusal.

    Those in ``leaving`` are raised all the same: who has no right to it gets a page that says so.
    """
    try:
        return act()
    except leaving:
        raise
    except Refusal as refusal:
        if isinstance(refusal, KeyUsed) and isinstance(form, SentOnceForm):
            form.refuse_key(refusal)
        else:
            form.add_error(beside, refusal.reason)
        return refusal


class ProfileForm(forms.ModelForm[User]):
    """My name, language, clock, signature and look."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, widget=forms.Select(attrs={"data-search": True})
    )

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone", "signature", "theme", "density", "single_keys")
        labels: ClassVar = {"single_keys": _("Single-key shortcuts")}
        help_texts: ClassVar = {
            "display_name": _("Customers see this name."),
            "signature": _("Stands under every mail that you send."),
            "single_keys": _("One key acts at once, such as / for search. Press ? on any page to see them all."),
        }
        widgets: ClassVar = {
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "signature": forms.Textarea(attrs={"rows": 4}),
        }


class ThemeForm(forms.Form):
    """Light, dark or like the device."""

    theme = forms.ChoiceField(choices=Theme)
