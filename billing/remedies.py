"""Where that is put right which keeps a ticket from being billed: for each reason the page that mends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import rules
from billing.eligibility import Blocker
from billing.enums import Reason
from billing.models import ProposalTicket, Work
from crm import rules as register
from helpdesk.models import User
from tickets.models import Ticket


@dataclass(frozen=True)
class Remedy:
    """A link to the page that mends something."""

    label: str | Promise
    address: str


Find = Callable[[Ticket, Blocker, User], Remedy | None]


def remedy_of(ticket: Ticket, blocker: Blocker, user: User) -> Remedy | None:
    """Return where ``user`` can put right what ``blocker`` says of ``ticket``, if there is such a place."""
    find = PLACES.get(blocker.reason)
    return find(ticket, blocker, user) if find else None


def _part(label: Promise, tab: str) -> Find:
    """Lead to one part of the ticket's page."""
    return lambda ticket, _blocker, _user: Remedy(label, f"{ticket.get_absolute_url()}?tab={tab}")


def _company(ticket: Ticket, _blocker: Blocker, user: User) -> Remedy | None:
    customer = ticket.customer
    if customer is None or not register.can_change_company(user):
        return None
    return Remedy(_("Change the company"), reverse("crm:company_edit", args=[customer.payer.code]))


def _contact(ticket: Ticket, _blocker: Blocker, user: User) -> Remedy | None:
    if ticket.crm_contact is None or not register.can_change_contact(user):
        return None
    return Remedy(_("Change the contact"), reverse("crm:contact_edit", args=[ticket.crm_contact.public_id]))


def _work(ticket: Ticket, blocker: Blocker, user: User) -> Remedy | None:
    works: list[Work] = getattr(ticket, "open_works", [])
    work = next((work for work in works if work.pk == blocker.work), None)
    if work is None or not rules.can_change_work(user, work):
        return LOOK_AT_WORKS(ticket, blocker, user)
    return Remedy(_("Change the work"), reverse("billing:work_edit", args=[work.public_id]))


def _rate(ticket: Ticket, blocker: Blocker, user: User) -> Remedy | None:
    """Lead administrators to the service without a price, those who set rates to the ticket's, others to its works."""
    works: list[Work] = getattr(ticket, "open_works", [])
    service = next((work.service for work in works if work.pk == blocker.work), None)
    if service and user.is_staff and user.has_perm("estimates.change_service"):
        return Remedy(_("Give the service a price"), reverse("admin:estimates_service_change", args=[service.pk]))
    return (SET_A_RATE if rules.can_set_rate(user) else LOOK_AT_WORKS)(ticket, blocker, user)


def _proposal(ticket: Ticket, _blocker: Blocker, _user: User) -> Remedy | None:
    places: list[ProposalTicket] = getattr(ticket, "live_places", [])
    return Remedy(_("Look at the proposal"), places[0].proposal.get_absolute_url()) if places else None


LOOK_AT_WORKS = _part(_("Look at its works"), "works")
SET_A_RATE = _part(_("Set a rate"), "works")
PLACES: Mapping[Reason, Find] = {
    Reason.ALREADY_IN_PROPOSAL: _proposal,
    Reason.NOT_CLOSED: _part(_("Look at the ticket"), "conversation"),
    Reason.WRONG_BILLING_STATUS: LOOK_AT_WORKS,
    Reason.NO_CUSTOMER: _part(_("Choose a customer"), "details"),
    Reason.CONTACT_WITHOUT_COMPANY: _contact,
    Reason.CUSTOMER_NOT_BILLABLE: _company,
    Reason.NO_WORKS: _part(_("Log a work"), "works"),
    Reason.NO_BILLABLE_WORK: LOOK_AT_WORKS,
    Reason.WORK_WITHOUT_SERVICE: _work,
    Reason.INVALID_DURATION: _work,
    Reason.NO_RATE: _rate,
    Reason.NO_VAT_RATE: _work,
    Reason.MIXED_CURRENCY: LOOK_AT_WORKS,
    Reason.NO_CONFIRMED_OFFER: _part(_("Look at its estimates"), "estimates"),
}
