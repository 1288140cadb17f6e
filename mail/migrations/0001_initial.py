"""Mailboxes, and the mail that comes and goes."""

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import helpdesk.current_time
import mail.fields
import mail.models.mailbox


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("helpdesk", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="For people at the desk, such as “Support”.", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        max_length=254,
                        validators=[django.core.validators.EmailValidator(allowlist=["localhost"])],
                        verbose_name="address",
                    ),
                ),
                (
                    "aliases",
                    models.CharField(
                        blank=True,
                        help_text="Addresses that lead to this mailbox too, separated by commas. We never send mail to them.",
                        max_length=1000,
                        validators=[mail.models.mailbox.are_addresses],
                        verbose_name="other addresses",
                    ),
                ),
                (
                    "from_name",
                    models.CharField(
                        blank=True,
                        help_text="What customers read beside the address.",
                        max_length=120,
                        verbose_name="name of sender",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "plus_addressing",
                    models.BooleanField(
                        default=False,
                        help_text="The mail server also delivers support+anything@… here; replies then carry a secret part.",
                        verbose_name="plus addressing",
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="default mailbox")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "protocol",
                    models.CharField(
                        choices=[("none", "Not fetched (direct intake only)"), ("imap", "IMAP")],
                        default="none",
                        max_length=5,
                        verbose_name="protocol",
                    ),
                ),
                (
                    "imap_host",
                    models.CharField(
                        blank=True,
                        max_length=255,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[^\\s/:@]+$|^\\[?[0-9a-fA-F:]+\\]?$",
                                "Only the name of the server or its address: no http://, no port, no blanks.",
                            )
                        ],
                        verbose_name="server",
                    ),
                ),
                (
                    "imap_port",
                    models.PositiveIntegerField(
                        default=993,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(65535),
                        ],
                        verbose_name="port",
                    ),
                ),
                (
                    "imap_security",
                    models.CharField(
                        choices=[
                            ("ssl", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("plain", "None (trusted network only)"),
                        ],
                        default="ssl",
                        max_length=8,
                        verbose_name="security",
                    ),
                ),
                ("imap_username", models.CharField(blank=True, max_length=255, verbose_name="user name")),
                ("imap_password", mail.fields.EncryptedTextField(blank=True, verbose_name="password")),
                (
                    "imap_authentication",
                    models.CharField(
                        choices=[("password", "Password"), ("xoauth2", "OAuth 2 (Microsoft 365, Google)")],
                        default="password",
                        max_length=8,
                        verbose_name="signing in",
                    ),
                ),
                ("folder", models.CharField(default="INBOX", max_length=255, verbose_name="folder")),
                (
                    "processed_folder",
                    models.CharField(
                        blank=True,
                        help_text="Blank: mail stays and is marked as read.",
                        max_length=255,
                        verbose_name="folder for fetched mail",
                    ),
                ),
                (
                    "listen",
                    models.BooleanField(
                        default=True,
                        help_text="Mail is fetched the moment it comes (IMAP IDLE), where the listener runs; else once a minute.",
                        verbose_name="listen for new mail",
                    ),
                ),
                (
                    "keep_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only mail that has been in the journal for so long, and is whole there. Blank: mail is kept.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="delete from the server after (days)",
                    ),
                ),
                (
                    "smtp_host",
                    models.CharField(
                        blank=True,
                        help_text="Blank: the installation's own mail server.",
                        max_length=255,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[^\\s/:@]+$|^\\[?[0-9a-fA-F:]+\\]?$",
                                "Only the name of the server or its address: no http://, no port, no blanks.",
                            )
                        ],
                        verbose_name="server",
                    ),
                ),
                (
                    "smtp_port",
                    models.PositiveIntegerField(
                        default=587,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(65535),
                        ],
                        verbose_name="port",
                    ),
                ),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            ("ssl", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("plain", "None (trusted network only)"),
                        ],
                        default="starttls",
                        max_length=8,
                        verbose_name="security",
                    ),
                ),
                ("smtp_username", models.CharField(blank=True, max_length=255, verbose_name="user name")),
                ("smtp_password", mail.fields.EncryptedTextField(blank=True, verbose_name="password")),
                (
                    "smtp_authentication",
                    models.CharField(
                        choices=[("password", "Password"), ("xoauth2", "OAuth 2 (Microsoft 365, Google)")],
                        default="password",
                        max_length=8,
                        verbose_name="signing in",
                    ),
                ),
                (
                    "null_sender",
                    models.BooleanField(
                        default=False,
                        help_text="The strictest way against loops (MAIL FROM:<>); what does not arrive is then not told to us.",
                        verbose_name="automatic mail without a return address",
                    ),
                ),
                ("oauth_token_url", models.URLField(blank=True, verbose_name="token address")),
                ("oauth_client_id", models.CharField(blank=True, max_length=255, verbose_name="client id")),
                ("oauth_client_secret", mail.fields.EncryptedTextField(blank=True, verbose_name="client secret")),
                ("oauth_refresh_token", mail.fields.EncryptedTextField(blank=True, verbose_name="refresh token")),
                ("oauth_scope", models.CharField(blank=True, max_length=500, verbose_name="scope")),
                ("oauth_access_token", mail.fields.EncryptedTextField(blank=True, editable=False)),
                ("oauth_expires_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "signature",
                    models.TextField(
                        blank=True,
                        help_text="Under every answer from this mailbox, after the agent's own.",
                        verbose_name="signature",
                    ),
                ),
                (
                    "separate_tickets",
                    models.BooleanField(
                        default=False,
                        help_text="A mail that also went to another mailbox of ours opens a second ticket here.",
                        verbose_name="separate tickets",
                    ),
                ),
                (
                    "trusted_authserv_ids",
                    models.CharField(
                        blank=True,
                        help_text="The names that our own mail servers write first in Authentication-Results, with commas.",
                        max_length=500,
                        verbose_name="trusted checkers of senders",
                    ),
                ),
                (
                    "trusted_forms",
                    models.CharField(
                        blank=True,
                        help_text="Senders whose Reply-To names the customer, separated by commas: no warning is shown for their mails.",
                        max_length=1000,
                        validators=[mail.models.mailbox.are_addresses],
                        verbose_name="trusted web forms",
                    ),
                ),
                (
                    "agents_may_answer",
                    models.BooleanField(
                        default=False,
                        help_text="Only with the secret reply address and a trusted dmarc=pass; else it becomes a note.",
                        verbose_name="agents may answer by mail",
                    ),
                ),
                (
                    "agents_may_command",
                    models.BooleanField(
                        default=False,
                        help_text="First lines such as #close or #assign; only where their mail is proven as for an answer.",
                        verbose_name="agents may command by mail",
                    ),
                ),
                ("uidvalidity", models.BigIntegerField(blank=True, editable=False, null=True)),
                ("last_uid", models.BigIntegerField(default=0, editable=False)),
                ("floor_uid", models.BigIntegerField(default=0, editable=False)),
                ("watched_since", models.DateTimeField(blank=True, editable=False, null=True)),
                ("swept_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last compared")),
                (
                    "last_success_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last fetched"),
                ),
                ("trouble", models.JSONField(blank=True, default=dict, editable=False)),
                ("failures", models.PositiveIntegerField(default=0, editable=False, verbose_name="failures in a row")),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
                (
                    "next_fetch_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="next fetch"),
                ),
                (
                    "breaker_until",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sending paused until"),
                ),
                ("tested_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last tested")),
                ("test_result", models.TextField(blank=True, editable=False, verbose_name="result of the test")),
            ],
            options={
                "verbose_name": "mailbox",
                "verbose_name_plural": "mailboxes",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("address"),
                        name="mailbox_address_unique",
                        violation_error_message="Another mailbox has this address.",
                    ),
                    models.UniqueConstraint(
                        models.F("is_default"), condition=models.Q(("is_default", True)), name="mailbox_default_single"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("protocol", "imap"), _negated=True),
                            models.Q(
                                models.Q(("imap_host", ""), _negated=True),
                                models.Q(("imap_username", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mailbox_imap_has_server",
                        violation_error_message="Fetching by IMAP needs a server and a user name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imap_authentication", "password"), ("smtp_authentication", "password")),
                            models.Q(
                                models.Q(("oauth_token_url", ""), _negated=True),
                                models.Q(("oauth_client_id", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mailbox_oauth_has_client",
                        violation_error_message="OAuth 2 needs a token address and a client id.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_days", None), ("keep_days__gte", 1), _connector="OR"),
                        name="mailbox_keeps_a_day_at_least",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                        name="mailbox_address_lower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="mail.mailbox",
                    ),
                ),
                ("said", models.JSONField()),
                (
                    "raised_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="since"),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
            ],
            options={
                "verbose_name": "mail alert",
                "verbose_name_plural": "mail alerts",
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("key"), condition=models.Q(("settled_at__isnull", True)), name="alert_open_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="threads",
                        to="mail.mailbox",
                    ),
                ),
                ("root_message_id", models.CharField(max_length=998)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="mail.thread",
                    ),
                ),
                ("created_at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
            ],
            options={
                "verbose_name": "mail thread",
                "verbose_name_plural": "mail threads",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("root_message_id", ""), _negated=True), name="thread_has_root"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                        name="thread_not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="mail.thread"
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("salt", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "reply token",
                "verbose_name_plural": "reply tokens",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("thread"),
                        models.F("address"),
                        condition=models.Q(("revoked_at__isnull", True)),
                        name="reply_token_one_valid",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outbound",
                        to="mail.mailbox",
                        verbose_name="mailbox",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outbound",
                        to="mail.thread",
                    ),
                ),
                ("message_id", models.CharField(max_length=255, unique=True, verbose_name="Message-ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Reply of a person"),
                            ("auto", "Automatic answer"),
                            ("notification", "Notification"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("from_name", models.CharField(blank=True, max_length=255, verbose_name="name of sender")),
                (
                    "reply_to",
                    models.CharField(
                        blank=True,
                        help_text="Blank: the reply address of the thread.",
                        max_length=320,
                        verbose_name="answers go to",
                    ),
                ),
                ("in_reply_to", models.CharField(blank=True, max_length=998)),
                ("references", models.JSONField(blank=True, default=list)),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                (
                    "auto_submitted",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Written by a person"),
                            ("auto-replied", "Answers a mail"),
                            ("auto-generated", "Caused by an event"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian"), ("ro", "Romanian")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="where what does not fit is found")),
                ("about", models.CharField(blank=True, max_length=100, verbose_name="about")),
                ("bulk", models.BooleanField(default=False, verbose_name="for our own people")),
                ("not_before", models.DateTimeField(blank=True, null=True, verbose_name="not before")),
                ("mime_sha256", models.CharField(blank=True, max_length=64)),
                ("idempotency_key", models.CharField(blank=True, max_length=200, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=helpdesk.current_time.now, editable=False, verbose_name="created"),
                ),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mail",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "reply"), _negated=True),
                        fields=["created_at"],
                        name="outbound_automatic_by_age",
                    ),
                    django.contrib.postgres.indexes.HashIndex(
                        condition=models.Q(("mime_sha256", ""), _negated=True),
                        fields=["mime_sha256"],
                        name="outbound_mime_sha256",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("auto_submitted", ""), ("kind", "reply")),
                            models.Q(
                                models.Q(("kind", "reply"), _negated=True),
                                models.Q(("auto_submitted", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outbound_automatic_iff_marked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bulk", False), models.Q(("kind", "reply"), _negated=True), _connector="OR"
                        ),
                        name="outbound_bulk_is_automatic",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboundAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outbound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="mail.outboundmail"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="helpdesk.storedfile"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content_id", models.CharField(blank=True, max_length=255)),
                ("inline", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inline", False), models.Q(("content_id", ""), _negated=True), _connector="OR"
                        ),
                        name="outbound_inline_has_cid",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outbound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="mail.outboundmail"
                    ),
                ),
                ("address", models.CharField(max_length=254, verbose_name="recipient")),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("to", "To"), ("cc", "Cc")], default="to", max_length=2, verbose_name="kind"
                    ),
                ),
                (
                    "reply_token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="mail.replytoken",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Possibly sent"),
                            ("undone", "Undone"),
                        ],
                        default="queued",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("deaths", models.PositiveSmallIntegerField(default=0, verbose_name="workers that died over it")),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True, verbose_name="next attempt")),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            (
                                "not_found",
                                "The outgoing server cannot be found. The mail waits until an administrator has corrected its name.",
                            ),
                            (
                                "no_connection",
                                "The outgoing server refuses connections. The mail waits; if it lasts, an administrator must check the port.",
                            ),
                            (
                                "silence",
                                "The outgoing server does not answer. The mail waits and is tried again by itself.",
                            ),
                            (
                                "unprotected",
                                "The connection to the outgoing server could not be protected. An administrator must check its certificate.",
                            ),
                            (
                                "not_offered",
                                "The outgoing server does not offer the chosen security or sign-in. An administrator must choose another.",
                            ),
                            (
                                "sign_in",
                                "The outgoing server refuses the user name or the password. An administrator must correct them.",
                            ),
                            (
                                "no_token",
                                "The token server gives us no access. An administrator must sign in as the mailbox anew.",
                            ),
                            (
                                "broken_off",
                                "The connection to the outgoing server broke off. The mail is tried again by itself.",
                            ),
                            ("put_off", "The outgoing server puts the mail off. It is tried again by itself."),
                            ("refused", "The outgoing server does not take the mail. Please check the address."),
                            (
                                "no_answer",
                                "The outgoing server got the whole mail but did not confirm it. Please ask the recipient before sending anew.",
                            ),
                            (
                                "unbuildable",
                                "The mail could not be put together: a file is missing, or an address is no address. Please write it anew.",
                            ),
                            (
                                "interrupted",
                                "Sending was interrupted on our side, by a restart for instance. It goes on by itself.",
                            ),
                            (
                                "given_up",
                                "Sending was interrupted too often. An administrator must look at the worker's log; then write the mail anew.",
                            ),
                            (
                                "returned",
                                "The mail came back. Please check the address, or reach the recipient another way.",
                            ),
                            ("delayed", "The recipient's server is late; it goes on trying."),
                            (
                                "complained",
                                "The recipient has reported the mail as spam. No automatic mail goes there any more.",
                            ),
                        ],
                        default="",
                        max_length=13,
                        verbose_name="trouble",
                    ),
                ),
                ("code", models.PositiveIntegerField(blank=True, null=True, verbose_name="code")),
                ("diagnostic", models.TextField(blank=True, verbose_name="answer of the server")),
                ("bounced", models.BooleanField(default=False, verbose_name="came back")),
                ("complained", models.BooleanField(default=False, verbose_name="reported as spam")),
                ("body_begun_at", models.DateTimeField(blank=True, null=True)),
                ("bounce_salt", models.CharField(blank=True, max_length=32)),
                ("bounce_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("possibly_twice", models.BooleanField(default=False, verbose_name="possibly sent twice")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending", "unknown"])),
                        fields=["next_attempt_at"],
                        name="delivery_due",
                    ),
                    models.Index(condition=models.Q(("state", "failed")), fields=["outbound"], name="delivery_failed"),
                    models.Index(fields=["address", "-id"], name="delivery_by_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("outbound"), models.F("address"), name="delivery_once_per_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_leased_iff_sending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="delivery_sent_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbound",
                        to="mail.mailbox",
                        verbose_name="mailbox",
                    ),
                ),
                ("folder", models.CharField(blank=True, max_length=255, verbose_name="folder")),
                ("uidvalidity", models.BigIntegerField(blank=True, null=True)),
                ("uid", models.BigIntegerField(blank=True, null=True)),
                ("moved_to", models.CharField(blank=True, max_length=255, verbose_name="moved to")),
                ("moved_uidvalidity", models.BigIntegerField(blank=True, null=True)),
                ("moved_uid", models.BigIntegerField(blank=True, null=True)),
                ("cleared_at", models.DateTimeField(blank=True, null=True, verbose_name="deleted on the server")),
                ("envelope_from", models.CharField(blank=True, max_length=320, verbose_name="envelope sender")),
                ("envelope_to", models.CharField(blank=True, max_length=320, verbose_name="envelope recipient")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("journaled_at", models.DateTimeField(default=helpdesk.current_time.now, editable=False)),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("raw_sha256", models.CharField(max_length=64)),
                ("raw_fp", models.CharField(max_length=64)),
                ("raw_deleted_at", models.DateTimeField(blank=True, null=True, verbose_name="raw mail deleted")),
                ("content_fp", models.CharField(blank=True, max_length=64)),
                ("message_id", models.CharField(blank=True, max_length=998, verbose_name="Message-ID")),
                ("in_reply_to", models.CharField(blank=True, max_length=998)),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="sender")),
                ("sender_name", models.CharField(blank=True, max_length=255, verbose_name="name of sender")),
                ("subject", models.CharField(blank=True, max_length=998, verbose_name="subject")),
                ("is_auto", models.BooleanField(default=False, verbose_name="automatic")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("processed", "Processed"),
                            ("ignored", "Ignored"),
                            ("quarantined", "Needs attention"),
                            ("failed", "Failed, will be tried again"),
                        ],
                        default="received",
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True, verbose_name="next attempt")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                ("decision", models.JSONField(blank=True, default=dict, verbose_name="decision")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="handled")),
                (
                    "thread",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inbound",
                        to="mail.thread",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="mail.inboundmail",
                    ),
                ),
            ],
            options={
                "verbose_name": "incoming mail",
                "verbose_name_plural": "incoming mail",
                "ordering": ["-received_at", "-pk"],
                "indexes": [
                    django.contrib.postgres.indexes.HashIndex(fields=["message_id"], name="inbound_message_id_hash"),
                    django.contrib.postgres.indexes.HashIndex(
                        condition=models.Q(("in_reply_to", ""), _negated=True),
                        fields=["in_reply_to"],
                        name="inbound_in_reply_to_hash",
                    ),
                    models.Index(
                        condition=models.Q(("moved_uid__isnull", False)),
                        fields=["mailbox", "moved_uidvalidity", "moved_uid"],
                        name="inbound_moved",
                    ),
                    models.Index(fields=["raw_fp"], name="inbound_raw_fp"),
                    django.contrib.postgres.indexes.HashIndex(
                        condition=models.Q(("raw_deleted_at", None)), fields=["raw_sha256"], name="inbound_raw_sha256"
                    ),
                    models.Index(fields=["content_fp"], name="inbound_content_fp"),
                    models.Index(fields=["sender", "-id"], name="inbound_by_sender"),
                    models.Index(fields=["-received_at", "-id"], name="inbound_newest"),
                    models.Index(fields=["status", "-received_at"], name="inbound_by_status"),
                    models.Index(
                        condition=models.Q(("raw_deleted_at", None)), fields=["handled_at"], name="inbound_with_raw"
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["received", "failed"])),
                        fields=["next_attempt_at"],
                        name="inbound_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("mailbox"),
                        models.F("folder"),
                        models.F("uidvalidity"),
                        models.F("uid"),
                        condition=models.Q(("uid__isnull", False)),
                        name="inbound_fetched_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uid__isnull", True), ("uidvalidity__isnull", True)),
                            models.Q(("uid__isnull", False), ("uidvalidity__isnull", False)),
                            _connector="OR",
                        ),
                        name="inbound_uid_with_validity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handled_at__isnull", False), ("status__in", ["processed", "ignored", "quarantined"])
                            ),
                            models.Q(("handled_at__isnull", True), ("status__in", ["received", "failed"])),
                            _connector="OR",
                        ),
                        name="inbound_settled_iff_dated",
                    ),
                ],
            },
        ),
    ]
