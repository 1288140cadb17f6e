"""The mail app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from helpdesk import after_restore, files_in_use, health


class MailConfig(AppConfig):
    """Mailboxes, journal of incoming mail, outbox."""

    name = "mail"
    verbose_name = _("Mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the health page tell of mailboxes that fall silent, and of mail that does not leave."""
        from mail.after_restore import settle  # noqa: PLC0415 -- as above
        from mail.periodic import count_late, count_refused, count_silent  # noqa: PLC0415 -- as above
        from mail.raw_mails_in_use import raw_mails  # noqa: PLC0415 -- models are there only now

        files_in_use.register(raw_mails)
        after_restore.register(settle)
        health.register("mailboxes_not_fetched", count_silent)
        health.register("mail_late", count_late)
        health.register("mail_refused", count_refused)
