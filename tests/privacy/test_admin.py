"""People's data in the administration."""

import tempfile
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from crm.models import Contact
from helpdesk.models import CompanyProfile, User
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, limited_agent
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

CONTACTS, USERS, FIRM = "/admin/crm/contact/", "/admin/helpdesk/user/", "/admin/helpdesk/companyprofile/"


@pytest.fixture
def admin(client):
    admin = UserFactory(admin=True)
    client.force_login(admin)
    return admin


def act(client, address, action, *rows, **more):
    return client.post(address, {"action": action, "_selected_action": [row.pk for row in rows], **more})


def test_anonymising_asks_first_with_what_will_change(client, admin):
    contact = ContactFactory(name="Mario Rossi", email="mario@alfa.example")

    page = act(client, CONTACTS, "anonymise", contact)

    assert [(one, [(row.label, row.count) for row in rows]) for one, rows in page.context["counts"]] == [
        (contact, [("contacts", 1)])
    ]
    assert Contact.objects.get().name == "Mario Rossi"


def test_confirmed_it_is_done(client, admin):
    people = [ContactFactory(name="Mario Rossi"), ContactFactory(name="Anna Bianchi")]

    response = act(client, CONTACTS, "anonymise", *people, confirmed="yes", empties_words="on")

    assert response.status_code == 302
    assert {name.split()[0] for name in Contact.objects.values_list("name", flat=True)} == {"Anonymous"}


def test_a_login_is_anonymised_but_not_ones_own(client, admin):
    customer = UserFactory()

    done = act(client, USERS, "anonymise", customer, confirmed="yes").status_code
    refused = act(client, USERS, "anonymise", admin, confirmed="yes").status_code

    assert (done, refused, User.objects.get(pk=customer.pk).is_active, User.objects.get(pk=admin.pk).is_active) == (
        302,
        403,
        False,
        True,
    )


def test_one_person_gets_his_data(client, admin):
    response = act(client, CONTACTS, "export_data", ContactFactory(email="mario@alfa.example"))

    assert response["Content-Disposition"].startswith("attachment")
    assert ZipFile(BytesIO(response.getvalue())).namelist() == ["person.json"]


def test_a_persons_data_is_put_together_on_the_disk_of_the_files(client, admin, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "a-small-one-in-memory"))

    response = act(client, CONTACTS, "export_data", ContactFactory())

    assert ZipFile(BytesIO(response.getvalue())).namelist() == ["person.json"]


def test_two_people_get_nothing_at_once(client, admin):
    response = act(client, CONTACTS, "export_data", ContactFactory(), ContactFactory())

    assert response.status_code == 302


def test_who_may_not_is_offered_nothing(client):
    staff = limited_agent("own", group="admin", is_staff=True)
    client.force_login(staff)
    contact = ContactFactory(name="Mario Rossi")

    page = client.get(CONTACTS).content.decode()
    act(client, CONTACTS, "anonymise", contact, confirmed="yes")

    assert ("anonymise" in page, Contact.objects.get().name) == (False, "Mario Rossi")


def test_purging_counts_asks_and_does_what_was_counted(client, admin):
    Ticket.objects.filter(pk=TicketFactory(closed=True).pk).update(closed_at=timezone.now() - timedelta(days=400))
    firm = CompanyProfile.current()

    counted = act(client, FIRM, "purge", firm, days="365", confirmed="")
    other = act(client, FIRM, "purge", firm, days="300", confirmed="365")
    left = Ticket.objects.count()
    act(client, FIRM, "purge", firm, days="365", confirmed="365")

    [(days, rows)] = counted.context["counts"]
    assert (days, next((row.label, row.count) for row in rows), other.status_code) == (365, ("tickets", 1), 200)
    assert (left, Ticket.objects.count()) == (1, 0)
