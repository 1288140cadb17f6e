"""A mailbox: an address that people write to, how its mail is fetched and how it is sent."""

from django.contrib import admin
from django.core.validators import EmailValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.deferred_text import rendered
from helpdesk.enums import Language
from mail.enums import Authentication, Protocol, Security
from mail.fields import EncryptedTextField
from mail.querysets import MailboxQuerySet

is_host = RegexValidator(
    r"^[^\s/:@]+$|^\[?[0-9a-fA-F:]+\]?$",
    _("Only the name of the server or its address: no http://, no port, no blanks."),
)
PORT = [MinValueValidator(1), MaxValueValidator(65535)]


def listed(addresses: str) -> list[str]:
    """Return the addresses that are written with commas between them, in lower case."""
    return [address.strip().lower() for address in addresses.split(",") if address.strip()]


def are_addresses(value: str) -> None:
    """Refuse what is no list of addresses."""
    for address in listed(value):
        EmailValidator(allowlist=["localhost"])(address)


class Mailbox(models.Model):
    """One address of ours, with its incoming and its outgoing server."""

    name = models.CharField(_("name"), max_length=120, help_text=_("For people at the desk, such as “Support”."))
    address = models.CharField(_("address"), max_length=254, validators=[EmailValidator(allowlist=["localhost"])])
    aliases = models.CharField(
        _("other addresses"),
        max_length=1000,
        blank=True,
        validators=[are_addresses],
        help_text=_("Addresses that lead to this mailbox too, separated by commas. We never send mail to them."),
    )
    from_name = models.CharField(
        _("name of sender"), max_length=120, blank=True, help_text=_("What customers read beside the address.")
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True)
    plus_addressing = models.BooleanField(
        _("plus addressing"),
        default=False,
        help_text=_("The mail server also delivers support+anything@… here; replies then carry a secret part."),
    )
    is_default = models.BooleanField(_("default mailbox"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    protocol = models.CharField(_("protocol"), max_length=5, choices=Protocol, default=Protocol.NONE)
    imap_host = models.CharField(_("server"), max_length=255, blank=True, validators=[is_host])
    imap_port = models.PositiveIntegerField(_("port"), default=993, validators=PORT)
    imap_security = models.CharField(_("security"), max_length=8, choices=Security, default=Security.SSL)
    imap_username = models.CharField(_("user name"), max_length=255, blank=True)
    imap_password = EncryptedTextField(_("password"), blank=True)
    imap_authentication = models.CharField(
        _("signing in"), max_length=8, choices=Authentication, default=Authentication.PASSWORD
    )
    folder = models.CharField(_("folder"), max_length=255, default="INBOX")
    processed_folder = models.CharField(
        _("folder for fetched mail"),
        max_length=255,
        blank=True,
        help_text=_("Blank: mail stays and is marked as read."),
    )

    listen = models.BooleanField(
        _("listen for new mail"),
        default=True,
        help_text=_("Mail is fetched the moment it comes (IMAP IDLE), where the listener runs; else once a minute."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("delete from the server after (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only mail that has been in the journal for so long, and is whole there. Blank: mail is kept."),
    )

    smtp_host = models.CharField(
        _("server"),
        max_length=255,
        blank=True,
        validators=[is_host],
        help_text=_("Blank: the installation's own mail server."),
    )
    smtp_port = models.PositiveIntegerField(_("port"), default=587, validators=PORT)
    smtp_security = models.CharField(_("security"), max_length=8, choices=Security, default=Security.STARTTLS)
    smtp_username = models.CharField(_("user name"), max_length=255, blank=True)
    smtp_password = EncryptedTextField(_("password"), blank=True)
    smtp_authentication = models.CharField(
        _("signing in"), max_length=8, choices=Authentication, default=Authentication.PASSWORD
    )

    null_sender = models.BooleanField(
        _("automatic mail without a return address"),
        default=False,
        help_text=_("The strictest way against loops (MAIL FROM:<>); what does not arrive is then not told to us."),
    )

    oauth_token_url = models.URLField(_("token address"), blank=True)
    oauth_client_id = models.CharField(_("client id"), max_length=255, blank=True)
    oauth_client_secret = EncryptedTextField(_("client secret"), blank=True)
    oauth_refresh_token = EncryptedTextField(_("refresh token"), blank=True)
    oauth_scope = models.CharField(_("scope"), max_length=500, blank=True)
    oauth_access_token = EncryptedTextField(blank=True, editable=False)
    oauth_expires_at = models.DateTimeField(null=True, blank=True, editable=False)

    signature = models.TextField(
        _("signature"), blank=True, help_text=_("Under every answer from this mailbox, after the agent's own.")
    )
    separate_tickets = models.BooleanField(
        _("separate tickets"),
        default=False,
        help_text=_("A mail that also went to another mailbox of ours opens a second ticket here."),
    )
    trusted_authserv_ids = models.CharField(
        _("trusted checkers of senders"),
        max_length=500,
        blank=True,
        help_text=_("The names that our own mail servers write first in Authentication-Results, with commas."),
    )
    trusted_forms = models.CharField(
        _("trusted web forms"),
        max_length=1000,
        blank=True,
        validators=[are_addresses],
        help_text=_(
            "Senders whose Reply-To names the customer, separated by commas: no warning is shown for their mails."
        ),
    )
    agents_may_answer = models.BooleanField(
        _("agents may answer by mail"),
        default=False,
        help_text=_("Only with the secret reply address and a trusted dmarc=pass; else it becomes a note."),
    )
    agents_may_command = models.BooleanField(
        _("agents may command by mail"),
        default=False,
        help_text=_("First lines such as #close or #assign; only where their mail is proven as for an answer."),
    )

    uidvalidity = models.BigIntegerField(null=True, blank=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    floor_uid = models.BigIntegerField(default=0, editable=False)
    watched_since = models.DateTimeField(null=True, blank=True, editable=False)
    swept_at = models.DateTimeField(_("last compared"), null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField(_("last fetched"), null=True, blank=True, editable=False)
    trouble = models.JSONField(default=dict, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)
    next_fetch_at = models.DateTimeField(_("next fetch"), null=True, blank=True, editable=False)
    breaker_until = models.DateTimeField(_("sending paused until"), null=True, blank=True, editable=False)
    tested_at = models.DateTimeField(_("last tested"), null=True, blank=True, editable=False)
    test_result = models.TextField(_("result of the test"), blank=True, editable=False)

    has_received: bool  # by with_use()
    has_sent: bool  # by with_use()

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                name="mailbox_address_unique",
                violation_error_message=_("Another mailbox has this address."),
            ),
            models.UniqueConstraint("is_default", name="mailbox_default_single", condition=Q(is_default=True)),
            models.CheckConstraint(
                name="mailbox_imap_has_server",
                condition=~Q(protocol="imap") | ~Q(imap_host="") & ~Q(imap_username=""),
                violation_error_message=_("Fetching by IMAP needs a server and a user name."),
            ),
            models.CheckConstraint(
                name="mailbox_oauth_has_client",
                condition=Q(imap_authentication="password", smtp_authentication="password")
                | ~Q(oauth_token_url="") & ~Q(oauth_client_id=""),
                violation_error_message=_("OAuth 2 needs a token address and a client id."),
            ),
            models.CheckConstraint(
                name="mailbox_keeps_a_day_at_least", condition=Q(keep_days=None) | Q(keep_days__gte=1)
            ),
            models.CheckConstraint(name="mailbox_address_lower", condition=Q(address=Lower("address"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    def clean(self) -> None:
        """Write the addresses in lower case."""
        self.address = self.address.strip().lower()
        self.aliases, self.trusted_forms = (", ".join(listed(value)) for value in (self.aliases, self.trusted_forms))

    @property
    @admin.display(description=_("last error"))
    def last_error(self) -> str:
        """Say in the reader's language why mail could not be fetched; nothing where it could."""
        return rendered(self.trouble)

    @property
    def unfetched_because(self) -> str:
        """Say why nothing is fetched into this mailbox as it is set up; nothing where mail is fetched."""
        if not self.is_active:
            return gettext("It is not active, so nothing is fetched or taken in for its address.")
        if self.protocol == Protocol.NONE:
            return gettext("Its mail is not fetched: choose IMAP, unless your mail server hands the mail over itself.")
        secret = self.imap_password if self.imap_authentication == Authentication.PASSWORD else self.oauth_refresh_token
        if not secret:
            return gettext("Nothing can be fetched: there is no password or token to sign in to its server with.")
        return ""

    @property
    def addresses(self) -> list[str]:
        """Return every address that leads here."""
        return [self.address, *listed(self.aliases)]

    @property
    def domain(self) -> str:
        """Return what stands after the @."""
        return self.address.rpartition("@")[2]

    @property
    def trusted_checkers(self) -> frozenset[str]:
        """Return whose word on a sender counts."""
        return frozenset(name.strip().lower() for name in self.trusted_authserv_ids.split(",") if name.strip())

    def trusts_form(self, address: str) -> bool:
        """Return whether ``address`` is that of a form whose Reply-To names the customer."""
        return address.lower() in listed(self.trusted_forms)

    @property
    def sender_name(self) -> str:
        """Return what customers read beside the address; a line break in it would keep every mail from being built."""
        return " ".join((self.from_name or self.name).split())
