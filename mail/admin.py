"""Mail in the administration: mailboxes to set up, the journal and the outbox to look at."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from helpdesk.admin_bases import ReadOnly
from mail import parser_warnings
from mail.actions.mailboxes import note_not_fetched
from mail.enums import Protocol
from mail.forms import MailboxForm
from mail.models import Alert, Delivery, InboundMail, Mailbox, OutboundMail
from mail.views import mailbox_test

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

SHOWN = 64 * 1024
GENERAL = (("name", "address"), "aliases", ("from_name", "language"), ("is_active", "is_default"))
INCOMING = (
    "protocol",
    ("imap_host", "imap_port", "imap_security"),
    ("imap_username", "imap_authentication", "imap_password"),
    ("folder", "processed_folder"),
    "listen",
    "keep_days",
)
OUTGOING = (
    ("smtp_host", "smtp_port", "smtp_security"),
    ("smtp_username", "smtp_authentication", "smtp_password"),
    "null_sender",
)
OAUTH = ("oauth_token_url", ("oauth_client_id", "oauth_client_secret"), "oauth_refresh_token", "oauth_scope")
CONVERSATION = ("signature", "plus_addressing", "separate_tickets")
SENDERS = ("trusted_authserv_ids", "trusted_forms", "agents_may_answer", "agents_may_command")
TESTED = ("tested_at", "test_result")
STATE = (*TESTED, "last_success_at", "swept_at", "last_error", "failures", "next_fetch_at", "breaker_until")
STATE_ROWS = (TESTED, ("last_success_at", "next_fetch_at", "swept_at"), ("failures", "last_error"), "breaker_until")
UNFETCHED_ROWS = (TESTED, "breaker_until")
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
        (_("State"), {"fields": STATE_ROWS}),
        (_("Incoming"), {"fields": INCOMING}),
        (_("Outgoing"), {"fields": OUTGOING}),
        (_("OAuth 2"), {"fields": OAUTH, "classes": ["collapse"]}),
        (_("Conversation"), {"fields": CONVERSATION}),
        (_("Trusted senders"), {"fields": SENDERS}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Mailbox | None = None) -> "_FieldsetSpec":
        """Leave out how a mailbox fares that is not there yet, and how it is fetched where it is not."""
        rows = STATE_ROWS if obj and obj.protocol != Protocol.NONE else UNFETCHED_ROWS if obj else ()
        fieldsets = [
            (title, options | {"fields": rows} if options["fields"] is STATE_ROWS else options)
            for title, options in super().get_fieldsets(request, obj)
        ]
        return [entry for entry in fieldsets if entry[1]["fields"]]

    def save_model(self, request: HttpRequest, obj: Mailbox, form: MailboxForm, change: bool) -> None:
        """Save, and say so where nothing will be fetched."""
        super().save_model(request, obj, form, change)
        if obj.protocol == Protocol.NONE:
            note_not_fetched(obj)
        if obj.unfetched_because:
            messages.warning(request, f"{obj}: {obj.unfetched_because}")

    def response_add(self, request: HttpRequest, obj: Mailbox, post_url_continue: str | None = None) -> HttpResponse:
        """Test a new mailbox where that was asked for."""
        answer = super().response_add(request, obj, post_url_continue)
        return mailbox_test(request, obj.pk) if "_test" in request.POST else answer

    def response_change(self, request: HttpRequest, obj: Mailbox) -> HttpResponse:
        """Test what was just saved where that was asked for."""
        answer = super().response_change(request, obj)
        return mailbox_test(request, obj.pk) if "_test" in request.POST else answer


@admin.register(Alert)
class AlertAdmin(ReadOnly, admin.ModelAdmin[Alert]):
    """Troubles, those that are over included."""

    list_display = ["raised_at", "text", "mailbox", "times", "settled_at"]
    fields = ["raised_at", "text", "mailbox", "times", "settled_at"]
    list_filter = ["mailbox"]
    list_select_related = ["mailbox"]


@admin.register(InboundMail)
class InboundMailAdmin(ReadOnly, admin.ModelAdmin[InboundMail]):
    """The journal, with what became of each mail and why."""

    change_form_template = "admin/mail/inbound_mail.html"
    list_display = ["received_at", "sender", "subject", "status", "mailbox", "attempts", "why"]
    list_filter = ["received_at", "status", "mailbox", "is_auto"]
    list_select_related = ["mailbox"]
    search_fields = ["sender", "subject", "message_id"]
    show_full_result_count = False
    fields = [
        *("status", "why", "doubts", "decision", "attempts", "next_attempt_at", "handled_at", "mailbox", "received_at"),
        *("sender", "sender_name", "subject", "message_id", "is_auto", "envelope_from", "envelope_to"),
        *("folder", "uidvalidity", "uid", "moved_to", "cleared_at", "size", "thread", "duplicate_of"),
        *("raw_deleted_at", "raw"),
    ]

    @admin.display(description=_("doubtful"))
    def doubts(self, mail: InboundMail) -> str:
        """Say in words what is doubtful about the mail."""
        return " ".join(filter(None, map(parser_warnings.label_of, mail.decided.warnings)))

    @admin.display(description=_("raw mail"))
    def raw(self, mail: InboundMail) -> str:
        """Show the beginning of the raw mail as plain text."""
        return mail.peek()[:SHOWN].decode("utf-8", "replace")


class DeliveryInline(ReadOnly, admin.TabularInline[Delivery, OutboundMail]):
    """The recipients of an outgoing mail."""

    model = Delivery
    fields = (*COPY, "trouble", "diagnostic")


@admin.register(OutboundMail)
class OutboundMailAdmin(ReadOnly, admin.ModelAdmin[OutboundMail]):
    """The outbox."""

    inlines = [DeliveryInline]
    list_display = ["created_at", "subject", "kind", "mailbox"]
    list_filter = ["kind", "mailbox"]
    list_select_related = ["mailbox"]
    search_fields = ["subject", "message_id", "deliveries__address"]
    show_full_result_count = False
    fields = ["mailbox", "subject", "kind", "from_name", "reply_to", "message_id", "in_reply_to", "text", "created_at"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin[Delivery]):
    """Every recipient's copy; by its state one finds what did not arrive."""

    list_display = ["address", "outbound", "state", "attempts", "next_attempt_at", "sent_at", "trouble", "code"]
    list_filter = ["state", "trouble", "bounced", "possibly_twice"]
    search_fields = ["address"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Bring the mail along."""
        return Delivery.objects.with_mail()
