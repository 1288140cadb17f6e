"""Every read of the floor, with a name."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from ipaddress import ip_address
from operator import or_
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import Permission
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from helpdesk import current_time
from helpdesk.enums import ScanState
from helpdesk.errors import Gone

if TYPE_CHECKING:
    from helpdesk.models import AttemptCount, AuditEvent, Heartbeat, SentForm, StoredFile, User, UserSession


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def still_there[M: Model](rows: QuerySet[M], row: M) -> M:
    """Return ``row`` as it is now among ``rows``; refuse where somebody deleted it meanwhile."""
    try:
        return rows.get(pk=row.pk)
    except ObjectDoesNotExist as missing:
        raise Gone from missing


def _is_right(name: str) -> Q:
    app, codename = name.split(".")
    return Q(codename=codename, content_type__app_label=app)


class UserQuerySet(QuerySet["User"]):
    """People who sign in."""

    def agents(self) -> Self:
        """Keep active people who work at the desk, by name."""
        return self.filter(is_agent=True, is_active=True).order_by("display_name", "pk")

    def in_group(self) -> Self:
        """Keep those who are in a group, each once."""
        return self.exclude(groups=None)

    def without_group(self) -> Self:
        """Keep those who are in no group, and have no right of their own either."""
        return self.filter(groups=None, user_permissions=None, is_superuser=False)

    def holding(self, *rights: str) -> Self:
        """Keep active people with one of ``rights``, as ``tickets.view_all_tickets``, given to them, their group or everything."""
        given = Permission.objects.filter(reduce(or_, map(_is_right, rights)))
        to_them = Exists(given.filter(user=OuterRef("pk")))
        to_their_group = Exists(given.filter(group__user=OuterRef("pk")))
        return self.filter(Q(is_superuser=True) | to_them | to_their_group, is_active=True)

    def administrators(self) -> Self:
        """Keep whoever may give rights to people, by name."""
        return self.holding("helpdesk.change_user").order_by("display_name", "pk")

    def among(self, people: Iterable["User"]) -> Self:
        """Keep those who are among ``people``."""
        return self.filter(pk__in=[person.pk for person in people])

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


class HeartbeatQuerySet(QuerySet["Heartbeat"]):
    """Signs of life."""

    def seen(self) -> dict[str, datetime]:
        """Return when each process was last at work; one query."""
        return dict(self.values_list("process", "at"))


class AuditEventQuerySet(QuerySet["AuditEvent"]):
    """What happened to accounts, rights and data."""

    def for_list(self) -> Self:
        """Bring the people along."""
        return self.select_related("actor", "about")

    def found(self, text: str, people: "QuerySet[User]") -> Self:
        """Keep what was done by or about one of ``people``, from the address ``text``, or with that subject."""
        address = Q(address=text) if _is_address(text) else Q()
        return self.filter(Q(actor__in=people) | Q(about__in=people) | Q(subject__startswith=text) | address)


class AttemptCountQuerySet(QuerySet["AttemptCount"]):
    """How often somebody failed to get in."""

    def at(self, account: str, source: str) -> Self:
        """Keep the counts of one account from one source."""
        return self.filter(account=account, source=source)

    def to(self, *purposes: str) -> Self:
        """Keep the counts of what is tried."""
        return self.filter(purpose__in=purposes)

    def older_than(self, moment: datetime) -> Self:
        """Keep counts that began before ``moment``, and keep nobody waiting."""
        return self.filter(since__lt=moment, wait_until__lt=moment)


class UserSessionQuerySet(QuerySet["UserSession"]):
    """Where people are signed in."""

    def of(self, user: "User") -> Self:
        """Keep the sessions of ``user``."""
        return self.filter(user=user)

    def besides(self, key: str | None) -> Self:
        """Leave out the session whose cookie is ``key``."""
        return self.exclude(session=key) if key else self

    def for_list(self) -> Self:
        """Keep those that have not run out, the one seen last first."""
        return self.filter(session__expire_date__gt=current_time.now()).order_by("-seen_at", "-pk")

    def keys(self) -> list[str]:
        """Return the keys of the sessions themselves."""
        return list(self.values_list("session", flat=True))


class SentFormQuerySet(QuerySet["SentForm"]):
    """Forms that were sent."""

    def older_than(self, moment: datetime) -> Self:
        """Keep those sent before ``moment``."""
        return self.filter(at__lt=moment)
