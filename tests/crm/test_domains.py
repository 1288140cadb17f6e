"""Mail domains."""

import pytest

from crm import domains


def test_domains_are_split_at_commas_and_blanks_and_kept_once_each():
    assert domains.split("Acme.it, @acme.com;acme.it\nacme.ro") == ["acme.it", "acme.com", "acme.ro"]


def test_the_domain_of_an_address_is_what_follows_the_last_at_sign():
    assert domains.of('"odd@name"@Acme.IT ') == "acme.it"


@pytest.mark.parametrize(
    ("domain", "well_formed"),
    [("acme.it", True), ("mail.acme.co.uk", True), ("acme", False), ("acme..it", False), (".it", False), ("", False)],
)
def test_a_domain_has_at_least_two_parts(domain, well_formed):
    assert domains.is_well_formed(domain) is well_formed


def test_free_mail_tells_no_company():
    assert [domains.is_free_mail("gmail.com"), domains.is_free_mail("acme.it")] == [True, False]
