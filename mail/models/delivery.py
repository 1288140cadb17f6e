"""One recipient's copy of an outgoing mail, and what is known about its shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.deferred_text import DeferredText, deferred, quoted, rendered
from mail.enums import DeliveryState, RecipientKind, Trouble
from mail.models.outbound import OutboundMail
from mail.models.thread import ReplyToken
from mail.querysets import DeliveryQuerySet


class Delivery(models.Model):
    """One SMTP transaction to be made, or made."""

    outbound = models.ForeignKey(OutboundMail, models.CASCADE, related_name="deliveries")
    address = models.CharField(_("recipient"), max_length=254)
    name = models.CharField(_("name"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=2, choices=RecipientKind, default=RecipientKind.TO)
    reply_token = models.ForeignKey(ReplyToken, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    state = models.CharField(_("state"), max_length=7, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    deaths = models.PositiveSmallIntegerField(_("workers that died over it"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=13, choices=Trouble, blank=True, default=Trouble.NONE)
    code = models.PositiveIntegerField(_("code"), null=True, blank=True)
    diagnostic = models.TextField(_("answer of the server"), blank=True)
    bounced = models.BooleanField(_("came back"), default=False)
    complained = models.BooleanField(_("reported as spam"), default=False)
    body_begun_at = models.DateTimeField(null=True, blank=True)
    bounce_salt = models.CharField(max_length=32, blank=True)
    bounce_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    possibly_twice = models.BooleanField(_("possibly sent twice"), default=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("outbound", "address", name="delivery_once_per_address"),
            models.CheckConstraint(
                name="delivery_leased_iff_sending",
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_sent_is_dated", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_due",
                condition=Q(state__in=["queued", "sending", "unknown"]),
            ),
            models.Index(fields=["outbound"], name="delivery_failed", condition=Q(state="failed")),
            models.Index(fields=["address", "-id"], name="delivery_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_state_display()}"

    @property
    def explanation(self) -> str:
        """Say what is wrong and what to do about it, in the reader's language, then the server's own words."""
        return rendered(self.said)

    @property
    def said(self) -> DeferredText:
        """Return the explanation for those who read it later."""
        code = str(self.code or "")
        quote = self.diagnostic if self.diagnostic.startswith(code) else f"{code} {self.diagnostic}".strip()
        if not self.trouble:
            return quoted(quote)
        words = deferred(Trouble(self.trouble).label)
        return deferred("%(words)s “%(quote)s”", words=words, quote=quote) if quote else words
