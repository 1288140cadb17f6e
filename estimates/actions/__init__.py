"""Everything that changes estimates and offers. One verb, one function, one transaction."""

from estimates.actions.commercial import cancel_commercial_end, change_commercial, end_commercial, start_commercial
from estimates.actions.offer_creation import Quoted, Report, create_offers, preview_offers
from estimates.actions.offers import (
    cancel_offer,
    confirm_offer,
    convert_offer,
    expire_offer,
    new_version,
    reject_offer,
    send_offer,
)
from estimates.actions.technical import (
    cancel_technical_end,
    change_technical,
    discard,
    end_technical,
    start_technical,
)

__all__ = [
    "Quoted",
    "Report",
    "cancel_commercial_end",
    "cancel_offer",
    "cancel_technical_end",
    "change_commercial",
    "change_technical",
    "confirm_offer",
    "convert_offer",
    "create_offers",
    "discard",
    "end_commercial",
    "end_technical",
    "expire_offer",
    "new_version",
    "preview_offers",
    "reject_offer",
    "send_offer",
    "start_commercial",
    "start_technical",
]
