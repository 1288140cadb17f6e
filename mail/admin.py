"""Mail in the administration: mailboxes to set up, the journal and the outbox to look at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mail import raws
from mail.forms import MailboxForm
from mail.models import Alert, Delivery, InboundMail, Mailbox, OutboundMail

SHOWN = 64 * 1024
GENERAL = ("name", "address", "from_name", "language", "signature", "plus_addressing", "is_default", "is_active")
SERVER = ("host", "port", "security", "username", "authentication", "password")
FOLDERS = ("folder", "processed_folder", "keep_days", "listen")
INCOMING = ("protocol", *(f"imap_{name}" for name in SERVER), *FOLDERS, "separate_tickets")
OUTGOING = (*(f"smtp_{name}" for name in SERVER), "null_sender")
OAUTH = ("oauth_token_url", "oauth_client_id", "oauth_client_secret", "oauth_refresh_token", "oauth_scope")
SENDERS = ("trusted_authserv_ids", "agents_may_answer", "agents_may_command")
TESTED = ("tested_at", "test_result")
STATE = (*TESTED, "last_success_at", "swept_at", "last_error", "failures", "next_fetch_at", "breaker_until")
COPY = ("address", "kind", "state", "attempts", "next_attempt_at", "sent_at", "possibly_twice", "bounced", "code")


@admin.register(Mailbox)
class MailboxAdmin(admin.ModelAdmin[Mailbox]):
    """An address of ours and its servers."""

    form = MailboxForm
    change_form_template = "admin/mail/mailbox.html"
    list_display = ["name", "address", "protocol", "is_active", "last_success_at", "last_error"]
    readonly_fields = STATE
    fieldsets = [
        (None, {"fields": GENERAL}),
        (_("Incoming"), {"fields": INCOMING}),
        (_("Outgoing"), {"fields": OUTGOING}),
        (_("OAuth 2"), {"fields": OAUTH, "classes": ["collapse"]}),
        (_("Whom to believe"), {"fields": SENDERS}),
        (_("State"), {"fields": STATE}),
    ]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # of whichever model registers with it
    """For looking: rows come from actions alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Nobody edits one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Nobody deletes one."""
        return False


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """Troubles, those that are over included."""

    list_display = ["raised_at", "text", "mailbox", "times", "settled_at"]
    list_filter = ["mailbox"]
    list_select_related = ["mailbox"]


@admin.register(InboundMail)
class InboundMailAdmin(ReadOnlyAdmin):
    """The journal, with what became of each mail and why."""

    change_form_template = "admin/mail/inbound_mail.html"
    list_display = ["received_at", "sender", "subject", "status", "mailbox", "attempts", "last_error"]
    list_filter = ["status", "mailbox", "is_auto"]
    list_select_related = ["mailbox"]
    search_fields = ["sender", "subject", "message_id"]
    date_hierarchy = "received_at"
    show_full_result_count = False
    fields = [
        *("status", "decision", "last_error", "attempts", "next_attempt_at", "handled_at", "mailbox", "received_at"),
        *("sender", "sender_name", "subject", "message_id", "is_auto", "envelope_from", "envelope_to"),
        *("folder", "uidvalidity", "uid", "moved_to", "cleared_at", "size", "thread", "duplicate_of", "raw"),
    ]

    @admin.display(description=_("as it came"))
    def raw(self, mail: InboundMail) -> str:
        """Show the beginning of the raw mail as plain text."""
        return raws.peek(mail.raw_sha256)[:SHOWN].decode("utf-8", "replace")


class DeliveryInline(admin.TabularInline):  # type: ignore[type-arg]  # generic at run time only with two parameters
    """The recipients of an outgoing mail."""

    model = Delivery
    can_delete = False
    extra = 0
    fields = readonly_fields = (*COPY, "trouble", "diagnostic")

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Recipients are named by whoever writes."""
        return False


@admin.register(OutboundMail)
class OutboundMailAdmin(ReadOnlyAdmin):
    """The outbox."""

    inlines = [DeliveryInline]
    list_display = ["created_at", "subject", "kind", "mailbox"]
    list_filter = ["kind", "mailbox"]
    list_select_related = ["mailbox"]
    search_fields = ["subject", "message_id", "deliveries__address"]
    show_full_result_count = False
    fields = ["mailbox", "subject", "kind", "from_name", "reply_to", "message_id", "in_reply_to", "text", "created_at"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Every recipient's copy; by its state one finds what did not arrive."""

    list_display = ["address", "outbound", "state", "attempts", "next_attempt_at", "sent_at", "trouble", "code"]
    list_filter = ["state", "trouble", "bounced", "possibly_twice"]
    search_fields = ["address"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Bring the mail along."""
        return Delivery.objects.with_mail()
