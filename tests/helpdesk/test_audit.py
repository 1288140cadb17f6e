"""The audit log: who did what, when, from which address, about whom; and nobody rewrites it."""

import pytest
from django.db import IntegrityError, transaction

from helpdesk import actions, asking
from helpdesk.enums import AuditKind
from helpdesk.models import AuditEvent
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def told(events=None):
    events = AuditEvent.objects.all() if events is None else events
    return [(event.kind, event.actor, event.about, event.address, event.subject) for event in events]


def test_what_is_recorded_says_who_about_whom_and_from_where(rf):
    boss, person = UserFactory(admin=True), UserFactory()

    with asking.answering(rf.get("/", REMOTE_ADDR="203.0.113.7")):
        actions.audit.record(AuditKind.EXPORTED, by=boss, about=person, subject="all.csv", rows=3)

    event = AuditEvent.objects.get()
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


def test_a_person_of_the_log_can_be_deleted_and_leaves_his_number():
    person = UserFactory()
    actions.audit.record(AuditKind.SIGNED_IN, by=person)

    number = person.pk
    person.delete()

    assert AuditEvent.objects.get().actor_id == number
