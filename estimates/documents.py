"""The offer as a document, in the customer's language."""

from django.utils import translation

from estimates import totals
from estimates.enums import LineKind
from estimates.models import Offer
from helpdesk import pdf


def offer_totals(offer: Offer) -> totals.Totals:
    """Return what ``offer`` comes to, with its VAT per rate."""
    items = [line for line in offer.lines.all() if line.kind == LineKind.ITEM]
    return totals.total(
        (totals.Vat(line.vat_percent, line.vat_category, line.vat_natura, line.vat_reason), line.net) for line in items
    )


def offer_pdf(offer: Offer) -> bytes:
    """Draw ``offer``; the one and only drawing, for preview and for sending."""
    lines = list(offer.lines.all())
    context = {
        "offer": offer,
        "lines": lines,
        "has_discount": any(line.discount_percent for line in lines),
        "totals": offer_totals(offer),
    }
    with translation.override(offer.language):
        return pdf.render("estimates/offer_pdf.html", context)


def file_name(offer: Offer) -> str:
    """Return the name under which the document is saved and sent."""
    return f"{offer.slug}.pdf"
