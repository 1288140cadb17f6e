"""What estimates and offers are made of, one file per noun."""

from estimates.models.catalogue import PriceList, PriceListEntry, Service, UnitOfMeasure, VatRate
from estimates.models.commercial import CommercialEstimate, CommercialRow
from estimates.models.offer import Offer, OfferLine, OfferTicket
from estimates.models.settings import EstimateTemplate, OfferType, TemplateRow, TypeSettings
from estimates.models.technical import TechnicalEstimate, TechnicalRow

__all__ = [
    "CommercialEstimate",
    "CommercialRow",
    "EstimateTemplate",
    "Offer",
    "OfferLine",
    "OfferTicket",
    "OfferType",
    "PriceList",
    "PriceListEntry",
    "Service",
    "TechnicalEstimate",
    "TechnicalRow",
    "TemplateRow",
    "TypeSettings",
    "UnitOfMeasure",
    "VatRate",
]
