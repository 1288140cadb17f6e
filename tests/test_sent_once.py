"""What is sent twice is written once; a key belongs to its writer, its place and its content."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from billing import actions as billing_actions
from billing.models import ProposalBatch, Work
from crm.models import Company, Contact
from helpdesk.files import store
from helpdesk.idempotency import KeyUsed
from helpdesk.models import UserSession
from mail.models import OutboundMail
from tests.addresses import ROUTES, address, one_of_each
from tests.billing.factories import work_draft
from tests.crm.factories import ContactFactory
from tests.forms import FORMS, SAVING_NOTHING, Filled, addable, of_administration
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile, NewTicket, Reply
from tickets.enums import Move
from tickets.models import Message, Note, Ticket

pytestmark = pytest.mark.django_db
KEY = "1"
COMPANY = {
    "name": "Acme",
    "currency": "EUR",
    "payment_days": 30,
    "is_active": "on",
    "addresses-TOTAL_FORMS": 0,
    "addresses-INITIAL_FORMS": 0,
}
CONTACT = {"name": "Mario Rossi", "email": "mario@acme.example", "is_active": "on"}


@pytest.fixture(autouse=True)
def _mailbox(db):
    MailboxFactory()


def answered(ticket, text="<p>Done</p>", by=None):
    return actions.reply(ticket, Reply(MessageBody(text), key=KEY), by=by or UserFactory(agent=True))


def incoming(ticket, text="<p>Done</p>", sender="mario@acme.example"):
    return actions.receive(ticket, IncomingMessage(MessageBody(text), sender_email=sender, key=KEY))


@pytest.mark.parametrize("customers_first", [True, False])
def test_a_key_that_a_customer_guesses_touches_no_answer_of_an_agent(customers_first):
    ticket, other = TicketFactory(), TicketFactory()
    body = [lambda: incoming(other), lambda: incoming(ticket), lambda: answered(ticket), lambda: answered(other)]

    for say in body if customers_first else body[::-1]:
        say()

    written = sorted(Message.objects.values_list("ticket", "direction"))
    assert written == sorted((one.pk, way) for one in (ticket, other) for way in ("in", "out"))
    assert OutboundMail.objects.count() == 2


def test_two_people_with_one_key_both_speak():
    ticket = TicketFactory()

    answers = {answered(ticket), answered(ticket)}
    words = {incoming(ticket, sender="mario@acme.example"), incoming(ticket, sender="luisa@acme.example")}
    notes = {actions.add_note(ticket, "x", by=UserFactory(agent=True), key=KEY) for _time in range(2)}

    assert (len(answers), len(words), len(notes)) == (2, 2, 2)


def test_other_words_under_a_used_key_are_refused_and_nothing_is_written():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    answered(ticket, by=agent)
    incoming(ticket)
    actions.add_note(ticket, "x", by=agent, key=KEY)

    with pytest.raises(KeyUsed):
        answered(ticket, "<p>Corrected</p>", by=agent)
    with pytest.raises(KeyUsed):
        incoming(ticket, "<p>Corrected</p>")
    with pytest.raises(KeyUsed):
        actions.add_note(ticket, "y", by=agent, key=KEY)

    assert (Message.objects.count(), Note.objects.count()) == (2, 1)


def test_a_ticket_of_another_content_is_no_ticket_sent_twice():
    agent, ticket_type = UserFactory(agent=True), TypeFactory()
    actions.open_ticket(NewTicket(type=ticket_type, html="<p>One</p>", key=KEY), by=agent)

    with pytest.raises(KeyUsed):
        actions.open_ticket(NewTicket(type=ticket_type, html="<p>Two</p>", key=KEY), by=agent)
    actions.open_ticket(NewTicket(type=ticket_type, html="<p>Two</p>", key=KEY), by=UserFactory(agent=True))

    assert Ticket.objects.count() == 2


def test_send_and_resolve_under_a_used_key_is_not_swallowed():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    answered(ticket, by=agent)

    with pytest.raises(KeyUsed):
        actions.reply(ticket, Reply(MessageBody("<p>Done</p>"), move=Move.RESOLVE, key=KEY), by=agent)


def test_no_key_of_a_customer_keeps_his_words_from_being_passed_on():
    ticket, earlier = (TicketFactory(requester_email="mario@acme.example") for _number in range(2))
    message = incoming(ticket, "<p>Mine</p>")
    for guessed in (str(message.pk), f"passed-on-{message.pk}-{earlier.pk}"):
        actions.receive(
            earlier, IncomingMessage(MessageBody("<p>Ha</p>"), sender_email="mario@acme.example", key=guessed)
        )

    actions.merge(ticket, earlier, by=UserFactory(agent=True))

    assert [one.text for one in earlier.messages.order_by("pk")] == ["Ha", "Ha", "Mine"]


def test_a_file_added_to_a_late_answer_under_a_used_key_is_refused_and_not_dropped():
    closed = TicketFactory(requester_email="mario@acme.example")
    body = IncomingMessage(MessageBody("<p>Log</p>"), sender_email="mario@acme.example", key=KEY)
    opened = actions.follow_up(closed, body)

    with pytest.raises(KeyUsed):
        actions.follow_up(
            closed, replace(body, body=MessageBody("<p>Log</p>", files=(NewFile(store(b"log"), "log.txt"),)))
        )

    assert actions.follow_up(closed, body) == opened


@pytest.mark.parametrize("place", ["reply", "note"])
def test_corrected_words_come_back_and_are_sent_when_they_are_sent_again(client, place):
    ticket = TicketFactory()
    client.force_login(UserFactory(agent=True))
    address = f"{ticket.get_absolute_url()}{place}/"
    client.post(address, {"body": "First", "key": KEY})

    refused = client.post(address, {"body": "Corrected", "key": KEY})
    form = refused.context["answer" if place == "reply" else "note"]
    client.post(address, {"body": form["body"].value(), "key": form["key"].value()})

    texts = [*Message.objects.values_list("text", flat=True), *Note.objects.values_list("text", flat=True)]
    assert (refused.status_code, form["body"].value(), texts) == (409, "Corrected", ["First", "Corrected"])


def test_a_work_corrected_under_a_used_key_comes_back_with_what_was_typed(client):
    ticket = TicketFactory()
    client.force_login(UserFactory(agent=True))
    address = reverse("billing:work_log", args=[ticket.slug])
    typed = {"work_date": "2026-03-02", "starts": "09:00", "ends": "10:00", "billing_mode": "billable", "key": KEY}
    client.post(address, typed)

    refused = client.post(address, typed | {"ends": "11:00"})

    assert (refused.status_code, Work.objects.get().minutes) == (409, 60)
    assert refused.context["form"]["ends"].value() == "11:00"
    assert refused.context["form"]["key"].value() != KEY


def test_works_of_two_people_under_one_key_are_two():
    ticket = TicketFactory()

    works = {billing_actions.log_work(ticket, work_draft(), by=UserFactory(agent=True), key=KEY) for _time in range(2)}

    assert len(works) == 2


def test_a_batch_of_other_tickets_under_a_used_key_is_refused_and_the_selection_stays(client):
    first, second = TicketFactory(), TicketFactory()
    client.force_login(UserFactory(biller=True))
    client.post(reverse("billing:batch_create"), {"ticket": first.slug, "key": KEY})

    refused = client.post(reverse("billing:batch_create"), {"ticket": second.slug, "key": KEY})

    assert (refused.status_code, ProposalBatch.objects.count()) == (409, 1)
    assert [one.ticket for one in refused.context["candidates"]] == [second]


def test_a_batch_of_another_biller_is_not_answered_with(client):
    ticket = TicketFactory()
    for _biller in range(2):
        client.force_login(UserFactory(biller=True))
        client.post(reverse("billing:batch_create"), {"ticket": ticket.slug, "key": KEY})

    assert ProposalBatch.objects.count() == 2


@pytest.mark.parametrize(("address", "typed", "model"), [("company", COMPANY, Company), ("contact", CONTACT, Contact)])
class TestTheRegister:
    """Companies and contacts."""

    def test_a_form_sent_twice_enters_one_and_leads_to_it(self, client, address, typed, model):
        client.force_login(UserFactory(agent=True))
        key = client.get(reverse(f"crm:{address}_new")).context["form"]["key"].value()

        answers = [client.post(reverse(f"crm:{address}_new"), typed | {"key": key}) for _time in range(2)]

        assert [answer.headers["Location"] for answer in answers] == [model.objects.get().get_absolute_url()] * 2

    def test_something_else_under_the_key_is_asked_about(self, client, address, typed, model):
        client.force_login(UserFactory(agent=True))
        other = typed | {"name": "Other", "email": "other@acme.example"}
        client.post(reverse(f"crm:{address}_new"), typed | {"key": KEY})

        refused = client.post(reverse(f"crm:{address}_new"), other | {"key": KEY})
        again = other | {"key": refused.context["form"]["key"].value()}
        client.post(reverse(f"crm:{address}_new"), again)

        assert (refused.status_code, model.objects.count()) == (409, 2)

    def test_a_change_leaves_the_key_of_the_row(self, client, address, typed, model):
        client.force_login(UserFactory(agent=True))
        client.post(reverse(f"crm:{address}_new"), typed | {"key": KEY})
        row = model.objects.get()

        client.post(f"{row.get_absolute_url()}edit/", typed | {"name": "Changed", "key": "2"})

        changed = model.objects.get()
        assert (changed.name, changed.key) == ("Changed", row.key)


def at_once(agent, address, forms):
    def send(typed):
        client = Client()
        client.force_login(agent)
        try:
            return client.post(address, typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as pool:
        return sorted(pool.map(send, forms))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "typed", "model"), [("company", COMPANY, Company), ("contact", CONTACT, Contact)])
def test_six_posts_at_once_of_one_form_enter_one(address, typed, model):
    answers = at_once(UserFactory(agent=True), reverse(f"crm:{address}_new"), [typed | {"key": KEY}] * 6)

    assert (answers, model.objects.count()) == ([302] * 6, 1)


@pytest.mark.django_db(transaction=True)
def test_six_forms_at_once_with_one_address_enter_one_and_the_others_hear_of_it():
    forms = [CONTACT | {"key": number} for number in range(6)]

    answers = at_once(UserFactory(agent=True), reverse("crm:contact_new"), forms)

    assert (answers, Contact.objects.count()) == ([302, 422, 422, 422, 422, 422], 1)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_to_one_address_change_one_contact():
    contacts = [ContactFactory(email=f"{number}@acme.example") for number in range(2)]
    agent = UserFactory(agent=True)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(
            code
            for codes in pool.map(lambda one: at_once(agent, f"{one.get_absolute_url()}edit/", [CONTACT]), contacts)
            for code in codes
        )

    assert (answers, Contact.objects.filter(email=CONTACT["email"]).count()) == ([302, 422], 1)


APPS = {"admin", "helpdesk", "crm", "sla", "mail", "tickets", "estimates", "billing", "account"}
STORED = [model for model in apps.get_models() if model._meta.app_label in APPS and model is not UserSession]


def everything() -> set[tuple[str, str]]:
    """Return all rows of the desk, but for the sessions of the browsers."""
    return {(model._meta.label, str(row)) for model in STORED for row in model._base_manager.values_list()}


def counted() -> Counter[str]:
    return Counter(label for label, _row in everything())


@pytest.fixture
def _nobody_takes_mail_in(settings):
    settings.MAIL_INTAKE_TASK = ""


def sent_at_once(filled: Filled, times: int) -> tuple[list[int], dict[str, int]]:
    """Send a form so many times at once; return how each was answered, and how many rows there are more."""
    cookies = filled.client().cookies
    before = counted()

    def send(_time):
        client = Client()
        client.cookies = cookies.copy()  # one browser, clicked many times
        try:
            return client.post(filled.address, filled.typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(send, range(times)))
    return answers, {label: number - before[label] for label, number in counted().items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_twice_does_once_what_it_does(form):
    filled = FORMS[form]()
    client = filled.client()
    before = everything()

    first = client.post(filled.address, filled.typed).status_code
    once = everything()
    second = client.post(filled.address, filled.typed).status_code

    assert (first in {200, 204, 302}, once != before) == (True, True)
    assert (second < 500, everything() ^ once) == (True, set())


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_nobody_takes_mail_in")
@pytest.mark.filterwarnings("ignore:task_always_eager has no effect on send_task")  # jobs known by their names only
@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_six_times_at_once_does_once_what_it_does(form):
    sent_at_once(FORMS[form](), 1)  # makes what is made only once, such as counters

    _answers, made = sent_at_once(FORMS[form](), 1)
    answers, made_by_six = sent_at_once(FORMS[form](), 6)

    assert ([code for code in answers if code >= 500], made_by_six) == ([], made)


def test_every_address_that_takes_a_form_is_among_those_that_were_tried():
    world, client = one_of_each(), Client()
    client.force_login(UserFactory(superuser=True))

    taking = {name for name, route in ROUTES.items() if takes_forms(client, address(route, world))}

    assert taking - SAVING_NOTHING == {form.partition(" ")[0] for form in FORMS} | {"mail:mailbox_test"}


def takes_forms(client: Client, path: str) -> bool:
    with transaction.atomic():
        response = client.post(path)
        b"".join(response)
        transaction.set_rollback(True)
    return response.status_code != 405


def test_every_form_of_the_administration_sent_twice_makes_one_row():
    made = {}
    for model in addable():
        filled = of_administration(model)
        client, before = filled.client(), model._base_manager.count()
        answers = [client.post(filled.address, filled.typed) for _time in range(2)]
        made[model._meta.label] = (
            [answer.headers.get("Location") or problems(answer) for answer in answers],
            model._base_manager.count() - before,
        )

    assert {name: found for name, found in made.items() if found[1] != 1 or len(set(found[0])) != 1} == {}
    assert len(made) > 20


def problems(answer) -> list:
    """Return what a form of the administration says of itself, shown again."""
    return [answer.context["errors"], answer.context["adminform"].form.errors]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_form_of_the_administration_sent_six_times_at_once_makes_one_row():
    made = {}
    for model in addable():
        filled = of_administration(model)
        before = model._base_manager.count()
        answers, _rows = sent_at_once(filled, 6)
        made[model._meta.label] = answers, model._base_manager.count() - before

    assert {name: found for name, found in made.items() if found != ([302] * 6, 1)} == {}
