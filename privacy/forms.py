"""What is asked before somebody is forgotten, or something deleted."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnonymiseForm(forms.Form):
    """How far a person is forgotten."""

    empties_words = forms.BooleanField(
        label=_("Also empty the texts and files of their tickets"),
        required=False,
        help_text=_(
            "Otherwise only the identity is removed: name, addresses and numbers, the files that they sent, and raw mails."
        ),
    )


class PurgeForm(forms.Form):
    """How old is too old."""

    days = forms.IntegerField(label=_("Days since the ticket was closed"), min_value=1, max_value=36_500)
