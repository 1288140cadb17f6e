"""Who may look at service levels in the administration, who may write them, and what nobody may touch."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from helpdesk.admin_bases import ReadOnly
from sla import actions
from sla.admin.agreements import AgreementAdmin, ClockInline
from sla.admin.policies import VersionInline
from sla.models import Agreement, Calendar, Policy, PolicyVersion, Priority
from tests.helpdesk.factories import UserFactory
from tests.sla.factories import PolicyFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
MODELS = ["agreement", "calendar", "policy", "priority"]


def status(client, user, name: str, *args) -> int:
    client.force_login(user)
    return client.get(reverse(f"admin:sla_{name}", args=args)).status_code


@pytest.fixture
def agreement() -> Agreement:
    policy = PolicyFactory(calendar=None)
    return actions.start(policy, policy.targets.first().priority, now=NOON)


@pytest.mark.parametrize("model", MODELS)
def test_an_administrator_sees_every_list(client, model):
    assert status(client, UserFactory(superuser=True), f"{model}_changelist") == 200


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("role", ["agent", "supervisor", "sales", "biller"])
def test_the_desk_sees_no_list_of_the_administration(client, model, role):
    assert status(client, UserFactory(**{role: True}), f"{model}_changelist") in {302, 403, 404}


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_the_right_are_refused(client, model):
    assert status(client, UserFactory(is_agent=True, is_staff=True), f"{model}_changelist") == 403


@pytest.mark.parametrize(
    ("model", "expected"), [("agreement", 403), ("calendar", 200), ("policy", 200), ("priority", 200)]
)
def test_definitions_are_written_and_what_runs_is_not(client, model, expected):
    assert status(client, UserFactory(superuser=True), f"{model}_add") == expected


@pytest.mark.parametrize("action", ["delete", "change"])
def test_an_agreement_is_neither_changed_nor_deleted_by_hand(client, agreement, action):
    client.force_login(UserFactory(superuser=True))

    response = client.post(reverse(f"admin:sla_agreement_{action}", args=[agreement.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert agreement.clocks.count() == 2


@pytest.mark.parametrize("registered", [AgreementAdmin, ClockInline, VersionInline])
def test_what_is_for_looking_only_may_not_be_touched(rf, registered):
    request = rf.get("/")
    request.user = UserFactory(superuser=True)
    owner = Policy if registered is VersionInline else Agreement
    page = registered(owner, admin.site)

    asked = [page.has_add_permission(request), page.has_change_permission(request), page.has_delete_permission(request)]
    assert asked == [False, False, False]
    assert page.has_view_permission(request)


def test_all_that_runs_is_for_looking_only():
    registered = {model: page for model, page in admin.site._registry.items() if model._meta.app_label == "sla"}

    assert set(registered) == {Agreement, Calendar, Policy, Priority}
    assert [model for model, page in registered.items() if isinstance(page, ReadOnly)] == [Agreement]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_agreements_costs_the_same_for_any_count(client, count, django_assert_max_num_queries):
    policy = PolicyFactory(calendar=None)
    for _ in range(count):
        actions.start(policy, policy.targets.first().priority, now=NOON)
    client.force_login(UserFactory(superuser=True))

    with django_assert_max_num_queries(12):
        page = client.get(reverse("admin:sla_agreement_changelist")).content.decode()

    assert page.count('class="action-select"') in {0, count}


def test_an_agreement_shows_its_clocks(client, agreement):
    client.force_login(UserFactory(superuser=True))

    page = client.get(reverse("admin:sla_agreement_change", args=[agreement.pk])).content.decode()

    assert page.count("First response · ") >= 1
    assert page.count("Resolution · ") >= 1


def test_the_versions_of_a_policy_are_listed_the_newest_first(client):
    policy = PolicyFactory(name="Gold")
    actions.set_targets(policy, {(policy.targets.first().priority, "resolution"): 60})
    client.force_login(UserFactory(superuser=True))

    page = client.get(reverse("admin:sla_policy_change", args=[policy.pk])).content.decode()

    assert [str(version) for version in PolicyVersion.objects.filter(policy=policy)] == ["Gold v2", "Gold v1"]
    assert page.index("Gold v2") < page.index("Gold v1")


def test_a_priority_is_listed_with_its_rank(client):
    client.force_login(UserFactory(superuser=True))

    page = client.get(reverse("admin:sla_priority_changelist")).content.decode()

    ranks = list(Priority.objects.values_list("rank", flat=True))
    assert ranks == sorted(ranks, reverse=True)
    assert page.index("Urgent") < page.index("Low")
