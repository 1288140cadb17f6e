"""The words of estimates and offers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit measures: time that a clock knows, a working day of the customer, or something else."""

    TIME = "time", _("Time")
    DAY = "day", _("Working day")
    OTHER = "other", _("Other")


class VatCategory(TextChoices):
    """Why a line bears the VAT it bears (UNCL5305, the part that EN 16931 uses)."""

    STANDARD = "S", _("Standard rate")
    ZERO = "Z", _("Zero rated")
    EXEMPT = "E", _("Exempt")
    REVERSE_CHARGE = "AE", _("Reverse charge")
    INTRA_COMMUNITY = "K", _("Intra-community supply")
    EXPORT = "G", _("Export")
    OUTSIDE_SCOPE = "O", _("Outside the scope of VAT")


REASONED = (
    VatCategory.EXEMPT,
    VatCategory.REVERSE_CHARGE,
    VatCategory.INTRA_COMMUNITY,
    VatCategory.EXPORT,
    VatCategory.OUTSIDE_SCOPE,
)


class PriceSource(TextChoices):
    """Where a price came from, in the order in which they are asked."""

    MANUAL = "manual", _("Set by hand")
    DEFAULT_LIST = "default_list", _("Customer's default price list")
    OTHER_LIST = "other_list", _("Another price list of the customer")
    GENERIC_LIST = "generic_list", _("General price list")
    SERVICE = "service", _("Price of the service")


LISTS = (PriceSource.DEFAULT_LIST, PriceSource.OTHER_LIST, PriceSource.GENERIC_LIST)


class EstimateState(TextChoices):
    """Where a technical or a commercial estimate stands."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    ENDED = "ended", _("Ended")


class Command(TextChoices):
    """What may be done to the estimates of a ticket (E1 to E8)."""

    START_TECHNICAL = "start_technical", _("Start the technical estimate")
    CHANGE_TECHNICAL = "change_technical", _("Save the technical estimate")
    END_TECHNICAL = "end_technical", _("End the technical estimate")
    CANCEL_TECHNICAL_END = "cancel_technical_end", _("Unlock the technical estimate")
    START_COMMERCIAL = "start_commercial", _("Start the commercial estimate")
    CHANGE_COMMERCIAL = "change_commercial", _("Save the commercial estimate")
    END_COMMERCIAL = "end_commercial", _("End the commercial estimate")
    CANCEL_COMMERCIAL_END = "cancel_commercial_end", _("Unlock the commercial estimate")
    CREATE_OFFERS = "create_offers", _("Create the offer")
    DISCARD = "discard", _("Discard the technical estimate")


class Obstacle(TextChoices):
    """What is in the way of a command; the value is its code, the label what people read."""

    TICKET_CLOSED = "TICKET_CLOSED", _("The ticket is closed; its estimates can only be read.")
    TECHNICAL_STARTED = "TECHNICAL_STARTED", _("The technical estimate has been started already.")
    TECHNICAL_NOT_IN_PROGRESS = "TECHNICAL_NOT_IN_PROGRESS", _("The technical estimate is locked, or not started.")
    TECHNICAL_NOT_ENDED = "TECHNICAL_NOT_ENDED", _("End the technical estimate first.")
    NO_ROWS = "NO_ROWS", _("A technical estimate needs at least one row.")
    COMMERCIAL_STARTED = "COMMERCIAL_STARTED", _("The commercial estimate has been started already.")
    COMMERCIAL_NOT_IN_PROGRESS = "COMMERCIAL_NOT_IN_PROGRESS", _("The commercial estimate is locked, or not started.")
    COMMERCIAL_NOT_ENDED = "COMMERCIAL_NOT_ENDED", _("End the commercial estimate first.")
    COMMERCIAL_STALE = (
        "COMMERCIAL_STALE",
        _("The technical estimate was unlocked. End it again, then look at the new quantities."),
    )
    CANCEL_COMMERCIAL_FIRST = "CANCEL_COMMERCIAL_FIRST", _("Unlock the commercial estimate first.")
    NOTHING_TO_SELL = "NOTHING_TO_SELL", _("Every commercial quantity is zero; there is nothing to offer.")
    VOID_DRAFT_FIRST = "VOID_DRAFT_FIRST", _("There is a draft offer; it has to be voided first.")
    OFFER_SENT = "OFFER_SENT", _("The offer was sent. Reject or cancel it first.")
    OFFER_CONFIRMED = "OFFER_CONFIRMED", _("The customer has confirmed the offer; what it says stays as it is.")
    NO_PARTY = "NO_PARTY", _("The ticket has neither a customer nor a contact to make an offer to.")
    NO_OFFER_TYPE = "NO_OFFER_TYPE", _("Tickets of this type have no offer type; an administrator can set one.")
    OFFER_EXISTS = "OFFER_EXISTS", _("There is an offer for this ticket already.")
    NO_SERVICE = "NO_SERVICE", _("A row has no service, and neither its template nor the ticket type names one.")
    NO_PRICE = "NO_PRICE", _("A service has no price for this unit in the customer's currency.")
    NO_VAT_RATE = "NO_VAT_RATE", _("A service has a VAT rate that is not valid on this day.")
    NO_PERMISSION = "NO_PERMISSION", _("You may not do this; ask somebody from sales.")


class OfferState(TextChoices):
    """Where an offer stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    CONFIRMED = "confirmed", _("Confirmed")
    CONVERTED = "converted", _("Converted")
    EXPIRED = "expired", _("Expired")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Superseded")


LIVE = (OfferState.DRAFT, OfferState.SENT, OfferState.CONFIRMED, OfferState.CONVERTED)
BINDING = (OfferState.CONFIRMED, OfferState.CONVERTED)


class OfferMove(TextChoices):
    """What may be done to an offer."""

    SEND = "send", _("Send")
    CONFIRM = "confirm", _("Confirm")
    CONVERT = "convert", _("Convert")
    EXPIRE = "expire", _("Let expire")
    REJECT = "reject", _("Reject")
    CANCEL = "cancel", _("Cancel")
    SUPERSEDE = "supersede", _("Make a new version")


class LineKind(TextChoices):
    """What a line of an offer is."""

    TEXT = "text", _("Text")
    ITEM = "item", _("Item")


class EstimateEvent(TextChoices):
    """What the timeline tells of estimates and offers; the template follows from the value."""

    STARTED = "estimates.started", _("Technical estimate started")
    ENDED = "estimates.ended", _("Technical estimate ended")
    UNLOCKED = "estimates.unlocked", _("Technical estimate unlocked")
    DISCARDED = "estimates.discarded", _("Technical estimate discarded")
    COMMERCIAL_STARTED = "estimates.commercial_started", _("Commercial estimate started")
    COMMERCIAL_ENDED = "estimates.commercial_ended", _("Commercial estimate ended")
    COMMERCIAL_UNLOCKED = "estimates.commercial_unlocked", _("Commercial estimate unlocked")
    OFFERED = "estimates.offered", _("Offer created")
    OFFER_SENT = "estimates.offer_sent", _("Offer sent")
    OFFER_CONFIRMED = "estimates.offer_confirmed", _("Offer confirmed")
    OFFER_CONVERTED = "estimates.offer_converted", _("Offer converted")
    OFFER_EXPIRED = "estimates.offer_expired", _("Offer expired")
    OFFER_REJECTED = "estimates.offer_rejected", _("Offer rejected")
    OFFER_CANCELLED = "estimates.offer_cancelled", _("Offer cancelled")
    OFFER_SUPERSEDED = "estimates.offer_superseded", _("New version of an offer")
