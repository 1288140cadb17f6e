"""Every read of the floor, with a name."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

if TYPE_CHECKING:
    from helpdesk.models import User


class UserQuerySet(QuerySet["User"]):
    """People who sign in."""

    def agents(self) -> Self:
        """Keep active people who work at the desk, by name."""
        return self.filter(is_agent=True, is_active=True).order_by("display_name", "pk")

    def by_email(self, email: str) -> "User | None":
        """Return whoever signs in with ``email``, whatever its case."""
        return self.filter(email__iexact=email.strip()).first()
