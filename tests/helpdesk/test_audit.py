"""The audit log: who did what, when, from which address, about whom; and nobody rewrites it."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from helpdesk import actions, current_request
from helpdesk.enums import AuditKind
from helpdesk.erasure import erasing
from helpdesk.models import AuditEvent
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def told(events=None):
    events = AuditEvent.objects.all() if events is None else events
    return [(event.kind, event.actor, event.about, event.address, event.subject) for event in events]


def test_what_is_recorded_says_who_about_whom_and_from_where(rf):
    boss, person = UserFactory(admin=True), UserFactory()

    with current_request.answering(rf.get("/", REMOTE_ADDR="203.0.113.7")):
        actions.audit.record(AuditKind.EXPORTED, by=boss, about=person, subject="all.csv", rows=3)

    event = AuditEvent.objects.get(kind="exported")
    assert told([event]) == [("exported", boss, person, "203.0.113.7", "all.csv")]
    assert event.data == {"rows": 3}


def test_what_a_command_does_is_recorded_without_an_address():
    actions.audit.record(AuditKind.RIGHTS_CHANGED, by=None, subject="agent")

    assert told() == [("rights_changed", None, None, None, "agent")]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_or_deletes_what_is_recorded(change):
    actions.audit.record(AuditKind.EXPORTED, by=None, subject="all.csv")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEvent.objects.update(subject="none.csv") if change == "update" else AuditEvent.objects.all()._raw_delete(
            "default"
        )

    assert [event.subject for event in AuditEvent.objects.all()] == ["all.csv"]


def test_nobody_empties_the_log_at_once():
    actions.audit.record(AuditKind.EXPORTED, by=None, subject="all.csv")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE helpdesk_auditevent")

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"kind": "signed_in"}, {"at": timezone.now()}, {"actor": 1}, {"about": 1}, {"address": "203.0.113.7"}],
    ids=lambda change: next(iter(change)),
)
def test_forgetting_a_person_changes_neither_what_happened_nor_when_nor_who_did_it(change):
    actions.audit.record(AuditKind.EXPORTED, by=None, subject="all.csv")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), erasing():
        AuditEvent.objects.update(**change)
    with erasing():
        AuditEvent.objects.update(subject="Anonymous 1", data={})

    assert told() == [("exported", None, None, None, "Anonymous 1")]


def test_a_person_of_the_log_can_be_deleted_and_leaves_his_number():
    person = UserFactory()
    actions.audit.record(AuditKind.SIGNED_IN, by=person)

    number = person.pk
    person.delete()

    assert AuditEvent.objects.get().actor_id == number


def test_a_sign_in_and_a_failed_one_are_told(client):
    person = UserFactory(email="jane@example.com")
    person.set_password("correct horse battery")
    person.save()

    for password in ("wrong", "correct horse battery"):
        client.post("/accounts/login/", {"login": person.email, "password": password})

    assert told(AuditEvent.objects.filter(kind__startswith="sign")) == [
        ("signed_in", person, None, "127.0.0.1", ""),
        ("sign_in_failed", None, person, "127.0.0.1", ""),
    ]


def test_rights_given_in_whichever_way_are_told():
    person, group = UserFactory(), Group.objects.get(name="agent")
    permission = Permission.objects.get(codename="view_auditevent")

    person.is_staff = True
    person.save()
    person.groups.add(group)
    group.user_set.clear()
    group.permissions.add(permission)

    assert [(event.about, event.subject, event.data) for event in AuditEvent.objects.order_by("pk")] == [
        (person, "", {"is_staff": [False, True]}),
        (person, "", {"added": ["agent"]}),
        (person, "", {"removed": ["agent"]}),
        (None, "agent", {"added": ["view_auditevent"]}),
    ]


def test_saving_a_person_without_changing_his_rights_tells_nothing():
    person = UserFactory()

    person.display_name = "Joe"
    person.save()

    assert told() == []


def test_another_e_mail_of_a_login_is_told_for_its_codes_go_there():
    person = UserFactory(email="jane@example.com")

    person.email = "mallory@example.com"
    person.save()

    assert [(event.kind, event.about, event.data) for event in AuditEvent.objects.all()] == [
        ("rights_changed", person, {"email": ["jane@example.com", "mallory@example.com"]})
    ]


def test_a_changed_password_is_told():
    person = UserFactory()

    person.set_password("correct horse battery")
    person.save()

    assert told() == [("password_changed", None, person, None, "")]


@pytest.mark.parametrize("text, found", [("jane@example.com", 1), ("203.0.113.7", 1), ("all.", 1), ("other", 0)])
def test_the_log_is_searched_and_changed_by_nobody(client, rf, text, found):
    boss, jane = UserFactory(admin=True), UserFactory(email="jane@example.com")
    with current_request.answering(rf.get("/", REMOTE_ADDR="203.0.113.7")):
        event = actions.audit.record(AuditKind.EXPORTED, by=jane, subject="all.csv")
    client.force_login(boss)

    page = client.get("/admin/helpdesk/auditevent/", {"q": text})
    changed = client.post(f"/admin/helpdesk/auditevent/{event.pk}/change/", {"subject": "none"})

    assert (len(page.context["cl"].result_list), changed.status_code) == (found, 403)


def test_every_sheet_and_document_that_a_view_hands_out_is_told():
    folder = settings.BASE_DIR
    views = [p for app in ("billing", "estimates", "tickets") for p in (folder / app / "views").rglob("*.py")]
    texts = [path.read_text() for path in views]
    handed_out = sum(len(re.findall(r'csv_response\(|content_type="application/pdf"', text)) for text in texts)

    assert sum(text.count("AuditKind.EXPORTED") for text in texts) == handed_out
