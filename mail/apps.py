"""The mail app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from helpdesk import health


class MailConfig(AppConfig):
    """Mailboxes, journal of incoming mail, outbox."""

    name = "mail"
    verbose_name = _("Mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the health page tell of mailboxes that fall silent."""
        from mail.periodic import count_silent  # noqa: PLC0415 -- models are there only now

        health.register("mailboxes_not_fetched", count_silent)
