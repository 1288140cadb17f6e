"""People in the administration."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin as django_admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpdesk.models import CompanyProfile, OperatorDefaults, User
from tests.crm.factories import CompanyFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
NO_DEFAULTS = {"defaults-TOTAL_FORMS": 0, "defaults-INITIAL_FORMS": 0}


def page_of(person):
    return reverse("admin:helpdesk_user_change", args=[person.pk])


def fields_of(response):
    return set(response.context["adminform"].form.fields)


@pytest.fixture
def admin(client):
    admin = UserFactory(admin=True)
    client.force_login(admin)
    return admin


def test_an_admin_cannot_give_himself_all_rights(client, admin):
    fields = fields_of(client.get(page_of(admin)))

    assert (fields & {"is_superuser", "user_permissions"}, "groups" in fields) == (set(), True)


def test_an_admin_does_not_touch_who_has_all_rights(client, admin):
    above = UserFactory(superuser=True, email="root@example.com")

    client.post(page_of(above), {"email": "mine@example.com"})

    assert User.objects.get(pk=above.pk).email == "root@example.com"
    assert client.get(reverse("admin:auth_user_password_change", args=[above.pk])).status_code == 403


def test_who_has_all_rights_gives_them(client):
    client.force_login(UserFactory(superuser=True))

    fields = fields_of(client.get(page_of(UserFactory())))

    assert fields >= {"is_superuser", "user_permissions"}


def test_the_former_address_of_a_person_signs_in_no_more(client, admin):
    person = UserFactory(agent=True, email="old@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page = client.get(page_of(person)).context["adminform"].form
    data = {name: page[name].value() for name in page.fields if page[name].value() is not None}

    response = client.post(page_of(person), data | NO_DEFAULTS | {"email": "new@example.com"})

    assert (response.status_code, User.objects.get(pk=person.pk).email) == (302, "new@example.com")
    addresses = EmailAddress.objects.filter(user=person)
    assert list(addresses.values_list("email", "verified", "primary")) == [("new@example.com", True, True)]


def test_the_address_of_a_new_person_needs_no_proof(client, admin):
    data = {"email": "Eva@example.com", "display_name": "Eva", "usable_password": "false"}

    response = client.post(reverse("admin:helpdesk_user_add"), data | NO_DEFAULTS)

    assert response.status_code == 302
    assert EmailAddress.objects.get(user__display_name="Eva").verified


def test_a_default_project_of_another_client_than_the_default_one_is_refused():
    company = CompanyFactory()
    fitting, foreign = ProjectFactory(company=company), ProjectFactory()
    defaults = OperatorDefaults(operator=UserFactory(agent=True), company=company, project=fitting)
    defaults.full_clean()

    defaults.project = foreign

    with pytest.raises(ValidationError, match="another customer"):
        defaults.full_clean()


def save_firm(client, **fields):
    address = reverse("admin:helpdesk_companyprofile_change", args=[CompanyProfile.current().pk])
    page = client.get(address).context["adminform"].form
    data = {name: page[name].value() for name in page.fields if page[name].value() is not None}
    return client.post(address, data | fields)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hours_per_day", "99", "A day has more than 0 and at most 24 working hours."),
        ("hours_per_day", "0", "A day has more than 0 and at most 24 working hours."),
        ("currency", "QQQ", "“QQQ” is not a currency; write it like EUR."),
        ("currency", "eu", "“eu” is not a currency; write it like EUR."),
        ("iban", "xx", "“xx” is not a valid IBAN; compare it letter by letter."),
        ("iban", "IT60X0542811101000000123457", "“IT60X0542811101000000123457” is not a valid IBAN; "),
        ("vat_id", "123", "“123” is not a valid VAT id; it starts with its country, like IT00743110157."),
    ],
)
def test_what_no_document_of_ours_should_say_is_refused_in_words(client, admin, field, value, words):
    errors = save_firm(client, **{field: value}).context["adminform"].form.errors

    assert errors.keys() == {field}
    assert errors[field][0].startswith(words)


def test_our_company_is_written_the_way_papers_want_it(client, admin):
    facts = {"currency": "ron", "vat_id": "it 0074-3110157", "iban": "IT60 X054 2811 1010 0000 0123 456"}

    response = save_firm(client, hours_per_day="24", **facts)

    firm = CompanyProfile.objects.get()
    assert (response.status_code, firm.currency, firm.vat_id, firm.iban) == (
        302,
        "RON",
        "IT00743110157",
        facts["iban"],
    )


def test_our_company_needs_neither_vat_id_nor_account(client, admin):
    assert save_firm(client, vat_id="", iban="").status_code == 302


def warnings(response):
    return [str(message) for message in response.context["messages"] if message.level_tag == "warning"]


@pytest.mark.parametrize(("is_agent", "count"), [("on", 1), ("", 0)])
def test_a_new_agent_without_a_group_is_told_of_when_he_is_saved(client, admin, is_agent, count):
    data = {"email": "eva@example.com", "display_name": "Eva", "usable_password": "false", "is_agent": is_agent}

    response = client.post(reverse("admin:helpdesk_user_add"), data | NO_DEFAULTS, follow=True)

    text = "Eva works at the desk but is in no group, so sees no tickets. Choose a group below."
    assert warnings(response) == [text] * count


def test_an_agent_with_a_group_is_saved_in_silence(client, admin):
    person = UserFactory(agent=True)
    page = client.get(page_of(person)).context["adminform"].form
    data = {name: page[name].value() for name in page.fields if page[name].value() is not None}

    response = client.post(page_of(person), data | NO_DEFAULTS, follow=True)

    assert (response.status_code, warnings(response)) == (200, [])


def test_the_list_of_people_names_groups_and_who_is_in_none(client, admin):
    UserFactory(agent=True, display_name="Ana")
    UserFactory(is_agent=True, display_name="Bob")
    UserFactory(display_name="Customer")

    rows = client.get(reverse("admin:helpdesk_user_changelist")).context["cl"].result_list
    model_admin = django_admin.site.get_model_admin(User)

    assert {one.display_name: model_admin.in_groups(one) for one in rows if one != admin} == {
        "Ana": "agent",
        "Bob": "none: sees no tickets",
        "Customer": "",
    }


def test_the_list_of_people_costs_the_same_for_one_and_for_three(client, admin, django_assert_num_queries):
    address = reverse("admin:helpdesk_user_changelist")
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(3):
        UserFactory(agent=True)

    with django_assert_num_queries(len(few)):
        client.get(address)
