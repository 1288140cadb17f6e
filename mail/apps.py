"""The mail app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from helpdesk import health, kept, restored


class MailConfig(AppConfig):
    """Mailboxes, journal of incoming mail, outbox."""

    name = "mail"
    verbose_name = _("Mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the health page tell of mailboxes that fall silent, and of mail that does not leave."""
        from mail.kept import raw_mails  # noqa: PLC0415 -- models are there only now
        from mail.periodic import count_late, count_refused, count_silent  # noqa: PLC0415 -- as above
        from mail.restoring import settle  # noqa: PLC0415 -- as above

        kept.register(raw_mails)
        restored.register(settle)
        health.register("mailboxes_not_fetched", count_silent)
        health.register("mail_late", count_late)
        health.register("mail_refused", count_refused)
