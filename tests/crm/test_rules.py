"""Who may write in the register."""

from itertools import product

import pytest

from crm import rules
from crm.errors import RegisterIsNotYours
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

RULES = [rules.can_add_company, rules.can_change_company, rules.can_add_contact, rules.can_change_contact]
ENSURE = [
    rules.ensure_can_add_company,
    rules.ensure_can_change_company,
    rules.ensure_can_add_contact,
    rules.ensure_can_change_contact,
]


@pytest.mark.parametrize(("rule", "group"), list(product(RULES, ["agent", "supervisor", "sales", "biller", "admin"])))
def test_everybody_at_the_desk_may_write(rule, group):
    assert rule(UserFactory(is_agent=True, group=group)) is True


@pytest.mark.parametrize("rule", RULES)
def test_customers_and_agents_without_a_group_may_not_write(rule):
    users = [UserFactory(), UserFactory(group="customer"), UserFactory(group="agent"), UserFactory(is_agent=True)]

    assert [rule(user) for user in users] == [False, False, False, False]


@pytest.mark.parametrize("ensure", ENSURE)
def test_who_may_not_write_is_refused_with_a_reason(ensure):
    ensure(UserFactory(agent=True))

    with pytest.raises(RegisterIsNotYours, match="Ask an administrator"):
        ensure(UserFactory())
