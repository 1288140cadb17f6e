"""VAT ids: how they are written down, and which ones are wrong. Knows neither the database nor the web."""

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

SEPARATORS = str.maketrans("", "", " .-/")


def normalise(vat_id: str) -> str:
    """Return ``vat_id`` in capitals without separators."""
    return vat_id.translate(SEPARATORS).upper()


def is_valid(vat_id: str) -> bool:
    """Tell whether a normalised VAT id can exist; ids from outside the EU are taken as they are."""
    country, number = vat_id[:2].lower(), vat_id[2:]
    if country not in {*vat.MEMBER_STATES, "el"}:
        return country.isalpha() and bool(number)
    try:
        vat.validate(vat_id)
    except ValidationError:
        return False
    return True
