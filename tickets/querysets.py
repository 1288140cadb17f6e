"""Every read of tickets, with a name."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Value

from helpdesk.models import User
from sla.models import Agreement
from tickets.enums import DONE, LIVE, BillingStatus, Category, Visibility

if TYPE_CHECKING:
    from crm.models import Company, Contact
    from sla.models import Policy, Priority
    from tickets.models import (
        Attachment,
        Event,
        Note,
        Notification,
        Operation,
        Ticket,
        TicketCategory,
        TicketStatus,
        TicketType,
    )


class TypeQuerySet(QuerySet["TicketType"]):
    """Ticket types."""

    def offered(self) -> Self:
        """Keep the types that new tickets may have."""
        return self.filter(is_active=True)


class StatusQuerySet(QuerySet["TicketStatus"]):
    """Statuses of ticket types."""

    def offered_on(self, day: date) -> Self:
        """Keep those that are not past their end date."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def of_category(self, category: Category) -> Self:
        """Keep those that mean ``category``."""
        return self.filter(category=category)


class OperationQuerySet(QuerySet["Operation"]):
    """Operations of ticket types."""

    def offered_for(self, type_id: int | None, day: date) -> Self:
        """Keep the operations of one type that are not past their end date (N08)."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), types=type_id)


class TicketQuerySet(QuerySet["Ticket"]):
    """Tickets; the words that lists and jobs are made of."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: agents everything, customers what they or their address asked."""
        if user.is_agent:
            return self
        return self.filter(
            Q(requester__user=user) | Q(crm_contact__user=user) | Q(requester=None, requester_email__iexact=user.email)
        )

    def live(self) -> Self:
        """Keep tickets that work goes on with."""
        return self.filter(status_category__in=LIVE)

    def done(self) -> Self:
        """Keep resolved and closed tickets."""
        return self.filter(status_category__in=DONE)

    def of_category(self, category: str) -> Self:
        """Keep tickets whose status means ``category``."""
        return self.filter(status_category=category)

    def assigned_to(self, user: User | int) -> Self:
        """Keep the tickets that ``user``, or whoever has that key, owns."""
        return self.filter(assignee=user)

    def unassigned(self) -> Self:
        """Keep tickets that nobody owns."""
        return self.filter(assignee=None)

    def due_before(self, moment: datetime) -> Self:
        """Keep live tickets with a deadline before ``moment``, missed ones included."""
        return self.live().filter(next_due_at__lt=moment)

    def of_type(self, ticket_type: "TicketType") -> Self:
        """Keep the tickets of one type."""
        return self.filter(type=ticket_type)

    def of_priority(self, priority: "Priority") -> Self:
        """Keep the tickets of one priority."""
        return self.filter(priority=priority)

    def about(self, category: "TicketCategory") -> Self:
        """Keep the tickets about a subject, those about its parts included."""
        return self.filter(Q(category=category) | Q(category__parent=category))

    def of_billing(self, billing_status: str) -> Self:
        """Keep the tickets that stand there in billing."""
        return self.filter(billing_status=billing_status)

    def slugged(self, slugs: Iterable[str]) -> Self:
        """Keep the tickets with these slugs."""
        return self.filter(slug__in=slugs)

    def besides(self, ticket: "Ticket") -> Self:
        """Drop ``ticket`` itself."""
        return self.exclude(pk=ticket.pk)

    def waiting_for_customer(self) -> Self:
        """Keep tickets where the customer has the next word."""
        return self.filter(status_category=Category.REPLIED)

    def of_company(self, company: "Company") -> Self:
        """Keep the tickets of ``company``, those of its contacts included."""
        return self.filter(Q(company=company) | Q(company=None, crm_contact__company=company))

    def of_contact(self, contact: "Contact") -> Self:
        """Keep what ``contact`` asked or what is related to him."""
        return self.filter(Q(requester=contact) | Q(crm_contact=contact) | Q(referent=contact))

    def ready_to_bill(self) -> Self:
        """Keep closed tickets that are still to be billed (the first two of the three conditions of B.3)."""
        return self.filter(status_category=Category.CLOSED, billing_status=BillingStatus.TO_BE_BILLED)

    def referenced(self, reference: str) -> Self:
        """Keep the ticket that has, or once had, ``reference``."""
        return self.filter(Q(reference__iexact=reference) | Q(aliases__reference__iexact=reference)).distinct()

    def silent(self, now: datetime) -> Self:
        """Keep answered tickets whose customer has said nothing for their type's number of days.

        Measured from our last public message, never from the last change (Dokos).
        """
        return self.filter(
            status_category__in=[Category.REPLIED, Category.RESOLVED],
            type__auto_close_days__gt=0,
            last_agent_at__lte=Value(now) - F("type__auto_close_days") * timedelta(days=1),
        ).exclude(last_customer_at__gt=F("last_agent_at"))

    def opened_by_address(self, address: str, *, since: datetime) -> Self:
        """Keep what came from ``address`` since a moment."""
        return self.filter(requester_email__iexact=address, created_at__gte=since)

    def breaching(self, now: datetime) -> Self:
        """Take tickets with a missed deadline that was not told yet, locked; those in other hands are left."""
        return self._taken(Agreement.objects.breaching(now))

    def escalating(self, now: datetime) -> Self:
        """Take tickets with a level of escalation that is due, locked; those in other hands are left."""
        return self._taken(Agreement.objects.escalating(now))

    def _taken(self, agreements: QuerySet[Agreement]) -> Self:
        return (
            self.filter(agreement__in=agreements)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("agreement")
            .order_by("pk")
        )

    def outdated_under(self, policy: "Policy") -> Self:
        """Keep tickets that run by an earlier version of ``policy`` than its newest."""
        return self.filter(agreement__in=Agreement.objects.running().under(policy).outdated()).order_by("pk")

    def for_preview(self) -> Self:
        """Fetch along what working out deadlines anew takes."""
        return self.select_related("agreement").prefetch_related("agreement__clocks__pauses")

    def locked(self, ids: Iterable[int]) -> Self:
        """Lock the tickets with these ``ids``, one after the other, and keep them, to be fetched as they are now.

        Locked first and joined after: a row that changed its status while we waited no longer matches the join that
        the waiting query had made, and PostgreSQL would leave it out.
        """
        wanted = list(ids)
        list(self.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
        return self.filter(pk__in=wanted).order_by("pk")

    def finding(self, text: str, user: User) -> Self:
        """Keep tickets whose reference or words match ``text``; customers search public words only."""
        query = SearchQuery(text, config="desk", search_type="websearch")
        column = "words__internal" if user.is_agent else "words__public"
        return self.filter(Q(**{column: query}) | Q(reference__iexact=text.strip().strip("#[]")))

    def for_list(self) -> Self:
        """Fetch with each ticket what a row shows."""
        return self.select_related(
            "type", "status", "priority", "company", "crm_contact", "requester", "assignee"
        ).defer("description", "solution", "closing_notes")

    def for_action(self) -> Self:
        """Fetch with the ticket what most actions look at; more joins would cost more to plan than to run."""
        return self.select_related("type", "status", "priority", "company", "requester", "assignee", "agreement")

    def for_page(self) -> Self:
        """Fetch with the ticket what its page shows; rarely filled fields by queries of their own, not by joins."""
        often = ("type", "status", "priority", "company", "requester__company", "assignee", "agreement")
        rarely = ("crm_contact__company", "referent", "project", "category", "operation", "severity", "created_by")
        return self.select_related(*often).prefetch_related(*rarely)


class EventQuerySet(QuerySet["Event"]):
    """Lines of the timeline."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may read: public for customers, confidential for its author alone (E15)."""
        from_customers_hidden = Q(visibility=Visibility.PUBLIC) & ~Q(message__is_unconfirmed=True)
        if not user.is_agent:
            return self.filter(from_customers_hidden)
        own = Q(visibility=Visibility.CONFIDENTIAL, actor=user)
        return self.filter(Q(visibility__in=[Visibility.PUBLIC, Visibility.INTERNAL]) | own).exclude(
            note__deleted_at__isnull=False
        )

    def for_timeline(self) -> Self:
        """Fetch with each event what its line shows."""
        return self.select_related("actor", "message__author", "message__outbound", "note__author").prefetch_related(
            "message__attachments__file", "note__attachments__file", "message__outbound__deliveries"
        )

    def of(self, ticket: "Ticket") -> Self:
        """Keep the lines of one ticket."""
        return self.filter(ticket=ticket)

    def since(self, pk: int) -> Self:
        """Keep what was told after the line ``pk``."""
        return self.filter(pk__gt=pk)

    def among(self, pks: Iterable[int]) -> Self:
        """Keep the lines with these keys."""
        return self.filter(pk__in=pks)

    def pks(self) -> "QuerySet[Event, int]":
        """Return the keys alone, in order."""
        return self.values_list("pk", flat=True)

    def newest_pk(self) -> int:
        """Return the key of what was told last; 0 when nothing was."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0

    def in_tickets(self, tickets: TicketQuerySet) -> Self:
        """Keep the lines of these tickets."""
        return self.filter(ticket__in=tickets)

    def public_messages(self) -> Self:
        """Keep what was said in public."""
        return self.filter(message__isnull=False)


class NoteQuerySet(QuerySet["Note"]):
    """Notes; the only door to them."""

    def visible_to(self, user: User) -> Self:
        """Keep internal notes for agents, and confidential ones for whoever wrote them, nobody else (E15)."""
        if not user.is_agent:
            return self.none()
        readable = Q(visibility=Visibility.INTERNAL) | Q(visibility=Visibility.CONFIDENTIAL, author=user)
        return self.filter(readable, deleted_at=None)

    def of(self, ticket: "Ticket") -> Self:
        """Keep the notes of one ticket."""
        return self.filter(ticket=ticket)


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files at messages and notes."""

    def visible_to(self, user: User) -> Self:
        """Keep the files of messages and notes that ``user`` may read."""
        from tickets.models import Note, Ticket  # noqa: PLC0415 -- the models of this app import this module

        tickets = Ticket.objects.visible_to(user).filter(pk=OuterRef("message__ticket"))
        at_messages = Q(Exists(tickets))
        if not user.is_agent:
            at_messages &= Q(message__is_unconfirmed=False)
        return self.filter(at_messages | Q(note__in=Note.objects.visible_to(user)))


class NotificationQuerySet(QuerySet["Notification"]):
    """News for people at the desk."""

    def of(self, user: User) -> Self:
        """Keep what ``user`` was told, as long as he works at the desk."""
        return self.filter(user=user) if user.is_agent else self.none()

    def unread(self) -> Self:
        """Keep what was not looked at yet."""
        return self.filter(read_at=None)

    def for_list(self) -> Self:
        """Fetch along what a line shows, the newest first."""
        return self.select_related("ticket").order_by("-at", "-pk")
