"""What the administration may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.models import Mailbox

SECRETS = ("imap_password", "smtp_password", "oauth_client_secret", "oauth_refresh_token")

SECRETS_OF = {
    "imap_host": ("imap_password", "oauth_refresh_token"),
    "smtp_host": ("smtp_password", "oauth_refresh_token"),
    "oauth_token_url": ("oauth_client_secret", "oauth_refresh_token"),
}
SERVER_OF = {
    "imap_password": "imap_host",
    "smtp_password": "smtp_host",
    "oauth_client_secret": "oauth_token_url",
    "oauth_refresh_token": "oauth_token_url",
}


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
        labels = {"protocol": _("How mail comes in"), "separate_tickets": _("Separate tickets")}
        help_texts = {
            "language": _("Of automatic mails where no other language is known. Blank: that of the installation."),
            "is_active": _("Off: nothing is fetched or taken in for this address."),
            "is_default": _("Sends what belongs to no other mailbox. One mailbox can be the default."),
            "folder": _("Where the server puts new mail: usually INBOX."),
            "oauth_token_url": _("For Microsoft 365 and Google; docs/admin/mail.md says what to write here."),
            "trusted_authserv_ids": _(
                "The names that our own mail servers write first in Authentication-Results, with commas: such as "
                "mx.example.com. “Test this mailbox” shows them. Blank: no sender counts as proven or as forged."
            ),
            "agents_may_answer": _(
                "Their answer then goes to the customer: only if it came to the secret reply address (plus addressing) "
                "and a trusted checker says dmarc=pass. Else it becomes a note."
            ),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, handed on
        for name in {*SECRETS} & {*self.fields}:
            is_kept = bool(getattr(self.instance, name))
            self.fields[name].help_text = _("One is stored; blank keeps it.") if is_kept else _("None is stored.")

    def clean_is_default(self) -> bool:
        """Refuse a second default mailbox, and name the first."""
        wanted: bool = self.cleaned_data["is_default"]
        other = Mailbox.objects.filter(is_default=True).exclude(pk=self.instance.pk).first() if wanted else None
        if other:
            raise forms.ValidationError(
                _("%(other)s is the default mailbox; untick it there first."), params={"other": other}
            )
        return wanted

    def clean(self) -> dict[str, object]:
        """Keep secrets that were not typed anew; forget what no longer holds.

        That is the secret of a server that is no more, the token that an old secret had opened, and where we were in a
        folder that is another now.
        """
        data = super().clean() or self.cleaned_data
        self._ask_for_secrets_again()
        for name in {*SECRETS} & {*self.fields}:
            is_without_server = data.get(SERVER_OF[name]) == ""
            data[name] = "" if is_without_server else data.get(name) or getattr(self.instance, name)
        if {"oauth_client_secret", "oauth_refresh_token", "oauth_client_id"} & set(self.changed_data):
            self.instance.oauth_access_token = ""
        if {"imap_host", "imap_username", "folder"} & set(self.changed_data):
            self.instance.uidvalidity = None
        return data

    def _ask_for_secrets_again(self) -> None:
        """Hand no stored secret to another server than the one it was typed for."""
        for server, secrets in SECRETS_OF.items():
            if server not in self.changed_data or self.cleaned_data.get(server) == "":
                continue
            for name in secrets:
                if getattr(self.instance, name) and not self.data.get(self.add_prefix(name)):
                    self.add_error(name, _("Type it again: it was given for another server."))
