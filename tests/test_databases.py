"""What a test finds in the database, whatever the one before it left."""

import pytest
from django.apps import apps

from helpdesk.enums import AuditKind
from helpdesk.models import AuditEvent
from sla.models import Policy
from tests.databases import restore
from tests.tickets.factories import TicketFactory

pytestmark = pytest.mark.django_db(transaction=True)


def contents() -> dict[str, list[object]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def test_what_a_test_committed_is_gone_and_what_the_migrations_made_is_there_again():
    before = contents()
    TicketFactory()
    AuditEvent.objects.create(kind=AuditKind.values[0])
    Policy.objects.update(name="Another one")

    restore()

    assert contents() == before
