"""What agents may say about a mail that needs attention."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from helpdesk.models import User
from mail.models import InboundMail
from tickets.models import Ticket


class AttachForm(forms.Form):
    """The ticket that a mail belongs to, by its number."""

    reference = forms.CharField(label=_("Ticket number"), max_length=80, help_text=_("Such as INT/2026/00042."))

    def __init__(self, *args: object, user: User | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, handed on
        self.user = user

    def clean_reference(self) -> Ticket:
        """Return the ticket; one that this person may not see does not exist."""
        wanted = self.cleaned_data["reference"].strip().strip("#[]")
        visible = Ticket.objects.visible_to(self.user) if self.user else Ticket.objects.none()
        ticket = visible.for_action().referenced(wanted).first()
        if ticket is None:
            raise ValidationError(_("There is no ticket with this number."))
        return ticket


class DiscardForm(forms.Form):
    """Why nothing shall come of a mail."""

    reason = forms.CharField(
        label=_("Why is it discarded?"),
        max_length=300,
        error_messages={"required": _("Give a reason for discarding it.")},
    )


class ChosenMailForm(forms.Form):
    """Mails ticked in the list."""

    mail = forms.ModelMultipleChoiceField(
        InboundMail.objects.unsettled(),
        error_messages={
            "required": _("Tick at least one mail in the list first."),
            "invalid_choice": _("Somebody has decided about one of these mails already. Choose again."),
        },
    )


class DiscardManyForm(ChosenMailForm, DiscardForm):
    """Mails that nothing shall come of, and why."""
