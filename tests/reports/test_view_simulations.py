"""Trying a policy out: what would have come of past promises, and no clock moves."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.utils import timezone

from reports import simulation_results
from sla import actions as sla_actions
from sla.actions import Draft, drafted
from sla.calendar import Target, Unit
from sla.enums import Kind
from sla.models import Clock, Policy, Priority
from tests.tickets.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.periodic import simulate_part

pytestmark = pytest.mark.django_db


def draft(minutes: int | None = None, *, policy: Policy | None = None, is_for_all: bool = False) -> Draft:
    policy = policy or Policy.objects.default()
    terms, day = sla_actions.newest(policy).terms, timezone.now().date()
    if minutes:
        target = Target(minutes, Unit.MINUTE)
        terms = drafted(terms, {(pk, Kind.RESOLUTION): target for pk in Priority.objects.values_list("pk", flat=True)})
    return Draft(policy, None, terms, day.replace(day=1), day, is_for_all)


def simulated(given: Draft) -> simulation_results.Result:
    boss = UserFactory(supervisor=True)
    simulation = actions.simulate(given, by=boss, key=uuid4())
    for part in simulation.parts.all():
        simulate_part(part.pk)
    simulation.refresh_from_db()
    assert simulation.is_done
    result = simulation_results.result_of(simulation)
    assert result.lost == 0
    return result


@pytest.fixture
def ticket():
    """A ticket whose resolution took an hour and a half, in time by the policy in force."""
    ticket = TicketFactory(closed=True)
    resolution = ticket.agreement.clocks.get(kind=Kind.RESOLUTION)
    Clock.objects.filter(pk=resolution.pk).update(started_at=resolution.met_at - timedelta(minutes=90))
    return ticket


@pytest.mark.parametrize(("minutes", "late"), [(60, 1), (90, 0), (120, 0)])
def test_a_draft_says_what_would_have_been_late(ticket, minutes, late):
    before = list(Clock.objects.values())

    result = simulated(draft(minutes))

    [resolution] = [row for row in result.by_kind if row.name == "Resolution"]
    assert (resolution.late_before, resolution.late_after, resolution.promised_after) == (0, late, 1)
    assert list(Clock.objects.values()) == before


def test_it_is_summed_up_by_priority_and_group(ticket):
    result = simulated(draft(60))

    assert [(row.name, row.late_after) for row in result.by_priority] == [(str(ticket.priority), 1)]
    assert [(row.name, row.late_after) for row in result.by_group] == [("–", 1)]
    assert [line.agreement for line in result.newly_late] == [ticket.agreement_id]


def test_a_policy_for_others_is_replayed_over_nothing_unless_over_all(ticket):
    conditions = [{"field": "company", "values": ["0"]}]
    other = Policy.objects.create(name="For others", conditions=conditions, is_active=False)

    assert simulated(draft(60, policy=other)).total.most == 0
    assert simulated(draft(60, policy=other, is_for_all=True)).total.promised_after == 1


def test_a_part_whose_workers_keep_dying_is_given_up_and_the_page_says_so(client, ticket):
    boss = UserFactory(supervisor=True)
    simulation = actions.simulate(draft(60), by=boss, key=uuid4())
    simulation.parts.update(attempts=5)

    simulate_part(simulation.parts.get().pk)

    simulation.refresh_from_db()
    client.force_login(boss)
    page = client.get(simulation.get_absolute_url()).content.decode()
    assert (simulation.is_done, simulation.parts.get().rows) == (True, [])
    assert (page.count("1 ticket could not be replayed."), page.count("Nothing to replay")) == (1, 0)


def test_a_supervisor_fills_the_form_in_and_reads_the_result(client, ticket, django_capture_on_commit_callbacks):
    client.force_login(UserFactory(supervisor=True))
    policy = Policy.objects.default()
    form = client.get(f"/policies/{policy.pk}/simulate/").context["form"]
    cells = {f"targets-{pk}-{kind}": written[0] for (pk, kind), written in form.initial["targets"].items()}

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/policies/{policy.pk}/simulate/", {"key": uuid4(), "is_for_all": "on", **cells})
    page = client.get(response.headers["Location"]).content.decode()

    assert "Late before" in page
    assert (
        client.get(f"{response.headers['Location']}csv/").content.decode().count(ticket.reference) == 1
    )  # nobody was answered before it was closed


def test_a_form_without_targets_is_shown_again(client):
    client.force_login(UserFactory(supervisor=True))

    response = client.post(f"/policies/{Policy.objects.default().pk}/simulate/", {"key": uuid4()})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_an_agent_tries_nothing_out(client):
    client.force_login(UserFactory(agent=True))

    assert client.get("/sla/simulations/").status_code == HTTPStatus.FORBIDDEN
