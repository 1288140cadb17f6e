"""Copying a type; the list of things to set up has its tests at its page."""

import pytest

from helpdesk.errors import NotPermitted
from helpdesk.models import CompanyProfile
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import OperationFactory, TypeFactory
from tickets import actions, setup_checklist

pytestmark = pytest.mark.django_db


def statuses(ticket_type):
    return list(ticket_type.statuses.values_list("code", "name", "category", "position", "is_default"))


def test_a_copy_has_what_the_original_has_and_waits():
    original = TypeFactory(code="inc", name="Incident", auto_close_days=3)
    operation = OperationFactory(types=[original])

    copy = actions.copy_type(original)

    original.refresh_from_db()
    assert (copy.code, copy.name, copy.series, copy.auto_close_days) == ("inc-2", "Incident", original.series, 3)
    assert (copy.is_active, original.is_active, original.code) == (False, True, "inc")
    assert (statuses(copy), statuses(copy) != []) == (statuses(original), True)
    assert list(copy.operations.all()) == [operation]


def test_each_copy_has_a_code_of_its_own():
    original, _taken = TypeFactory(code="a" * 20), TypeFactory(code="A" * 17 + "-2")

    assert [actions.copy_type(original).code for _time in range(2)] == ["a" * 17 + "-3", "a" * 17 + "-4"]


def test_only_administrators_set_the_desk_up():
    agent, [step, *_others] = UserFactory(agent=True), setup_checklist.steps(CompanyProfile.current())

    with pytest.raises(NotPermitted):
        actions.need(step, is_needed=False, by=agent)
    with pytest.raises(NotPermitted):
        actions.put_list_away(is_away=True, by=agent)
