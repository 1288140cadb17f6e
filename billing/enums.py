"""The words of billing: how a work is billed, where a proposal stands, why a ticket is left out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BillingMode(TextChoices):
    """What becomes of a work's hours."""

    BILLABLE = "billable", _("Billable")
    NO_CHARGE = "no_charge", _("No charge (printed at 0.00)")
    DO_NOT_BILL = "do_not_bill", _("Do not bill (not printed)")


PRINTED = (BillingMode.BILLABLE, BillingMode.NO_CHARGE)


class RateSource(TextChoices):
    """Where a line's price came from."""

    TICKET = "ticket", _("Rate of the ticket")
    WORK = "work", _("Rate of the work")
    PRICE_LIST = "price_list", _("Price list")
    SERVICE = "service", _("Service")
    OFFER = "offer", _("Offer")
    NO_CHARGE = "no_charge", _("No charge")


class LineKind(TextChoices):
    """What a line of a proposal is."""

    TEXT = "text", _("Text")
    SERVICE = "service", _("Service")


class ProposalState(TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    INVOICED = "invoiced", _("Invoiced")
    CANCELLED = "cancelled", _("Cancelled")


class ProposalMove(TextChoices):
    """What may be done to a proposal."""

    CONFIRM = "confirm", _("Confirm")
    UNCONFIRM = "unconfirm", _("Back to draft")
    CANCEL = "cancel", _("Cancel")


class BatchState(TextChoices):
    """How far a batch has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class TicketOutcome(TextChoices):
    """What became of one ticket of a batch."""

    WAITING = "waiting", _("Waiting")
    PROPOSED = "proposed", _("Proposed")
    SKIPPED = "skipped", _("Left out")


class Trigger(TextChoices):
    """What changed how a ticket is billed: its status (T6 to T15 of the transition table), or its rate."""

    NOT_BILLED_BY_HAND = "not_billed_by_hand", _("Decided not to bill")
    BILLED_AGAIN = "billed_again", _("Bill again")
    PROPOSED = "proposed", _("Put into a proposal")
    REMOVED = "removed", _("Removed from the proposal")
    SUSPENDED = "suspended", _("Suspended in the proposal")
    NOT_BILLED = "not_billed", _("Not billed, decided in the proposal")
    CANCELLED = "cancelled", _("Proposal cancelled")
    RATE_SET = "rate_set", _("Rate changed")


class Readiness(TextChoices):
    """Whether a ticket that is to be billed can be."""

    READY = "ready", _("Ready")
    BLOCKED = "blocked", _("Not ready yet")


class Reason(TextChoices):
    """Why a ticket is left out of the proposals; the label is the sentence for people."""

    NO_PERMISSION = "NO_PERMISSION", _("You may not bill this ticket.")
    ALREADY_IN_PROPOSAL = "ALREADY_IN_PROPOSAL", _("It is already in proposal %(proposal)s.")
    NOT_CLOSED = "NOT_CLOSED", _("It is not closed yet: its status is “%(status)s”.")
    WRONG_BILLING_STATUS = "WRONG_BILLING_STATUS", _("Its billing status is “%(status)s”, not “To be billed”.")
    NO_CUSTOMER = "NO_CUSTOMER", _("It has neither a company nor a contact.")
    CONTACT_WITHOUT_COMPANY = "CONTACT_WITHOUT_COMPANY", _("Its contact %(contact)s belongs to no company.")
    CUSTOMER_NOT_BILLABLE = "CUSTOMER_NOT_BILLABLE", _("%(company)s cannot be billed: %(problem)s.")
    NO_WORKS = "NO_WORKS", _("No work has been logged on it, or none that is still to be billed.")
    NO_BILLABLE_WORK = "NO_BILLABLE_WORK", _("None of its works is billable.")
    WORK_WITHOUT_SERVICE = "WORK_WITHOUT_SERVICE", _("The work %(work)s has no service.")
    INVALID_DURATION = "INVALID_DURATION", _("The work %(work)s has no minutes to bill.")
    NO_RATE = (
        "NO_RATE",
        _("The work %(work)s has no price: neither the ticket nor a price list nor the service has one."),
    )
    NO_VAT_RATE = "NO_VAT_RATE", _("The work %(work)s has no VAT rate that is valid on its day.")
    MIXED_CURRENCY = "MIXED_CURRENCY", _("Its works are priced in several currencies: %(currencies)s.")
    NO_CONFIRMED_OFFER = "NO_CONFIRMED_OFFER", _("It is billed by the offer, and has no confirmed offer.")
    CUSTOMER_CHANGED = (
        "CUSTOMER_CHANGED",
        _("Its customer or currency changed while the proposals were made. Try again."),
    )
    FAILED = "FAILED", _("The proposal of this customer could not be made: %(problem)s")
    FAULT = (
        "FAULT",
        _("The proposal of this customer could not be kept. What went wrong is in the log; tell your administrator."),
    )
    INTERRUPTED = "INTERRUPTED", _("The proposal of this customer could not be made: it was interrupted too often.")


class Problem(TextChoices):
    """Why a company cannot be billed."""

    BLOCKED = "blocked", _("it is excluded from billing")
    NO_TAX_ID = "no_tax_id", _("it has neither a VAT id nor a tax code")
    NO_ADDRESS = "no_address", _("it has no billing address")


class BillingEventKind(TextChoices):
    """What billing tells in the timeline of a ticket; the template follows from the value."""

    WORK_LOGGED = "billing.work_logged", _("Work logged")
    WORK_CHANGED = "billing.work_changed", _("Work changed")
    WORK_DELETED = "billing.work_deleted", _("Work deleted")
    NOT_BILLED_BY_HAND = "billing.not_billed_by_hand", _("Decided not to bill")
    BILLED_AGAIN = "billing.billed_again", _("To be billed again")
    PROPOSED = "billing.proposed", _("Put into a proposal")
    REMOVED = "billing.removed", _("Removed from a proposal")
    SUSPENDED = "billing.suspended", _("Suspended in a proposal")
    NOT_BILLED = "billing.not_billed", _("Not billed, decided in a proposal")
    CANCELLED = "billing.cancelled", _("Proposal cancelled")
    RATE_SET = "billing.rate_set", _("Rate changed")
