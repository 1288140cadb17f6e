"""What people may say about mail: their wishes, and what they think of a solution."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tickets.enums import Move
from tickets.models import MailPreference


class MailPreferenceForm(forms.ModelForm[MailPreference]):
    """For how long an agent may take an answer back."""

    class Meta:
        model = MailPreference
        fields = ("undo_seconds",)


class SolutionAnswerForm(forms.Form):
    """Approve, or refuse with the reason."""

    move = forms.ChoiceField(choices=[(Move.APPROVE, ""), (Move.REFUSE, "")])
    words = forms.CharField(max_length=20_000, required=False)

    def clean(self) -> dict[str, object]:
        """Ask what is still wrong."""
        data = super().clean() or self.cleaned_data
        if data.get("move") == Move.REFUSE and not str(data.get("words", "")).strip():
            self.add_error("words", ValidationError(_("Please say what is still wrong.")))
        return data
