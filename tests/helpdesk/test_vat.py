"""VAT ids."""

import pytest

from helpdesk import vat


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("it 0074-3110.157", "IT00743110157"),
        ("RO18547290", "RO18547290"),
        ("CHE-123.456.788 TVA", "CHE123456788TVA"),
        ("", ""),
    ],
)
def test_vat_ids_are_kept_in_capitals_without_separators(typed, kept):
    assert vat.normalise(typed) == kept


@pytest.mark.parametrize(
    ("vat_id", "valid"),
    [
        ("IT00743110157", True),
        ("IT00743110158", False),
        ("RO18547290", True),
        ("RO18547291", False),
        ("FR40303265045", True),
        ("EL094259216", True),
        ("CHE123456788TVA", True),
        ("00743110157", False),
        ("IT", False),
        ("CH", False),
    ],
)
def test_vat_ids_of_the_union_are_checked_and_others_taken_as_they_are(vat_id, valid):
    assert vat.is_valid(vat_id) is valid
