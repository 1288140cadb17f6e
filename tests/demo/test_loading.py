"""A small share of the demo: it is always the same, and nothing in it is what the product would not write."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from billing.models import InvoiceProposal, ProposalTicket
from demo import loading, our_company
from demo.logins import listed
from helpdesk.models import CompanyProfile, User
from mail.enums import DeliveryState
from mail.models import Delivery, InboundMail
from tests.helpdesk.factories import UserFactory
from tickets import setup_checklist
from tickets.enums import BillingStatus, Visibility
from tickets.models import Note, SearchDocument, Ticket

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FEW = 20


def facts():
    rows = Ticket.objects.order_by("pk").values_list("reference", "subject", "status_category", "billing_status")
    return [*rows, InvoiceProposal.objects.count(), InboundMail.objects.count(), Note.objects.count()]


def load():
    loading.load(NOW, FEW, say=lambda _line: None)


def test_two_loads_of_one_moment_are_equal():
    before = transaction.savepoint_create()  # not a block: the journal commits, and may not stand in one
    load()
    first = facts()
    transaction.savepoint_rollback(before)

    load()

    assert [row[1:] if isinstance(row, tuple) else row for row in facts()] == [
        row[1:] if isinstance(row, tuple) else row for row in first
    ]


def test_what_is_loaded_keeps_the_promises_of_the_product():
    load()

    in_proposals = set(ProposalTicket.objects.filter(released_at=None).values_list("ticket", flat=True))
    assert (
        set(Ticket.objects.filter(billing_status=BillingStatus.IN_PROPOSAL).values_list("pk", flat=True))
        == in_proposals
    )
    assert not Delivery.objects.filter(state=DeliveryState.QUEUED).exists()
    assert SearchDocument.objects.filter(message=None, note=None).count() == Ticket.objects.count()
    assert set(Note.objects.values_list("visibility", flat=True)) <= {Visibility.INTERNAL, Visibility.CONFIDENTIAL}


def test_a_desk_that_is_used_is_left_alone():
    UserFactory()

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert Ticket.objects.count() == 0


def test_a_loaded_desk_misses_nothing_and_a_customer_signs_in(client, settings):
    load()

    logins = {login.email: login.role for login in listed()}
    customer = User.objects.get(email=next(email for email, role in logins.items() if role == "customer"))
    assert list(logins.values()) == [*(person.group for person in our_company.PEOPLE), "customer"]
    assert [User.objects.get(email=email).check_password(our_company.PASSWORD) for email in logins] == [True] * len(
        logins
    )
    assert (customer.contact.company.name, customer.contact.role) == ("Supermercati Adige", "company")
    assert [step.name for step in setup_checklist.steps(CompanyProfile.current()) if step.is_missing] == []

    settings.DEMO = True
    page = client.get(reverse("account_login")).text
    assert [email for email in logins if f'data-demo-login="{email}"' not in page] == []


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_desk_without_the_demos_people_offers_no_logins(client, settings, is_demo):
    settings.DEMO = is_demo
    UserFactory(email="ana@real.example")

    assert "data-demo-login" not in client.get(reverse("account_login")).text
