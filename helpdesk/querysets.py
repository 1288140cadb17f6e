"""Every read of the floor, with a name."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Model, Q, QuerySet

from helpdesk.enums import ScanState
from helpdesk.errors import Gone

if TYPE_CHECKING:
    from helpdesk.models import StoredFile, User


def still_there[M: Model](rows: QuerySet[M], row: M) -> M:
    """Return ``row`` as it is now among ``rows``; refuse where somebody deleted it meanwhile."""
    try:
        return rows.get(pk=row.pk)
    except ObjectDoesNotExist as missing:
        raise Gone from missing


class UserQuerySet(QuerySet["User"]):
    """People who sign in."""

    def agents(self) -> Self:
        """Keep active people who work at the desk, by name."""
        return self.filter(is_agent=True, is_active=True).order_by("display_name", "pk")

    def called(self, name: str) -> Self:
        """Keep whoever has this name or address, whatever its case."""
        return self.filter(Q(email__iexact=name) | Q(display_name__iexact=name)) if name else self.none()

    def by_email(self, email: str) -> "User | None":
        """Return whoever signs in with ``email``, whatever its case."""
        return self.filter(email__iexact=email.strip()).first()


class StoredFileQuerySet(QuerySet["StoredFile"]):
    """Files."""

    def to_scan(self) -> Self:
        """Keep those that wait for the virus scanner, those first that it was never asked about, or longest ago."""
        return self.filter(scan=ScanState.WAITING).order_by(F("scan_tried_at").asc(nulls_first=True), "pk")
