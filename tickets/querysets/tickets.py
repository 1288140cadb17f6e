"""Reads of tickets."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet, Value

from crm.models import Company
from helpdesk.models import User
from sla.models import Agreement
from tickets.enums import DONE, LIVE, BillingStatus, Category, NotificationKind
from tickets.fulltext import asked
from tickets.querysets.scopes import Scope, scope_of

if TYPE_CHECKING:
    from crm.models import Contact
    from sla.models import Policy, Priority
    from tickets.models import Ticket, TicketCategory, TicketType


class TicketQuerySet(QuerySet["Ticket"]):
    """Tickets; the words that lists and jobs are made of."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: an agent what their rights say, a customer what they or their address asked.

        A customer of the company role sees what their company, or anybody of it, asked.
        """
        if not user.is_agent:
            return self._any_of(*self._asked_by(user))
        scope = scope_of(user)
        if scope is None:
            return self.none()
        return self if scope == Scope.ALL else self._any_of(*self._worked_on_by(user, scope))

    def hidden_from(self, user: User) -> Self:
        """Keep what ``user`` may not see."""
        return self.exclude(pk__in=self.model.objects.visible_to(user).order_by().values("pk"))

    def _any_of(self, *conditions: Q) -> Self:
        """Keep what meets one of ``conditions``; a union, and not an OR, so that each keeps its index."""
        first, *rest = (self.model.objects.filter(one).order_by().values("pk") for one in conditions)
        return self.filter(pk__in=first.union(*rest))

    def _asked_by(self, user: User) -> list[Q]:
        overseen = Company.objects.overseen_by(user).order_by().values("pk")
        return [
            Q(requester__user=user),
            Q(crm_contact__user=user),
            Q(requester=None, requester_email__iexact=user.email),
            Q(company__in=overseen),
            Q(company=None, crm_contact__company__in=overseen),
        ]

    def _worked_on_by(self, user: User, scope: Scope) -> list[Q]:
        """Return what makes a ticket one's own: owned, opened, watched, mentioned in; the team's is with a group of theirs."""
        mentioned = Q(notification__user=user, notification__kind=NotificationKind.MENTIONED)
        own = [Q(assignee=user), Q(created_by=user), Q(watchers__user=user), mentioned]
        return [*own, Q(group__user=user)] if scope == Scope.TEAM else own

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

    def due_between(self, moment: datetime, until: datetime) -> Self:
        """Keep live tickets whose next deadline is still to come, before ``until``."""
        return self.live().filter(next_due_at__gte=moment, next_due_at__lt=until)

    def broken(self, now: datetime) -> Self:
        """Keep live tickets with a promise that is broken and still owed."""
        return self.live().filter(next_due_at__lt=now)

    def standing_still(self) -> Self:
        """Keep live tickets whose clocks stand still."""
        return self.live().filter(agreement__held_at__isnull=False)

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

    def besides(self, ticket: "Ticket") -> Self:
        """Drop ``ticket`` itself."""
        return self.exclude(pk=ticket.pk)

    def waiting_for_customer(self) -> Self:
        """Keep tickets where the customer has the next word."""
        return self.filter(status_category=Category.REPLIED)

    def of_company(self, company: Company) -> Self:
        """Keep the tickets of ``company``, those of its contacts included."""
        return self.filter(Q(company=company) | Q(company=None, crm_contact__company=company))

    def of_contact(self, contact: "Contact") -> Self:
        """Keep what ``contact`` asked or what is related to them."""
        return self.filter(Q(requester=contact) | Q(crm_contact=contact) | Q(referent=contact))

    def ready_to_bill(self) -> Self:
        """Keep closed tickets that are still to be billed (the first two of the three conditions of B.3)."""
        return self.filter(status_category=Category.CLOSED, billing_status=BillingStatus.TO_BE_BILLED)

    def referenced(self, reference: str) -> Self:
        """Keep the ticket that has, or once had, ``reference``; two searches of an index, joined by no OR."""
        now = self.model.objects.filter(reference__iexact=reference).values("pk")
        once = self.model.objects.filter(aliases__reference__iexact=reference).values("pk")
        return self.filter(pk__in=now.union(once, all=True))

    def knows(self, reference: str) -> bool:
        """Say whether a ticket has, or once had, ``reference``."""
        return self.referenced(reference).exists()

    def formerly_at(self, slug: str) -> Self:
        """Keep the ticket whose page stood at ``slug`` before it was renumbered."""
        return self.filter(aliases__slug=slug)

    def silent(self, now: datetime) -> Self:
        """Keep answered tickets whose customer has said nothing for their type's number of days.

        Measured from our last public message, never from the last change (Dokos).
        """
        return self.filter(
            status_category__in=[Category.REPLIED, Category.RESOLVED],
            type__auto_close_days__gt=0,
            last_agent_at__lte=Value(now) - F("type__auto_close_days") * timedelta(days=1),
        ).exclude(last_customer_at__gt=F("last_agent_at"))

    def silent_soon(self, now: datetime) -> Self:
        """Keep answered tickets that the customer's silence will close within the days that their type warns ahead."""
        ahead = F("type__auto_close_days") - F("type__warn_days")
        return self.filter(
            status_category__in=[Category.REPLIED, Category.RESOLVED],
            type__auto_close_days__gt=F("type__warn_days"),
            type__warn_days__gt=0,
            last_agent_at__lte=Value(now) - ahead * timedelta(days=1),
        ).exclude(last_customer_at__gt=F("last_agent_at"))

    def opened_by_address(self, address: str, *, since: datetime) -> Self:
        """Keep what came from ``address`` since a moment."""
        return self.filter(requester_email__iexact=address, created_at__gte=since)

    def said_by(self, address: str) -> Self:
        """Keep those in which ``address`` has said something."""
        return self.filter(messages__sender_email=address).distinct()

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

    def agreed_between(self, first: datetime, until: datetime) -> Self:
        """Keep tickets that were promised something, created from ``first`` to before ``until``, in order."""
        return self.filter(agreement__isnull=False, created_at__gte=first, created_at__lt=until).order_by("pk")

    def agreed_by(self, agreements: Iterable[int]) -> Self:
        """Keep the tickets of these agreements."""
        return self.filter(agreement__in=list(agreements)).order_by("pk")

    def outdated_under(self, policy: "Policy") -> Self:
        """Keep tickets that run by an earlier version of ``policy`` than its newest."""
        return self.filter(agreement__in=Agreement.objects.running().under(policy).outdated()).order_by("pk")

    def for_preview(self) -> Self:
        """Fetch along what working out deadlines anew takes."""
        return self.select_related("agreement").prefetch_related("agreement__clocks__pauses", "agreement__standstills")

    def with_promises(self) -> Self:
        """Fetch along the clocks that a row shows as pills."""
        return self.select_related("agreement").prefetch_related("agreement__clocks")

    def locked(self, ids: Iterable[int]) -> Self:
        """Lock the tickets with these ``ids``, one after the other, and keep them, to be fetched as they are now.

        Locked first and joined after: a row that changed its status while we waited no longer matches the join that
        the waiting query had made, and PostgreSQL would leave it out.
        """
        wanted = list(ids)
        list(self.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
        return self.filter(pk__in=wanted).order_by("pk")

    def finding(self, text: str, user: User, *, is_typing: bool = False) -> Self:
        """Keep tickets that answer ``text``, with how well as ``closeness``; customers search public words only.

        The ticket with that number is closest, then what is written like this, then other forms of the words, and last
        what begins like this. Where nothing is found a slip of the pen in a name is forgiven.
        """
        from tickets.models import SearchDocument  # noqa: PLC0415 -- the models of this app import this module

        search = SearchDocument.objects.readable_by(user).search(asked(text, is_typing=is_typing))
        found = search.answering(self)
        return found if found.exists() else search.resembling(self)

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
