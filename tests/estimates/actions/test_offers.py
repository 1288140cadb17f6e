import hashlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from estimates import actions, ticket_estimates
from estimates.drafts import CommercialDraft
from estimates.enums import OfferState
from estimates.errors import NotYourEstimate, OfferMoveNotAllowed, OtherClient
from estimates.models import Offer
from estimates.periodic import expire_offers
from helpdesk import files
from helpdesk.errors import ReasonMissing
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates.factories import commercially_ended, line, quotable_ticket, step
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tickets import actions as ticket_actions
from tickets.errors import ClientBound

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def sales():
    return UserFactory(sales=True)


@pytest.fixture
def draft(sales):
    ticket = quotable_ticket(subject="Printer")
    commercially_ended(ticket, step(10), by=sales)
    [report] = actions.create_offers([ticket], by=sales, day=DAY)
    return report.offer


def confirm(offer, *, by):
    return actions.confirm_offer(offer, by=by, day=DAY)


@pytest.fixture
def sent(draft, sales):
    return actions.send_offer(draft, by=sales)


def test_sending_freezes_the_document(draft, sales):
    offer = actions.send_offer(draft, by=sales)

    data = files.read(offer.pdf)
    assert (offer.state, data[:5], offer.sha256) == (OfferState.SENT, b"%PDF-", hashlib.sha256(data).hexdigest())
    assert offer.pdf.content_type == "application/pdf"


@pytest.mark.guards(34)
def test_sending_with_a_letter_mails_the_document_and_leaves_no_prices_on_the_ticket(sales):
    ticket = quotable_ticket(requester=ContactFactory())
    commercially_ended(ticket, by=sales)
    MailboxFactory(is_default=True)
    [report] = actions.create_offers([ticket], by=sales, day=DAY)

    offer = actions.send_offer(report.offer, by=sales, letter="<p>Here it is.</p>")

    message = ticket.messages.get()
    mailed = message.outbound.attachments.get()
    assert (message.text, mailed.name, mailed.file) == ("Here it is.", f"{offer.slug}.pdf", offer.pdf)
    assert list(message.attachments.all()) == []


@pytest.mark.parametrize("state", ["draft", "sent", "confirmed"])
def test_an_offer_binds_no_client_that_came_after_it(draft, sales, state):
    if state != "draft":
        actions.send_offer(draft, by=sales)
    if state == "confirmed":
        actions.confirm_offer(draft, by=sales, day=DAY)
    draft.tickets.update(company=CompanyFactory())  # behind the back of the rule that refuses it
    act = {"draft": actions.send_offer, "sent": confirm, "confirmed": actions.convert_offer}[state]

    with pytest.raises(OtherClient):
        act(draft, by=sales)


@pytest.mark.parametrize("end", [actions.cancel_offer, actions.reject_offer])
def test_the_client_of_an_offer_is_exchanged_when_the_offer_stands_no_more(sent, sales, end):
    ticket, client = sent.tickets.get(), {"company": CompanyFactory()}
    with pytest.raises(ClientBound):
        ticket_actions.change(ticket, client, version=None, by=sales)

    end(sent, by=sales, reason="A mistake")

    assert ticket_actions.change(ticket, client, version=None, by=sales).company == client["company"]


def test_the_client_stays_bound_by_the_next_version_of_an_offer(sent, sales):
    actions.new_version(sent, by=sales, day=DAY)

    with pytest.raises(ClientBound, match="v2"):
        ticket_actions.change(sent.tickets.get(), {"company": CompanyFactory()}, version=None, by=sales)


def test_the_contact_of_a_client_may_change_under_an_offer(draft, sales):
    ticket = draft.tickets.get()
    contact = ContactFactory(company=ticket.company)
    ticket_actions.change(ticket, {"crm_contact": contact}, version=None, by=sales)

    assert actions.send_offer(draft, by=sales).state == OfferState.SENT


def test_an_offer_is_sent_once(sent, sales):
    with pytest.raises(OfferMoveNotAllowed):
        actions.send_offer(sent, by=sales)


def test_a_confirmed_offer_has_its_day_and_becomes_an_order(sent, sales):
    offer = actions.confirm_offer(sent, by=sales, day=DAY)
    converted = actions.convert_offer(offer, by=sales)

    assert (offer.confirmed_on, converted.state, converted.confirmed_on) == (DAY, OfferState.CONVERTED, DAY)


def test_a_draft_is_not_confirmed(draft, sales):
    with pytest.raises(OfferMoveNotAllowed):
        actions.confirm_offer(draft, by=sales, day=DAY)


@pytest.mark.parametrize("end", [actions.reject_offer, actions.cancel_offer])
def test_an_ended_offer_lets_its_ticket_go_and_says_why(sent, sales, end):
    ticket = sent.tickets.get()

    offer = end(sent, by=sales, reason=" Too dear. ")

    assert (offer.is_live, offer.reason, ticket_estimates.read(ticket).offer) == (False, "Too dear.", None)
    assert ticket.events.last().data["reason"] == "Too dear."


@pytest.mark.parametrize("end", [actions.reject_offer, actions.cancel_offer])
def test_an_offer_ends_with_a_reason_or_not_at_all(sent, sales, end):
    with pytest.raises(ReasonMissing):
        end(sent, by=sales, reason="  ")


def test_the_timeline_never_holds_an_amount(sent, sales):
    actions.confirm_offer(sent, by=sales, day=DAY)

    told = [event.data for event in sent.tickets.get().events.all() if "offer" in event.kind]
    plain = {"offer": sent.label, "slug": sent.slug, "reason": ""}
    assert told == [plain, plain | {"stands_out": True}, plain | {"stands_out": True}]


def test_agents_move_no_offer(sent):
    with pytest.raises(NotYourEstimate):
        actions.confirm_offer(sent, by=UserFactory(agent=True), day=DAY)


def test_a_new_version_says_what_the_estimate_says_now(sent, sales):
    ticket = sent.tickets.get()
    actions.reject_offer(sent, by=sales, reason="Too dear")
    estimate = actions.cancel_commercial_end(ticket, by=sales)
    less = CommercialDraft((line(estimate.rows.get(), 8),), estimate.version)
    actions.end_commercial(ticket, by=sales, draft=less)

    second = actions.new_version(sent, by=sales, day=date(2026, 3, 9))

    sent.refresh_from_db()
    assert (second.label, second.number, second.slug) == (f"{sent.reference} v2", sent.number, f"{sent.slug}-v2")
    assert (sent.state, second.state, sent.net, second.net) == (OfferState.SUPERSEDED, OfferState.DRAFT, 600, 480)
    assert ticket_estimates.read(ticket).offer == second


def test_a_confirmed_offer_gets_no_new_version(sent, sales):
    actions.confirm_offer(sent, by=sales, day=DAY)

    with pytest.raises(OfferMoveNotAllowed):
        actions.new_version(sent, by=sales, day=DAY)


def test_offers_expire_after_their_last_day(sent):
    with time_machine.travel(datetime.combine(sent.valid_until, time(12), UTC)):
        before = (expire_offers(), Offer.objects.get().state)
    with time_machine.travel(datetime.combine(sent.valid_until + timedelta(days=1), time(12), UTC)):
        after = (expire_offers(), Offer.objects.get().state)

    assert (before, after) == ((0, OfferState.SENT), (1, OfferState.EXPIRED))
    assert ticket_estimates.read(sent.tickets.get()).offer is None
