"""Tables that are there to be looked at."""

import pytest
from django.urls import reverse

from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.models import AuditEvent
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
TABLES = [
    *("helpdesk_auditevent", "sla_agreement", "mail_alert", "mail_inboundmail", "mail_outboundmail", "mail_delivery"),
    *("tickets_ticket", "tickets_note", "estimates_technicalestimate", "estimates_commercialestimate"),
    *("estimates_offer", "billing_invoiceproposal", "billing_proposalbatch", "billing_billingevent"),
]


@pytest.fixture
def superuser(client):
    superuser = UserFactory(superuser=True)
    client.force_login(superuser)
    return superuser


@pytest.mark.parametrize("table", TABLES)
def test_a_read_only_table_is_listed_and_takes_no_new_row(client, superuser, table):
    listed = client.get(reverse(f"admin:{table}_changelist"))
    added = client.get(reverse(f"admin:{table}_add"))

    assert (listed.status_code, added.status_code) == (200, 403)


def test_a_read_only_row_is_shown_and_neither_changed_nor_deleted(client, superuser):
    event = audit.record(AuditKind.SIGNED_IN, by=superuser, subject="before")
    page, deletion = (reverse(f"admin:helpdesk_auditevent_{verb}", args=[event.pk]) for verb in ("change", "delete"))

    answers = [client.get(page), client.post(page, {"subject": "x"}), client.post(deletion, {"post": "yes"})]

    assert [answer.status_code for answer in answers] == [200, 403, 403]
    assert AuditEvent.objects.get(pk=event.pk).subject == event.subject
