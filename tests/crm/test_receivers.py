"""What a customer's login shows is a right: whoever changes it stands in the audit log."""

import pytest

from crm import actions
from crm.models import Contact
from helpdesk.models import AuditEvent
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def told():
    events = AuditEvent.objects.filter(about__is_agent=False)
    return [(event.kind, event.about, event.data) for event in events.order_by("pk")]


def signing_in():
    """Return a contact with a login, of whom nothing was told yet."""
    contact, user = ContactFactory(name="Mario Rossi"), UserFactory()
    Contact.objects.filter(pk=contact.pk).update(user=user)
    return Contact.objects.get()


@pytest.mark.parametrize(("column", "was", "is_now"), [("role", "own", "company"), ("is_active", True, False)])
def test_what_his_card_lets_a_customer_see_is_told_when_it_changes(column, was, is_now):
    contact = signing_in()
    setattr(contact, column, is_now)

    actions.change_contact(contact, [column], by=UserFactory(supervisor=True))

    assert told() == [("rights_changed", contact.user, {column: [was, is_now]})]


def test_another_company_is_told_for_its_requests_may_be_his_to_see():
    contact, company = signing_in(), CompanyFactory()
    before, contact.company = contact.company_id, company

    contact.save()

    assert told() == [("rights_changed", contact.user, {"company": [before, company.pk]})]


def test_a_login_that_a_contact_is_given_is_told_of_both_that_had_it_and_has_it():
    contact, other = signing_in(), UserFactory()
    former, contact.user = contact.user, other

    contact.save()

    changed = {"user": [former.pk, other.pk]}
    assert sorted(told(), key=lambda row: row[1].pk) == [("rights_changed", user, changed) for user in (former, other)]


def test_a_contact_entered_with_a_login_is_told_and_one_without_is_not():
    user = UserFactory()

    ContactFactory(name="Ana Pop", company=None, role="company")
    contact = ContactFactory(name="Mario Rossi", company=None, role="company", user=user)

    changed = {"user": [None, user.pk], "role": ["own", "company"]}
    assert told() == [("rights_changed", contact.user, changed)]


def test_a_login_found_by_its_e_mail_is_told():
    ContactFactory(email="mario@rossi.example")
    user = UserFactory(email="mario@rossi.example")

    actions.link_login(user, by=UserFactory(supervisor=True))

    assert told() == [("rights_changed", user, {"user": [None, user.pk]})]


@pytest.mark.parametrize(("column", "value"), [("phone", "+39 02 1234567"), ("role", "own")])
def test_what_changes_no_right_is_not_told(column, value):
    contact = signing_in()
    setattr(contact, column, value)

    contact.save(update_fields=[column])

    assert told() == []


def test_no_name_stands_there_that_would_outlive_the_card():
    contact = signing_in()
    contact.role = "company"

    contact.save()

    assert set(AuditEvent.objects.values_list("subject", flat=True)) == {""}
