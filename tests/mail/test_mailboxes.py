"""The addresses of a mailbox, and those that it trusts."""

import pytest
from django.core.exceptions import ValidationError

from mail.models import Mailbox
from tests.mail.factories import MailboxFactory

pytestmark = pytest.mark.django_db


def test_lists_of_addresses_are_tidied():
    mailbox = MailboxFactory.build(aliases=" Info@Desk.example ,, help@desk.example,", trusted_forms="WEB@shop.example")

    mailbox.full_clean()

    assert (mailbox.aliases, mailbox.trusted_forms) == ("info@desk.example, help@desk.example", "web@shop.example")
    assert (mailbox.trusts_form("Web@Shop.example"), mailbox.trusts_form("")) == (True, False)


@pytest.mark.parametrize("field", ["aliases", "trusted_forms"])
@pytest.mark.parametrize("value", ["info", "a@x.example b@x.example", "info@desk.example; help@desk.example"])
def test_what_is_no_list_of_addresses_is_refused(field, value):
    with pytest.raises(ValidationError) as refused:
        MailboxFactory.build(**{field: value}).full_clean()

    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("support@desk.example", True),
        ("Support+x@desk.example", True),
        ("info@desk.example", True),
        ("INFO+t-x@desk.example", True),
        ("nfo@desk.example", False),
        ("", False),
    ],
)
def test_other_addresses_are_ours_in_any_spelling(address, is_ours):
    MailboxFactory(address="support@desk.example", aliases="info@desk.example", is_active=False)

    assert Mailbox.objects.is_ours(address) is is_ours


def test_mail_for_another_address_comes_to_its_mailbox_unless_that_has_one_of_its_own():
    support = MailboxFactory(aliases="info@desk.example, sales@desk.example")
    sales = MailboxFactory(address="sales@desk.example")
    MailboxFactory(aliases="old@desk.example", is_active=False)

    wanted = ["Info+x@desk.example", "sales@desk.example", "old@desk.example"]
    assert [Mailbox.objects.for_recipient(address) for address in wanted] == [support, sales, None]


def test_any_number_of_addresses_is_told_from_ours_by_one_query(django_assert_num_queries):
    MailboxFactory(address="support@desk.example")
    MailboxFactory(aliases="info@desk.example")

    with django_assert_num_queries(1):
        ours = Mailbox.objects.ours_among(["a@x.example", "info@desk.example", "support+x@desk.example"])

    assert ours == {"info@desk.example", "support+x@desk.example"}
