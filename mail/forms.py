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
            "oauth_client_secret": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            "oauth_refresh_token": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        }

    def clean_imap_password(self) -> str:
        """Keep the old password when none was typed."""
        return self.cleaned_data["imap_password"] or self.instance.imap_password

    def clean_smtp_password(self) -> str:
        """Keep the old password when none was typed."""
        return self.cleaned_data["smtp_password"] or self.instance.smtp_password

    def clean_oauth_client_secret(self) -> str:
        """Keep the old secret when none was typed."""
        return self.cleaned_data["oauth_client_secret"] or self.instance.oauth_client_secret

    def clean_oauth_refresh_token(self) -> str:
        """Keep the old token when none was typed."""
        return self.cleaned_data["oauth_refresh_token"] or self.instance.oauth_refresh_token

    def clean(self) -> dict[str, object]:
        """Forget the token that an old secret had opened, and where we were in a folder that is another now."""
        data = super().clean() or self.cleaned_data
        if {"oauth_client_secret", "oauth_refresh_token", "oauth_client_id"} & set(self.changed_data):
            self.instance.oauth_access_token = ""
        if {"imap_host", "imap_username", "folder"} & set(self.changed_data):
            self.instance.uidvalidity = None
        return data
