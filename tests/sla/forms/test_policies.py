"""Policies as an administrator writes them: for whom, what stops the clocks, and levels."""

from datetime import date

import pytest

from sla.enums import Field, Kind
from sla.forms import CONDITIONS, LevelForm, PolicyForm
from sla.forms.policies import KeysField
from sla.models import EscalationLevel, Policy, Priority
from sla.vocabulary import LEVEL_STATUS, STATUS, words_for
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.sla.factories import PolicyFactory

pytestmark = pytest.mark.django_db
GOLD = {"name": "Gold", "position": "1", "pausing": ["on_hold"], "fulfilling": ["resolved", "closed"]}
LEVEL = {"kind": "resolution", "amount": "80", "trigger": "share"}


def form(**data) -> PolicyForm:
    targets = {f"targets-{pk}-{Kind.RESOLUTION}": "8" for pk in Priority.objects.values_list("pk", flat=True)}
    return PolicyForm(GOLD | targets | data)


def test_a_policy_without_conditions_is_for_nobody_in_particular():
    written = form()

    assert written.is_valid(), written.errors
    assert (written.conditions, written.instance.conditions) == ([], [])


def test_every_field_of_a_conversation_can_be_asked_for():
    assert [name for name in PolicyForm().fields if name.startswith("on_")] == CONDITIONS
    assert len(CONDITIONS) == len(Field)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [("C-1", ["C-1"]), ("C-1, C-2", ["C-1", "C-2"]), (" C-1 ,, C-2, ", ["C-1", "C-2"]), ("", []), (" , ", [])],
)
def test_keys_are_parted_by_commas(typed, keys):
    assert KeysField(required=False).clean(typed) == keys


@pytest.mark.parametrize(
    ("value", "shown"), [(["C-1", "C-2"], "C-1, C-2"), ([], ""), ("C-1,C-2", "C-1,C-2"), (None, None)]
)
def test_keys_are_shown_joined_and_what_was_typed_as_it_was(value, shown):
    assert KeysField().prepare_value(value) == shown


def test_conditions_are_read_in_the_order_of_how_specific_they_are():
    company, low = CompanyFactory(), Priority.objects.get(code="low")

    written = form(on_priority=[str(low.pk)], on_company=[str(company.pk)], on_contract="C-1")

    assert written.is_valid(), written.errors
    assert written.conditions == [
        {"field": "contract", "values": ["C-1"]},
        {"field": "company", "values": [str(company.pk)]},
        {"field": "priority", "values": [str(low.pk)]},
    ]


@pytest.mark.parametrize("field", ["on_company", "on_type", "on_category", "on_priority", "on_source"])
def test_a_value_that_is_not_offered_is_refused(field):
    assert list(form(**{field: ["no such thing"]}).errors) == [field]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"is_default": "on", "on_contract": "C-1"}, "__all__"),
        ({"is_default": "on", "valid_until": "2026-02-01"}, "__all__"),
        ({"pausing": ["open"], "fulfilling": ["open"]}, "__all__"),
        ({"valid_from": "2026-02-02", "valid_until": "2026-02-01"}, "__all__"),
        ({"fulfilling": []}, "fulfilling"),
        ({"fulfilling": ["gone"]}, "fulfilling"),
        ({"pausing": ["gone"]}, "pausing"),
        ({"position": "-1"}, "position"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_at_its_field(data, field):
    assert field in form(**data).errors


@pytest.mark.parametrize("dates", [("2026-02-01", "2026-02-01"), ("2026-02-01", ""), ("", "2026-02-01")])
def test_a_policy_may_hold_for_a_day_or_without_an_end(dates):
    assert form(valid_from=dates[0], valid_until=dates[1]).is_valid()


def test_a_policy_is_shown_with_its_conditions_and_targets():
    conditions = [{"field": "contract", "values": ["C-1", "C-2"]}, {"field": "source", "values": ["mail"]}]
    policy = PolicyFactory(conditions=conditions, valid_from=date(2026, 2, 1))

    shown = PolicyForm(instance=policy)

    assert (shown["on_contract"].value(), shown["on_source"].value()) == ("C-1, C-2", ["mail"])
    assert sorted(shown["targets"].value().values()) == [("4", "hour"), ("6", "hour")]


def test_a_policy_that_loses_its_conditions_has_none():
    policy = PolicyFactory(conditions=[{"field": "contract", "values": ["C-1"]}])
    targets = {f"targets-{pk}-{Kind.RESOLUTION}": "8" for pk in Priority.objects.values_list("pk", flat=True)}

    written = PolicyForm(GOLD | targets | {"name": policy.name}, instance=policy)

    assert written.is_valid(), written.errors
    assert written.save().conditions == []


def test_the_default_policy_can_be_saved_as_it_is():
    policy = Policy.objects.default()
    targets = {f"targets-{pk}-{Kind.RESOLUTION}": "8" for pk in Priority.objects.values_list("pk", flat=True)}
    data = GOLD | targets | {"name": policy.name, "is_default": "on", "is_active": "on", "position": "0"}

    assert PolicyForm(data, instance=policy).is_valid()


@pytest.mark.parametrize("what", [STATUS, LEVEL_STATUS, Field.TYPE, Field.PRIORITY, Field.SOURCE])
def test_the_upper_app_knows_the_words(what):
    words = words_for(what)

    assert all(isinstance(key, str) and str(name) for key, name in words)
    assert len({key for key, _ in words}) == len(words) > 0


@pytest.mark.parametrize("status", ["on_hold", "open", "resolved", "closed"])
def test_a_level_may_put_a_ticket_into_a_status_that_is_offered(status):
    offered = status in dict(words_for(LEVEL_STATUS))

    assert LevelForm(LEVEL | {"moves_to": status, "tells_owner": "on"}).is_valid() == offered


@pytest.mark.parametrize(
    ("data", "is_valid"),
    [
        ({}, False),
        ({"tells_owner": "on"}, True),
        ({"tells_watchers": "on"}, True),
        ({"raises_priority": "on"}, True),
        ({"tells_owner": "on", "amount": ""}, False),
        ({"tells_owner": "on", "amount": "0"}, False),
        ({"tells_owner": "on", "amount": "0", "trigger": "after"}, True),
        ({"tells_owner": "on", "amount": "-5"}, False),
        ({"tells_owner": "on", "trigger": "sometimes"}, False),
        ({"tells_owner": "on", "kind": "taking"}, True),
        ({"tells_owner": "on", "moves_to": "gone"}, False),
    ],
)
def test_a_level_does_something_at_some_time(data, is_valid):
    assert LevelForm(LEVEL | data).is_valid() == is_valid


def test_what_a_level_does_comes_in_a_fixed_order():
    boss = UserFactory(agent=True)
    level = EscalationLevel(
        amount=80, tells_user=boss, gives_to_user=boss, raises_priority=True, moves_to="open", adds_watcher=boss
    )

    told = [(step.act, step.to) for step in level.steps]

    person = f"user:{boss.pk}"
    acts = [("assign", person), ("raise", ""), ("status", "open"), ("watch", person), ("notify", "owner")]
    assert told == [*acts, ("notify", person)]
