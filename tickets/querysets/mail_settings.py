"""Mail templates, and what each agent wants of mail."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from helpdesk.models import CompanyProfile, User

if TYPE_CHECKING:
    from tickets.models import (
        MailPreference,
        MailTemplate,
    )


class MailTemplateQuerySet(QuerySet["MailTemplate"]):
    """Words of our own."""

    def wording(self, event: str, language: str) -> "MailTemplate | None":
        """Return the words for ``event`` in ``language``, else in that of our company, if there are any."""
        found = {template.language: template for template in self.filter(event=event)}
        if language in found or not found:
            return found.get(language)
        return found.get(CompanyProfile.current().language)


class MailPreferenceQuerySet(QuerySet["MailPreference"]):
    """What agents want to be told."""

    def of(self, user: User) -> "MailPreference":
        """Return the wishes of ``user``; of one who never said any, the usual ones."""
        return self.filter(user=user).first() or self.model(user=user, undo_seconds=settings.MAIL_UNDO_SECONDS)
