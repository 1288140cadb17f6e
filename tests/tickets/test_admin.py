"""Administration of tickets."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from helpdesk.models import User
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail
from tests.tickets.factories import SeriesFactory, TicketFactory, TypeFactory
from tickets import actions
from tickets.admin import NumberingSeriesForm
from tickets.drafts import MailOrigin
from tickets.models import NumberingSeries, PriorityCell, TicketType

pytestmark = pytest.mark.django_db

MODELS = ["tickettype", "ticketcategory", "severity", "operation", "numberingseries", "prioritycell", "mailboxroute"]


def deletion_of(user):
    return reverse("admin:helpdesk_user_delete", args=[user.pk])


@pytest.fixture
def superuser(client):
    superuser = UserFactory(superuser=True)
    client.force_login(superuser)
    return superuser


@pytest.mark.parametrize("model", [*MODELS, "ticket", "note"])
def test_every_list_answers(client, superuser, model):
    TicketFactory()

    assert client.get(f"/admin/tickets/{model}/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_every_setting_can_be_added(client, superuser, model):
    assert client.get(f"/admin/tickets/{model}/add/").status_code == 200


def test_a_type_is_changed_with_its_statuses(client, superuser):
    ticket_type = TypeFactory()

    html = client.get(f"/admin/tickets/tickettype/{ticket_type.pk}/change/").content.decode()

    assert html.count('value="on-hold"') == 1


def test_whoever_sees_no_tickets_is_offered_as_no_first_owner(client, superuser):
    agent = UserFactory(agent=True)
    UserFactory(is_agent=True), UserFactory()

    form = client.get("/admin/tickets/tickettype/add/").context["adminform"].form

    assert set(form.fields["first_assigned_user"].queryset) == {superuser, agent}


def test_whoever_has_tickets_is_not_deleted_and_two_other_ways_are_named(client, superuser):
    owner, idle = UserFactory(agent=True), UserFactory(agent=True)
    TicketFactory(by=owner)
    chosen = {"action": "delete_selected", "_selected_action": [owner.pk]}

    pages = [client.get(deletion_of(owner)), client.post("/admin/helpdesk/user/", chosen)]
    client.post(deletion_of(owner), {"post": "yes"}), client.post(deletion_of(idle), {"post": "yes"})

    words = ("Clear “Active” on their page", "choose the action “Anonymise”", "have permission")
    assert [[text in page.content.decode() for text in words] for page in pages] == [[True, True, False]] * 2
    assert set(User.objects.all()) == {superuser, owner}


@pytest.mark.parametrize("model", ["ticket", "note"])
def test_what_happened_is_only_looked_at(client, superuser, model):
    ticket = TicketFactory()
    note = actions.add_note(ticket, "<p>Hello</p>", by=superuser)
    address = f"/admin/tickets/{model}/{ticket.pk if model == 'ticket' else note.pk}/"

    assert client.get(f"{address}change/").status_code == 200
    assert [client.post(f"{address}{verb}/", {}).status_code for verb in ("change", "delete")] == [403, 403]
    assert client.get(f"/admin/tickets/{model}/add/").status_code == 403


def test_a_confidential_note_is_not_shown_to_superusers(client, superuser):
    note = actions.add_note(TicketFactory(), "<p>zebra</p>", by=UserFactory(agent=True), is_confidential=True)

    listed = client.get("/admin/tickets/note/").content.decode()
    opened = client.get(f"/admin/tickets/note/{note.pk}/change/", follow=True).content.decode()

    assert "zebra" not in listed + opened
    assert "0 notes" in listed


@pytest.mark.parametrize(
    ("pattern", "period", "words"),
    [
        ("{type}/{year}", "yearly", "Without {number}"),
        ("{type}/{colour}/{number}", "none", "cannot be read"),
        ("{type}/{number}", "yearly", "start again"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused_in_clear_words(pattern, period, words):
    form = NumberingSeriesForm({"code": "x", "period": period, "pattern": pattern, "start_number": 1})

    assert words in form.errors["pattern"][0]


def test_a_pattern_that_works_is_kept():
    data = {"code": "x", "period": "yearly", "pattern": "{type}-{year}-{number:04d}", "start_number": 1}

    assert NumberingSeriesForm(data).is_valid()


def test_the_matrix_is_changed_in_its_list(client, superuser):
    assert client.get("/admin/tickets/prioritycell/").content.decode().count('<select name="form-') == (
        PriorityCell.objects.count()
    )


def test_a_series_shows_its_counters(client, superuser):
    series = SeriesFactory()
    TicketFactory(type=TypeFactory(series=series))

    html = client.get(f"/admin/tickets/numberingseries/{series.pk}/change/").content.decode()

    assert 'class="field-last_number"' in html
    assert TicketType.objects.filter(series=series).count() == 1


def test_the_code_of_a_type_is_taken_whatever_its_case():
    TypeFactory(code="int")

    with pytest.raises(ValidationError, match="Another type has this code already"):
        TicketType(code="INT", name="Internal", series=SeriesFactory()).full_clean()


def test_how_numbers_are_written_is_held_from_the_first_one_on(client, superuser):
    series = SeriesFactory(period="yearly")
    TicketFactory(type=TypeFactory(series=series))

    data = {"period": "none", "pattern": "{number}", "description": "New words", "is_active": "on"}
    counters = {"counters-TOTAL_FORMS": 0, "counters-INITIAL_FORMS": 0}
    client.post(f"/admin/tickets/numberingseries/{series.pk}/change/", data | counters)

    kept = NumberingSeries.objects.get(pk=series.pk)
    assert (kept.period, kept.pattern, kept.description) == ("yearly", series.pattern, "New words")


def test_a_series_in_use_stays_active():
    series = TypeFactory().series

    form = NumberingSeriesForm({"description": "x", "is_active": ""}, instance=series)

    assert "still take their numbers" in str(form.errors["is_active"])


def saved(client, ticket_type, *firsts, **facts):
    """Save the type with ``firsts`` as its only first statuses."""
    statuses = list(ticket_type.statuses.all())
    data = {"statuses-TOTAL_FORMS": len(statuses), "statuses-INITIAL_FORMS": len(statuses)}
    for place, status in enumerate(statuses):
        plain = {name: getattr(status, name) for name in ("id", "position", "code", "name", "category")}
        plain |= {"type": ticket_type.pk} | ({"is_default": "on"} if status.code in firsts else {})
        data |= {f"statuses-{place}-{name}": value for name, value in plain.items()}
    days = ("due_days", "auto_close_days", "reopen_days", "warn_days")
    for name in ("code", "name", "kind", "due_default", "position", *days):
        data[name] = getattr(ticket_type, name)
    return client.post(
        f"/admin/tickets/tickettype/{ticket_type.pk}/change/", data | {"series": ticket_type.series_id} | facts
    )


def test_another_status_becomes_the_first_one_in_one_step(client, superuser):
    ticket_type = TypeFactory()

    responses = [saved(client, ticket_type, code, is_active="on").status_code for code in ("on-hold", "open")]

    assert responses == [302, 302]
    assert ticket_type.statuses.get(is_default=True).code == "open"


def test_a_note_says_whether_it_is_proven_to_be_from_whom_it_names(client, superuser):
    ana, ticket = UserFactory(agent=True, display_name="Ana", email="ana@desk.example"), TicketFactory()
    inbound = journaled(mail("Hello"), mailbox=MailboxFactory())
    mailed = {is_proven: MailOrigin(inbound, is_proven=is_proven) for is_proven in (False, True)}
    notes = [actions.add_note(ticket, "<p>x</p>", by=ana, mailed=mailed.get(one)) for one in (False, True, None)]

    listed = client.get("/admin/tickets/note/").text
    pages = [client.get(f"/admin/tickets/note/{note.pk}/change/").text for note in notes]

    named = ["A mail in the name of ana@desk.example · Not proven", "Ana · by mail", "Ana"]
    assert [f'<td class="field-written_by">{words}</td>' in listed for words in named] == [True] * 3
    assert [f'<div class="readonly">{words}</div>' in page for words, page in zip(named, pages, strict=True)] == [
        True
    ] * 3
    assert ["is not proven to be from whom it names." in page for page in pages] == [True, False, False]


@pytest.mark.parametrize(("firsts", "status"), [([], 200), (["new", "open"], 200), (["new"], 302)])
def test_an_active_type_has_exactly_one_first_status(client, superuser, firsts, status):
    response = saved(client, TypeFactory(), *firsts, is_active="on")

    assert (response.status_code, "Tick exactly one status" in response.text) == (status, status == 200)


def test_a_type_out_of_use_may_have_no_first_status(client, superuser):
    assert saved(client, TypeFactory()).status_code == 302


def test_everything_that_a_type_is_set_up_with_is_on_its_page(client, superuser):
    page = client.get(f"/admin/tickets/tickettype/{TypeFactory().pk}/change/")

    assert {f.name for f in TicketType._meta.fields if f.editable} - set(page.context["adminform"].form.fields) == {
        "id"
    }


def test_a_type_is_copied_and_its_copy_opened(client, superuser):
    original = TypeFactory(code="inc")

    response = client.post("/admin/tickets/tickettype/", {"action": "copy", "_selected_action": [original.pk]})

    copy = TicketType.objects.get(code="inc-2")
    assert response.url == f"/admin/tickets/tickettype/{copy.pk}/change/"
