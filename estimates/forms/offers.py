"""What people say about offers: letters, dates, reasons, and what a list is narrowed by."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from estimates.enums import OfferState
from estimates.querysets import OfferQuerySet
from helpdesk.forms import DayField


class LetterForm(forms.Form):
    """What goes with the offer by mail, if it is sent from here."""

    by_mail = forms.BooleanField(label=_("Send it by mail, as an answer on the ticket"), required=False, initial=True)
    letter = forms.CharField(label=_("Letter"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, object]:
        """Demand words where a mail is to be written."""
        if self.cleaned_data.get("by_mail") and not self.cleaned_data.get("letter", "").strip():
            self.add_error("letter", _("Write some words to go with the offer."))
        return self.cleaned_data


class ConfirmForm(forms.Form):
    """The day on which the customer accepted."""

    day = DayField(label=_("Confirmed on"), required=False)

    def __init__(self, data: object, today: date) -> None:
        super().__init__(data, initial={"day": today})  # type: ignore[arg-type]
        self.fields["day"].required = True
        self.today = today

    def clean_day(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class OfferFilterForm(forms.Form):
    """What the list of offers is narrowed by."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), *OfferState.choices])

    def apply(self, offers: OfferQuerySet) -> OfferQuerySet:
        """Keep the offers that answer."""
        text, state = self.cleaned_data["q"], self.cleaned_data["state"]
        offers = offers.mentioning(text) if text else offers
        return offers.in_state(state) if state else offers


class CreateForm(forms.Form):
    """How offers are made of the chosen tickets."""

    by_party = forms.BooleanField(label=_("One offer for each customer, with all their tickets"), required=False)
