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
