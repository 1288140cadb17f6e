"""Whose time is over: tickets closed long ago, and people whom nothing needs any more."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from billing.models import BatchTicket, ProposalTicket, Work
from crm.models import Contact
from estimates.models import CommercialEstimate, OfferTicket, TechnicalEstimate
from helpdesk.models import User
from tickets.enums import Category
from tickets.models import Ticket, Watcher

ACCOUNTED = (BatchTicket, ProposalTicket, Work, TechnicalEstimate, CommercialEstimate, OfferTicket)


def old_tickets(now: datetime, days: int) -> QuerySet[Ticket]:
    """Return tickets closed more than ``days`` days before ``now``, without works, estimates, offers and proposals.

    What was worked, offered and billed is an accounting record; such tickets stay, and people in them are anonymised.
    """
    old = Ticket.objects.filter(status_category=Category.CLOSED, closed_at__lt=now - timedelta(days=days))
    for model in ACCOUNTED:
        old = old.filter(~Exists(model._default_manager.filter(ticket=OuterRef("pk"))))
    return old.order_by("pk")


def orphans(now: datetime, days: int) -> QuerySet[Contact]:
    """Return contacts older than ``days`` days that no ticket names, and whose login was not used since."""
    since = now - timedelta(days=days)
    found = Contact.objects.filter(created_at__lt=since)
    for field in ("requester", "crm_contact", "referent"):
        found = found.filter(~Exists(Ticket.objects.filter(**{field: OuterRef("pk")})))
    watching = Exists(Watcher.objects.filter(contact=OuterRef("pk")))
    is_used = Q(user__last_login__gte=since) | Q(user__date_joined__gte=since)
    return found.filter(~watching, offers=None).exclude(is_used).order_by("pk")


def unused_logins(now: datetime, days: int) -> QuerySet[User]:
    """Return logins of customers without a card, not used for ``days`` days."""
    since = now - timedelta(days=days)
    found: QuerySet[User] = User.objects.filter(is_agent=False, is_staff=False, contact=None, date_joined__lt=since)
    return found.exclude(last_login__gte=since).order_by("pk")
