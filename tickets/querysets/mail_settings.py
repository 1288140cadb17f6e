"""Mail templates, and what each agent wants of mail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from helpdesk.models import User

if TYPE_CHECKING:
    from tickets.models import (
        MailPreference,
        MailTemplate,
    )


class MailTemplateQuerySet(QuerySet["MailTemplate"]):
    """Words of our own."""

    def wording(self, event: str, languages: Iterable[str]) -> "MailTemplate | None":
        """Return the words for ``event`` in the first of ``languages`` that there are words in."""
        wanted = list(languages)
        found = {template.language: template for template in self.filter(event=event, language__in=wanted)}
        return next((found[language] for language in wanted if language in found), None)


class MailPreferenceQuerySet(QuerySet["MailPreference"]):
    """What agents want to be told."""

    def of(self, user: User) -> "MailPreference":
        """Return the wishes of ``user``; of one who never said any, the usual ones."""
        return self.filter(user=user).first() or self.model(user=user, undo_seconds=settings.MAIL_UNDO_SECONDS)
