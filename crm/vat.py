"""VAT ids: how they are written down, and which ones are wrong. Knows neither the database nor the web."""

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

SEPARATORS = str.maketrans("", "", " .-/")


def normalise(vat_id: str, country: str = "") -> str:
    """Return ``vat_id`` in capitals without separators, with its country in front where ``country`` tells it."""
    compact = vat_id.translate(SEPARATORS).upper()
    if compact[:1].isdigit() and country:
        return f"{'EL' if country == 'GR' else country}{compact}"
    return compact


def is_valid(vat_id: str) -> bool:
    """Tell whether a normalised VAT id can exist; ids from outside the EU are taken as they are."""
    prefix = vat_id[:2].lower()
    if prefix not in {*vat.MEMBER_STATES, "el"}:
        return prefix.isalpha() and len(vat_id) > 2
    try:
        vat.validate(vat_id)
    except ValidationError:
        return False
    return True
