"""What the administration may send."""

from django import forms

from mail.models import Mailbox


class MailboxForm(forms.ModelForm[Mailbox]):
    """A mailbox whose passwords can be written but never read."""

    class Meta:
        model = Mailbox
        fields = "__all__"  # noqa: DJ007 -- the admin's fieldsets choose
        widgets = {
            "imap_password": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            "smtp_password": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        }

    def clean_imap_password(self) -> str:
        """Keep the old password when none was typed."""
        return self.cleaned_data["imap_password"] or self.instance.imap_password

    def clean_smtp_password(self) -> str:
        """Keep the old password when none was typed."""
        return self.cleaned_data["smtp_password"] or self.instance.smtp_password
